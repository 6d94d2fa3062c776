using System.Runtime.CompilerServices;
using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// Reads the rows of a Google Ads response body as a stream: googleAds:searchStream (a list of batches), googleAds:search
/// (one object), or a file with a batch or row a line; saved or live, plain or gzipped. A body of any size takes the memory of
/// one row, or line.
/// </summary>
public sealed class SearchStreamReader
{
    private const int LargestValueInMegabytes = 128;

    private readonly ReportFault _fault;
    private readonly ReportRowReader _rows;

    /// <summary>Creates a reader of one body.</summary>
    /// <param name="source">The file or request, as <see cref="GoogleAdsRow.Source"/>.</param>
    /// <param name="sourceOrder">Its place among the client's sources, as <see cref="GoogleAdsRow.SourceOrder"/>.</param>
    /// <param name="customerId">The client's account, digits only: rows of another one are an error. Null takes any.</param>
    /// <param name="name">What errors call the body; <paramref name="source"/> where null.</param>
    public SearchStreamReader(string source, int sourceOrder, string? customerId, string? name = null)
    {
        _fault = new ReportFault(name ?? source);
        _rows = new ReportRowReader(source, sourceOrder, customerId, _fault, selection: null);
    }

    /// <summary>Creates a reader of a body of which it is known what it has selected.</summary>
    internal SearchStreamReader(string source, int sourceOrder, string? customerId, ReportFault fault, ReportSelection selection)
    {
        _fault = fault;
        _rows = new ReportRowReader(source, sourceOrder, customerId, fault, selection);
    }

    /// <summary>What the body has selected; known when it has been read to its end.</summary>
    internal ReportSelection Selection => _rows.Found;

    /// <summary>The account's time zone; null where the body does not name it, or has not yet.</summary>
    internal string? TimeZone => _rows.TimeZone;

    /// <summary>What the body says to ask for the next page with; known when it has been read to its end.</summary>
    internal string? NextPageToken { get; private set; }

    /// <summary>The rows of a body that is one JSON value. Batches without results and summary rows give none.</summary>
    /// <exception cref="PipelineException">
    /// The body is not JSON, is cut off, is no report, or holds an error of Google's (then the inner exception is a
    /// <see cref="GoogleAdsErrorException"/>); names the place. Rows before it may have been given.
    /// </exception>
    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var rows in ReadPiecesAsync(body, cancellation).ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>The rows as they come, some hundred at a time; valid until the next are asked for.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> ReadPiecesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var parser = new SearchStreamParser(_rows, _fault);
        await using var window = await OpenAsync(body, cancellation).ConfigureAwait(false);
        var found = new List<GoogleAdsRow>();
        var isFirst = true;
        while (true)
        {
            var isLast = !await FillAsync(window, parser.Position, cancellation).ConfigureAwait(false);
            if (isFirst && !(isFirst = IsBlank(window.Bytes.Span)))
            {
                RefuseOtherThanJson(window.Bytes.Span);
            }

            window.Advance(Parse(parser, window.Bytes.Span, isLast, isFirst, found));
            if (found.Count > 0)
            {
                yield return found;
            }

            found.Clear();
            if (isLast)
            {
                NextPageToken = parser.NextPageToken;
                yield break;
            }
        }
    }

    /// <summary>The rows of a body with one JSON value a line: a row, a batch, or a list of batches. Blank lines are passed over.</summary>
    /// <exception cref="PipelineException">As <see cref="ReadAsync"/>; names the line.</exception>
    public async IAsyncEnumerable<GoogleAdsRow> ReadLinesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var window = await OpenAsync(body, cancellation).ConfigureAwait(false);
        var found = new List<GoogleAdsRow>();
        long number = 0;
        var searched = 0;
        var isFirst = true;
        var isLast = false;
        while (!isLast)
        {
            isLast = !await FillAsync(window, LineAt(number + 1), cancellation).ConfigureAwait(false);
            while (window.TryTakeLine(ref searched, isLast, out var line))
            {
                number++;
                if (!IsBlank(line.Span))
                {
                    if (isFirst)
                    {
                        RefuseOtherThanJson(line.Span);
                        isFirst = false;
                    }

                    ParseLine(line.Span, number, found);
                    foreach (var row in found)
                    {
                        yield return row;
                    }

                    found.Clear();
                }
            }
        }

        if (isFirst)
        {
            throw _fault.Empty();
        }
    }

    private static string LineAt(long number) => FormattableString.Invariant($"line {number}");

    private static bool IsBlank(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private async Task<ByteWindow> OpenAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            var bytes = await ReportBody.OpenAsync(body, cancellation).ConfigureAwait(false);
            return new ByteWindow(bytes, LargestValueInMegabytes * 1024 * 1024);
        }
        catch (InvalidDataException cause)
        {
            throw _fault.Of("begins as gzip data does, but is damaged.", cause: cause);
        }
    }

    private async Task<bool> FillAsync(ByteWindow window, string place, CancellationToken cancellation)
    {
        try
        {
            return window.IsFull
                ? throw _fault.TooLarge(place, LargestValueInMegabytes)
                : await window.FillAsync(cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException cause)
        {
            throw _fault.Damaged(place, cause);
        }
    }

    private void RefuseOtherThanJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes[bytes.IndexOfAnyExcept(" \t\r\n"u8)] == (byte)'<')
        {
            throw _fault.WebPage();
        }

        if (IsText(bytes))
        {
            throw _fault.Table();
        }
    }

    // The pages of Google Ads download tables: they begin with a title or the name of a column, quoted or not.
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var text = bytes[bytes.IndexOfAnyExcept(" \t\r\n"u8)..];
        if (text[0] == (byte)'"')
        {
            var after = text[1..].IndexOf((byte)'"');
            return after >= 0 && text[(after + 2)..] is [(byte)',' or (byte)';' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..];
        }

        return "{[-0123456789"u8.IndexOf(text[0]) < 0 && !text.StartsWith("true"u8) && !text.StartsWith("false"u8) && !text.StartsWith("null"u8);
    }

    private int Parse(SearchStreamParser parser, ReadOnlySpan<byte> bytes, bool isLast, bool isBlank, List<GoogleAdsRow> found)
    {
        if (isLast && isBlank)
        {
            throw _fault.Empty();
        }

        try
        {
            return parser.Parse(bytes, isLast, found);
        }
        catch (JsonException cause) when (parser.IsComplete)
        {
            throw _fault.At(
                parser.Position,
                "there is more after the report's end.",
                "Keep one response body a file; a file with one batch or row a line is read where its name ends in .jsonl.",
                cause);
        }
        catch (JsonException cause)
        {
            // The bytes have been read before as a piece that may go on; what is wrong with them only now is that they do not.
            throw isLast ? _fault.CutOff(cause) : _fault.NotJson(cause);
        }
        catch (InvalidOperationException cause)
        {
            throw _fault.At(parser.Position, "a text is not valid UTF-8.", cause: cause);
        }
    }

    private void ParseLine(ReadOnlySpan<byte> line, long number, List<GoogleAdsRow> found)
    {
        var place = LineAt(number);
        try
        {
            var reader = new Utf8JsonReader(line);
            if (IsRow(line))
            {
                reader.Read();
                _rows.TryRead(ref reader, new RowPlace(place), out var row);
                found.Add(row);
            }
            else
            {
                new SearchStreamParser(_rows, _fault, place + ", ").Parse(line, isLast: true, found);
            }
        }
        catch (JsonException cause)
        {
            throw _fault.At(
                FormattableString.Invariant($"{place}, byte {(cause.BytePositionInLine ?? 0) + 1}"),
                "the line is not one JSON value, or is cut off.",
                "Save the report again with one batch or row a line; a body that is one JSON value belongs into a file whose name ends in .json.",
                cause);
        }
        catch (InvalidOperationException cause)
        {
            throw _fault.At(place, "a text is not valid UTF-8.", cause: cause);
        }
    }

    private static bool IsRow(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var isRow = false;
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            // To the end, so that what follows the value is found too.
            while (reader.Read())
            {
                isRow |= reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && SearchStreamParser.IsRowProperty(reader.GetString()!);
            }
        }

        return isRow;
    }
}
