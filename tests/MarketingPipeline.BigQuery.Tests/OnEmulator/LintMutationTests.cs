using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What the lint would find, if a model had it: each mistake is made in a statement as it ran, and told in the line of its .sql file.</summary>
[Collection(EmulatorCollection.Name)]
public sealed class LintMutationTests(Emulator emulator, LintMutationTests.MarkedRun run) : IClassFixture<LintMutationTests.MarkedRun>
{
    private const string SimpleColumn = @"^  (?<column>[a-z_.]+),? /\*(?<place>FILE:\d+)\*/$";

    private readonly StatementLint _lint = new(emulator.Engine);

    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "intermediate/sessions_enriched.sql", SimpleColumn, "no_such_column,", "Unrecognized name: no_such_column" },
        { "intermediate/sessions_enriched.sql", SimpleColumn, "IF(1 = 'one', $column, NULL),", "No matching signature for operator = for argument types: INT64, STRING" },
        { "intermediate/sessions_enriched.sql", SimpleColumn, "IF((SELECT COUNT(*) FROM pipeline_ledger AS l WHERE l.fingerprint > TO_JSON_STRING($column)) > 0, $column, NULL),", "(CorrelatedSubquery)" },
        { "marts/campaign_periods.sql", SimpleColumn, "(SELECT ANY_VALUE(a.key) FROM pipeline_state AS a LEFT JOIN pipeline_state AS b ON a.key < b.key),", "(OuterJoinCondition)" },
        { "shared/ga4_stored.sql", @"^ +(?<column>page_title),? /\*(?<place>FILE:\d+)\*/$", "no_such_column,", "Unrecognized name: no_such_column" },
        { "shared/performance_days.sql", @"^ +(?<column>merged\.is_final|staged_dates\.is_final),? /\*(?<place>FILE:\d+)\*/$", "no_such_column,", "Unrecognized name: no_such_column" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_with_its_file_and_line(string file, string line, string instead, string message)
    {
        var (query, statement) = await StatementOfAsync(file, "INSERT INTO");
        var lines = statement.Split('\n');
        var pattern = new Regex(line.Replace("FILE", Regex.Escape(file), StringComparison.Ordinal), RegexOptions.CultureInvariant);
        var at = Array.FindLastIndex(lines, text => pattern.IsMatch(text));
        var found = pattern.Match(lines[at]);
        lines[at] = $"  {instead.Replace("$column", found.Groups["column"].Value, StringComparison.Ordinal)} /*{found.Groups["place"].Value}*/";

        Assert.Empty(await _lint.CheckAsync(statement, query));
        var finding = Assert.Single(await _lint.CheckAsync(string.Join('\n', lines), query));

        Assert.StartsWith(found.Groups["place"].Value + ": ", finding, StringComparison.Ordinal);
        Assert.Contains(message, finding, StringComparison.Ordinal);
        var number = int.Parse(found.Groups["place"].Value.Split(':')[1], CultureInfo.InvariantCulture);
        Assert.Contains(found.Groups["column"].Value, Core.Modeling.ModelFiles.Named(file).Single().Text.Split('\n')[number - 1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT event_name /*queries/q.sql:7*/\n, event_name AS EVENT_NAME /*queries/q.sql:8*/ FROM `stg_site_ga4_events` WHERE event_date = '2026-06-15'", "queries/q.sql:7: Duplicate column names", "(DuplicateColumns)")]
    [InlineData("SELECT COUNT(event_id) AS n FROM `stg_site_ga4_events` /*queries/q.sql:7*/", "queries/q.sql:7: Cannot query over table", "without a filter over column(s) 'event_date'")]
    [InlineData("DELETE FROM pipeline_state /*queries/q.sql:7*/", "queries/q.sql:7: ", "WHERE")]
    [InlineData("UPDATE pipeline_state SET value = 'x' /*queries/q.sql:7*/", "queries/q.sql:7: ", "WHERE")]
    public async Task What_a_statement_as_a_whole_may_not_do_is_told_with_its_file(string sql, string place, string rule)
    {
        var (query, _) = await StatementOfAsync("intermediate/sessions_enriched.sql", "INSERT INTO");
        var finding = Assert.Single(await _lint.CheckAsync(sql, query));
        Assert.StartsWith(place, finding, StringComparison.Ordinal);
        Assert.Contains(rule, finding, StringComparison.Ordinal);
    }

    /// <summary>A statement that has a file's SQL, as it ran.</summary>
    private async Task<(RanQuery Query, string Statement)> StatementOfAsync(string file, string beginning)
    {
        foreach (var query in run.Queries)
        {
            foreach (var statement in await _lint.StatementsAsync(query.Request.Sql))
            {
                if (statement.StartsWith(beginning, StringComparison.Ordinal) && StatementLint.FilesOf(statement).Contains(file))
                {
                    return (query, statement);
                }
            }
        }

        throw new InvalidOperationException($"No statement has SQL of {file}.");
    }

    /// <summary>A client's staging and build, with marks.</summary>
    public sealed class MarkedRun(Emulator emulator) : IAsyncLifetime
    {
        public IReadOnlyList<RanQuery> Queries { get; private set; } = [];

        public async Task InitializeAsync()
        {
            using var bench = LintedClient.Workspace();
            using var engines = new TwoEngines(bench, emulator);
            var client = engines.Find("site");
            var pipeline = engines.PipelineOn(warehouse => new MarkedWarehouse(warehouse));
            emulator.Statements.Watch(client.OutputDataset);
            await pipeline.RefreshStagingAsync(client, new StagingRequest(), null, default);
            await pipeline.BuildMartsAsync(client, new BuildRequest(), null, default);
            Queries = emulator.Statements.Of(client.OutputDataset);
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
