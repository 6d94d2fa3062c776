using System.Collections.Immutable;
using System.Globalization;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Tests.Statements;

/// <summary>A store with a dataset, and SQL run on it, told as text.</summary>
public sealed class World
{
    private readonly StatementRunner _runner;

    public World(SqlEngine engine)
    {
        _runner = new StatementRunner(engine);
        Store.Change(state => state with { Datasets = state.Datasets.Add(("p", "d"), new StoredDataset("p", "d", "US", DateTimeOffset.UnixEpoch)) });
    }

    public Store Store { get; } = new(TimeProvider.System);

    public StoredTable Table(string name) => Store.Current.Tables[new TableId("p", "d", name)];

    public Task<IReadOnlyList<StatementResult>> RunAsync(string sql, Func<SqlRequest, SqlRequest>? with = null, Action<StatementResult>? finished = null) =>
        _runner.RunAsync(Request(sql, with), Store, finished, CancellationToken.None);

    public Task<IReadOnlyList<StatementResult>> DryRunAsync(string sql, Func<SqlRequest, SqlRequest>? with = null) =>
        _runner.DryRunAsync(Request(sql, with), Store, CancellationToken.None);

    /// <summary>The last statement's rows: (1, x), (2, NULL).</summary>
    public async Task<string> RowsAsync(string sql, Func<SqlRequest, SqlRequest>? with = null) =>
        Text((await RunAsync(sql, with))[^1]);

    public async Task<string> ErrorAsync(string sql, Func<SqlRequest, SqlRequest>? with = null)
    {
        var error = await Assert.ThrowsAsync<SqlException>(() => RunAsync(sql, with));
        return $"{error.Reason}: {error.Message}";
    }

    public static string Text(StatementResult result) => string.Join(", ", result.Rows.Select(row => Text(row)));

    private static SqlRequest Request(string sql, Func<SqlRequest, SqlRequest>? with)
    {
        var request = new SqlRequest(sql, "p") { DefaultDataset = "d" };
        return with?.Invoke(request) ?? request;
    }

    private static string Text(ValueProto value) => value.ValueCase switch
    {
        ValueProto.ValueOneofCase.None => "NULL",
        ValueProto.ValueOneofCase.Int64Value => value.Int64Value.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.StringValue => value.StringValue,
        ValueProto.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        ValueProto.ValueOneofCase.DateValue => DateTime.UnixEpoch.AddDays(value.DateValue).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueProto.ValueOneofCase.StructValue => $"({string.Join(", ", value.StructValue.Field.Select(Text))})",
        ValueProto.ValueOneofCase.ArrayValue => $"[{string.Join(", ", value.ArrayValue.Element.Select(Text))}]",
        _ => value.ValueCase.ToString(),
    };
}
