using MarketingPipeline.Core.Ledger;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;

namespace MarketingPipeline.Core.Testing;

/// <summary>
/// The data tests of a client's tables: what every table promises (keys, references, names), what sources and times must
/// look like, and that what entered staging is found again in the marts or in a named residual. A finding each; a residual
/// that definitions.md allows is information.
/// </summary>
internal sealed class DataTests(ClientRun run)
{
    private string Client => run.Client.Name.Value;

    /// <summary>Runs them all; those whose tables are missing are left out, which one finding says.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        Model[] models = [.. ModelGraph.Load().Models.Where(model => ClientModels.Applies(model, run.Client))];
        var tables = await run.Warehouse.TablesAsync(cancellation).ConfigureAwait(false);
        string[] missing = [.. models.Select(TableOf).Append(LedgerTables.Ledger).Where(table => !tables.Contains(table))];
        var values = Values(await BuiltAsOfAsync(missing, cancellation).ConfigureAwait(false));

        IEnumerable<DataCheck> checks =
        [
            .. models.SelectMany(model => KeyChecks.Of(model, TableOf(model), run.Dialect)),
            .. KeyChecks.OfLedger(run.Dialect),
            .. ForeignKeyChecks.Of(run.Client, run.Dialect),
            .. AcceptedValueChecks.Of(run.Client, run.Model.Workspace, run.Dialect),
            .. DataCheckFiles.Of(run.Client, run.Renderer, values),
        ];

        var findings = new List<Finding> { TablesThere(models.Length, missing) };
        foreach (var check in checks.Where(check => !missing.Any(table => check.Sql.Text.Contains(run.Dialect.Identifier(table), StringComparison.Ordinal))))
        {
            findings.AddRange(await RunAsync(check, cancellation).ConfigureAwait(false));
        }

        return findings;
    }

    private async Task<List<Finding>> RunAsync(DataCheck check, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        await foreach (var row in run.Warehouse.QueryAsync(check.Sql, cancellation).ConfigureAwait(false))
        {
            findings.Add(check.Read(Client, row));
        }

        return findings.Count > 0 ? findings : [check.Read(Client, null)];
    }

    /// <summary>
    /// The as-of date that the tables were built with, which is what they can be held to; it may lie before or after the
    /// date of this run. A dashboard without its row is one_row's matter.
    /// </summary>
    private async Task<DateOnly> BuiltAsOfAsync(string[] missing, CancellationToken cancellation)
    {
        var dashboard = TableOf(ModelGraph.Load()["mart_executive_dashboard"]);
        if (!missing.Contains(dashboard))
        {
            await foreach (var row in run.Warehouse.QueryAsync($"SELECT MAX(report_date) AS report_date FROM {run.Dialect.Identifier(dashboard)}", cancellation).ConfigureAwait(false))
            {
                return row.Get<DateOnly?>("report_date") ?? run.AsOf;
            }
        }

        return run.AsOf;
    }

    private Dictionary<string, object?> Values(DateOnly builtAsOf)
    {
        var values = ModelValues.Of(run.Model with { AsOf = builtAsOf }, run.Dialect);
        values["yesterday"] = run.AsOf;
        values["now"] = run.Model.LoadedAt;

        // Sources are late with respect to the build where that is older: a build of old data, by -AsOf, is no stale source.
        values["expected_to"] = builtAsOf < run.AsOf ? builtAsOf : run.AsOf;
        values["recent_from"] = builtAsOf.AddDays(-29);
        values["week_from"] = builtAsOf.AddDays(-6);
        values["month_from"] = new DateOnly(builtAsOf.Year, builtAsOf.Month, 1);
        values["reconciled"] = new[] { "sessions", "conversions", "transactions", "revenue", "cost", "clicks" }.Select(Reconciled).ToArray();
        return values;
    }

    /// <summary>A figure that the dashboard and the periods must have as the mart's days add it up; purchases are its transactions.</summary>
    private static Dictionary<string, object?> Reconciled(string name) => new(StringComparer.Ordinal)
    {
        ["name"] = name,
        ["figure"] = name == "transactions" ? "purchases" : name,
        ["kpi"] = name + "_30d",
        ["shown"] = $"dashboard.{name}_30d",
        ["summed"] = "recent." + name,
    };

    private Finding TablesThere(int models, string[] missing) => new()
    {
        Client = Client,
        Check = "tables_exist",
        Severity = missing.Length == 0 ? FindingSeverity.Information : FindingSeverity.Error,
        Passed = missing.Length == 0,
        Target = missing.Length == 0 ? "warehouse" : missing[0],
        Message = missing.Length == 0 ? $"All {models} tables of the client and its ledger are there." : $"Missing tables: {string.Join(", ", missing)}; their tests were left out.",
        Advice = missing.Length == 0 ? null : "Run Invoke-StagingRefresh, then Invoke-MartBuild -FullRefresh.",
        Rows = missing.Length,
    };

    private string TableOf(Model model) => model.TableFor(run.Client.Name);
}
