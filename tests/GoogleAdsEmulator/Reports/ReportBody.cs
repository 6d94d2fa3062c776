using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketingPipeline.GoogleAdsEmulator.Faults;

namespace MarketingPipeline.GoogleAdsEmulator.Reports;

/// <summary>An answer on its way: written as rows come, and sent whenever some of it has gathered, so that none is held whole.</summary>
internal sealed class ReportBody(PipeWriter output, RowWriter rows, CancellationToken cancellation) : IAsyncDisposable
{
    private const int SentAtOnce = 64 * 1024;
    private static readonly JsonEncodedText Results = JsonEncodedText.Encode("results");

    // Texts as they are, as Google writes them: a reader meets letters of several bytes, which may arrive apart.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private long _sent;

    /// <summary>Where the answer is written.</summary>
    public Utf8JsonWriter Json { get; } = new(output, new() { SkipValidation = true, Encoder = Encoder });

    /// <summary>Writes up to so many rows, starting with the enumerator's current one, and says whether it stands on another.</summary>
    public async Task<bool> WriteResultsAsync(IEnumerator<ReportRow> source, int count, Fault.CutStream? cut)
    {
        Json.WriteStartArray(Results);
        var more = true;
        for (var written = 0; more && written < count; written++)
        {
            if (written == cut?.Rows)
            {
                await BreakOffAsync(source.Current, cut, isFirst: written == 0);
            }

            rows.Write(Json, source.Current);
            if (Json.BytesCommitted + Json.BytesPending - _sent >= SentAtOnce)
            {
                await SendAsync();
            }

            more = source.MoveNext();
        }

        Json.WriteEndArray();
        return more;
    }

    /// <summary>Writes the sums of all rows of a query.</summary>
    public void WriteSummary(ReportRow sums)
    {
        Json.WritePropertyName("summaryRow");
        rows.WriteSummary(Json, sums);
    }

    /// <summary>Sends what has been written.</summary>
    public async Task SendAsync()
    {
        await Json.FlushAsync(cancellation);
        _sent = Json.BytesCommitted;
        await output.FlushAsync(cancellation);
    }

    public ValueTask DisposeAsync() => Json.DisposeAsync();

    private async Task BreakOffAsync(ReportRow next, Fault.CutStream cut, bool isFirst)
    {
        if (cut.InRow)
        {
            await SendAsync();
            var row = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(row, new() { Encoder = Encoder }))
            {
                rows.Write(json, next);
            }

            if (!isFirst)
            {
                output.Write(","u8);
            }

            output.Write(row.WrittenSpan[..(row.WrittenCount / 2)]);
            await output.FlushAsync(cancellation);
        }

        await SendAsync();
        throw new CutException();
    }
}
