using System.Collections.Immutable;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>OPTIONS(…) of a table, a column or a dataset.</summary>
public sealed class SqlOptions
{
    private readonly Dictionary<string, ValueProto> _values = new(StringComparer.OrdinalIgnoreCase);

    public static async Task<SqlOptions> OfAsync(StatementServices services, BoundStatement statement, IEnumerable<ResolvedOptionProto> options, CancellationToken cancellation)
    {
        var read = new SqlOptions();
        foreach (var option in options)
        {
            read._values[option.Name] = ResolvedTree.Unwrap(option.Value) is ResolvedLiteralProto literal ? literal.Value.Value : await ComputedAsync(services, statement, option, cancellation);
        }

        return read;
    }

    /// <summary>A table with those of its properties changed that are among the options.</summary>
    public StoredTable On(StoredTable table)
    {
        foreach (var (name, value) in _values)
        {
            table = name.ToUpperInvariant() switch
            {
                "DESCRIPTION" => table with { Description = Text(value) },
                "LABELS" => table with { Labels = Labels(value) },
                "EXPIRATION_TIMESTAMP" => table with { ExpiresAt = value.ValueCase == ValueProto.ValueOneofCase.None ? null : value.TimestampValue.ToDateTimeOffset() },
                "PARTITION_EXPIRATION_DAYS" => table with { PartitionExpiration = Days(value) },
                "REQUIRE_PARTITION_FILTER" => table with { RequirePartitionFilter = value.BoolValue },
                "FRIENDLY_NAME" => table,
                _ => throw new SqlException("invalidQuery", $"Unknown option: {name}"),
            };
        }

        return table;
    }

    public StoredDataset On(StoredDataset dataset)
    {
        foreach (var (name, value) in _values)
        {
            dataset = name.ToUpperInvariant() switch
            {
                "DESCRIPTION" => dataset with { Description = Text(value) },
                "LABELS" => dataset with { Labels = Labels(value) },
                "LOCATION" => dataset with { Location = value.StringValue },
                "DEFAULT_TABLE_EXPIRATION_DAYS" => dataset with { DefaultTableExpiration = Days(value) },
                "FRIENDLY_NAME" => dataset,
                _ => throw new SqlException("invalidQuery", $"Unknown option: {name}"),
            };
        }

        return dataset;
    }

    public StoredField On(StoredField field) => _values.TryGetValue("description", out var value) ? field with { Description = Text(value) } : field;

    private static string? Text(ValueProto value) => value.ValueCase == ValueProto.ValueOneofCase.None ? null : value.StringValue;

    private static TimeSpan? Days(ValueProto value) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.Int64Value => TimeSpan.FromDays(value.Int64Value),
        ValueProto.ValueOneofCase.DoubleValue => TimeSpan.FromDays(value.DoubleValue),
        _ => null,
    };

    private static ImmutableDictionary<string, string> Labels(ValueProto value) => value.ValueCase == ValueProto.ValueOneofCase.None
        ? ImmutableDictionary<string, string>.Empty
        : value.ArrayValue.Element.ToImmutableDictionary(pair => pair.StructValue.Field[0].StringValue, pair => pair.StructValue.Field[1].StringValue);

    // The option's text is name = expression.
    private static async Task<ValueProto> ComputedAsync(StatementServices services, BoundStatement statement, ResolvedOptionProto option, CancellationToken cancellation)
    {
        var text = statement.Rewritten(option.Parent.Parent.ParseLocationRange);
        var answer = await services.Engine.EvaluateQueryAsync($"SELECT {text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]}", new SqlContext(new SqlCatalog()) { Parameters = statement.Scope.Session.Request.Parameters }, new Dictionary<string, Zetasql.LocalService.TableData>(), cancellation);
        return answer.Row[0].Cell[0];
    }
}
