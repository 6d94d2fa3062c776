using System.Text.RegularExpressions;
using MarketingPipeline.BigQueryEmulator.Engine;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

/// <summary>A few forms of SQL, enough for what the REST API does with statements.</summary>
public sealed partial class FakeRunner : IStatementRunner
{
    public List<SqlRequest> Requests { get; } = [];

    public int Runs { get; private set; }

    public Task<IReadOnlyList<StatementResult>> DryRunAsync(SqlRequest request, Store store, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StatementResult>>([.. Statements(request).Select(sql => Run(sql, request, store) with { Rows = [] })]);

    public async Task<IReadOnlyList<StatementResult>> RunAsync(SqlRequest request, Store store, Action<StatementResult>? finished, CancellationToken cancellation)
    {
        Runs++;
        Requests.Add(request);
        var results = new List<StatementResult>();
        foreach (var sql in Statements(request))
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            var result = Run(sql, request, store);
            if (result.BytesProcessed > request.MaximumBytesBilled)
            {
                throw new SqlException("bytesBilledLimitExceeded", $"Query exceeded limit for bytes billed: {request.MaximumBytesBilled}. 10485760 or higher required.");
            }

            results.Add(result);
            finished?.Invoke(result);
        }

        return results;
    }

    public static StoredField Field(string name, string type, string mode = "NULLABLE", params StoredField[] fields) => new(name, type, mode, [.. fields]);

    private static IEnumerable<string> Statements(SqlRequest request) => request.Sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static StatementResult Run(string sql, SqlRequest request, Store store)
    {
        if (sql == "SELECT parameters")
        {
            var row = new ValueProto { StructValue = new() };
            row.StructValue.Field.Add(request.Parameters.Select(parameter => parameter.Value));
            return new("SELECT", [.. request.Parameters.Select((parameter, i) => SqlTypes.FieldOf(parameter.Name.Length == 0 ? $"f{i}_" : parameter.Name, parameter.Type))], [row]) { Sql = sql };
        }

        if (Numbers().Match(sql) is { Success: true } numbers)
        {
            return new("SELECT", [Field("n", "INTEGER")], [.. Enumerable.Range(1, int.Parse(numbers.Groups[1].Value)).Select(n => Row(new ValueProto { Int64Value = n }))]) { Sql = sql };
        }

        if (Big().Match(sql) is { Success: true } big)
        {
            var text = new string('x', 1024 * 1024);
            return new("SELECT", [Field("t", "STRING")], [.. Enumerable.Range(1, int.Parse(big.Groups[1].Value)).Select(_ => Row(new ValueProto { StringValue = text }))]) { Sql = sql };
        }

        if (All().Match(sql) is { Success: true } all)
        {
            var id = new TableId(request.Project, all.Groups[1].Value, all.Groups[2].Value);
            var table = store.Current.Tables.GetValueOrDefault(id) ?? throw new SqlException("notFound", $"Not found: Table {id.Project}:{id.Dataset}.{id.Table}");
            return new("SELECT", table.Schema, table.Rows) { Sql = sql, BytesProcessed = LogicalSize.Of(table), ReferencedTables = [id] };
        }

        if (Delete().Match(sql) is { Success: true } delete)
        {
            var id = new TableId(request.Project, delete.Groups[1].Value, delete.Groups[2].Value);
            var rows = store.Current.Tables[id].Rows.Count;
            store.Change(state => state with { Tables = state.Tables.SetItem(id, state.Tables[id] with { Rows = [] }) });
            return new("DELETE", [], []) { Sql = sql, RowsAffected = rows, Target = id, ReferencedTables = [id], BytesProcessed = 1 };
        }

        throw new SqlException("invalidQuery", $"Syntax error: Unexpected identifier \"{sql.Split(' ')[0]}\" at [1:1]");
    }

    private static ValueProto Row(ValueProto value) => new() { StructValue = new() { Field = { value } } };

    [GeneratedRegex("^SELECT numbers ([0-9]+)$")]
    private static partial Regex Numbers();

    [GeneratedRegex("^SELECT megabytes ([0-9]+)$")]
    private static partial Regex Big();

    [GeneratedRegex("^SELECT \\* FROM (\\w+)\\.(\\w+)$")]
    private static partial Regex All();

    [GeneratedRegex("^DELETE FROM (\\w+)\\.(\\w+) WHERE TRUE$")]
    private static partial Regex Delete();
}
