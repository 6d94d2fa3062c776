using System.Text.Json;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// The grammar of a body, fed in pieces: a list of batches (searchStream) or one batch (search), each with rows under
/// <c>results</c>. It keeps no more than its place in the body: a piece that ends inside a row is handed back.
/// </summary>
internal sealed class SearchStreamParser(ReportRowReader rows, ReportFault fault, string prefix = "")
{
    private static readonly string[] BatchProperties =
        ["results", "fieldMask", "requestId", "queryResourceConsumption", "summaryRow", "nextPageToken", "totalResultsCount", "metricAttributes"];

    private static readonly string[] RowProperties = ["campaign", "metrics", "segments"];

    private readonly HashSet<ReportGrain> _grains = [];
    private JsonReaderState _state;
    private Place _place = Place.Start;
    private bool _isList;
    private int _batch;
    private int _row;
    private string? _strangeProperty;
    private bool _isBatch;
    private FieldMask? _mask;

    private enum Place
    {
        Start,
        Batches,
        Batch,
        Results,
        End,
    }

    /// <summary>True when the body has begun and ended.</summary>
    public bool IsComplete => _place == Place.End;

    /// <summary>Where the parser stands, as errors name it.</summary>
    public string Position => Row.ToString();

    /// <summary>What to ask for the next page with; null where there is none, or the body has not said it yet.</summary>
    public string? NextPageToken { get; private set; }

    private RowPlace Row => new(prefix, Math.Max(_batch, 1), _row + 1);

    /// <summary>True when a property name says that the object around it is a row.</summary>
    public static bool IsRowProperty(string name) => RowProperties.Contains(name);

    /// <summary>Reads as far as <paramref name="bytes"/> go, adds the rows to <paramref name="found"/>, and says how many bytes are done with.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, or end early although they are the last.</exception>
    /// <exception cref="PipelineException">The JSON is no report.</exception>
    public int Parse(ReadOnlySpan<byte> bytes, bool isLast, List<GoogleAdsRow> found)
    {
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        while (true)
        {
            var before = reader;
            if (!TryStep(ref reader, found))
            {
                // Inside a value whose rest is still to come: the next piece starts with it.
                reader = before;
                break;
            }
        }

        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private bool TryStep(ref Utf8JsonReader reader, List<GoogleAdsRow> found)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (_place, reader.TokenType)
        {
            case (Place.Start, JsonTokenType.StartArray):
                _isList = true;
                _place = Place.Batches;
                return true;

            case (Place.Start or Place.Batches, JsonTokenType.StartObject):
                BeginBatch();
                return true;

            case (Place.Batches, JsonTokenType.EndArray):
                _place = Place.End;
                return true;

            case (Place.Batch, JsonTokenType.PropertyName):
                return TryProperty(ref reader);

            case (Place.Batch, JsonTokenType.EndObject):
                EndBatch();
                return true;

            case (Place.Results, JsonTokenType.StartObject):
                return TryRow(ref reader, found);

            case (Place.Results, JsonTokenType.EndArray):
                _place = Place.Batch;
                return true;

            default:
                throw fault.At(Position, $"{Described(reader.TokenType)} stands where {Expected} belongs.");
        }
    }

    private string Expected => _place switch
    {
        Place.Start => "a list of batches",
        Place.Results => "a row",
        _ => "a batch of rows",
    };

    private void BeginBatch()
    {
        _place = Place.Batch;
        _batch++;
        _row = 0;
        _isBatch = false;
        _strangeProperty = null;
        _mask = null;
        _grains.Clear();
    }

    private void EndBatch()
    {
        if (_mask is not null)
        {
            rows.Add(_mask, _grains, Row);
        }

        // An object of something else would otherwise count as a report without activity.
        if (!_isBatch && _strangeProperty is not null)
        {
            throw fault.At(Position, $"this is no batch of a report: it has '{_strangeProperty}' and no results.");
        }

        _place = _isList ? Place.Batches : Place.End;
    }

    private bool TryProperty(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        if (name == "results")
        {
            return TryResults(ref reader);
        }

        if (name == "error")
        {
            return TryError(ref reader);
        }

        if (IsRowProperty(name))
        {
            throw fault.At(
                Position,
                "a row stands where a batch of rows belongs.",
                "Save the whole body of the searchStream response; a file with one row a line is read where its name ends in .jsonl.");
        }

        if (!reader.Read() || !reader.TrySkip())
        {
            return false;
        }

        if (name == "nextPageToken" && reader.TokenType == JsonTokenType.String)
        {
            NextPageToken = reader.GetString();
        }

        if (name == "fieldMask" && reader.TokenType == JsonTokenType.String)
        {
            _mask = FieldMask.Parse(reader.GetString()!);
        }

        _isBatch |= BatchProperties.Contains(name);
        _strangeProperty ??= name;
        return true;
    }

    private bool TryResults(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        _isBatch = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                _place = Place.Results;
                return true;
            case JsonTokenType.Null:
                return true;
            default:
                throw fault.At(Position, "'results' is no list of rows.");
        }
    }

    private bool TryError(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || !JsonDocument.TryParseValue(ref reader, out var error))
        {
            return false;
        }

        using (error)
        {
            throw fault.Refused(prefix + FormattableString.Invariant($"batch {_batch}"), GoogleAdsErrorException.Read(error.RootElement));
        }
    }

    private bool TryRow(ref Utf8JsonReader reader, List<GoogleAdsRow> found)
    {
        if (!rows.TryRead(ref reader, Row, out var read))
        {
            return false;
        }

        found.Add(read);
        _grains.Add(read.Grain);
        _row++;
        return true;
    }

    private static string Described(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "a value",
    };
}
