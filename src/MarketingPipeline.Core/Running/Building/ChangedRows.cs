using System.Diagnostics;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>
/// The rows of the int_ tables that changed dates reach, computed beside the tables: sessions with an event on a changed date,
/// whole, also over midnight and where an event vanished; the same users' later sessions that look back at them; conversions and
/// customer types that follow; sessions whose Google Ads campaign is shown otherwise. One transaction then puts them in place.
/// </summary>
internal sealed class ChangedRows
{
    private const string SessionRows = "changed_session_rows";
    private const string ConversionRows = "changed_conversion_rows";

    private readonly ClientRun _run;
    private readonly Model _sessions = ModelGraph.Load()["int_sessions_enriched"];
    private readonly Model _conversions = ModelGraph.Load()["int_conversions_attributed"];
    private readonly Dictionary<string, TimeSpan> _durations = new(StringComparer.Ordinal);
    private DateOnly[] _deletedSessionDates = [];
    private DateOnly[] _conversionDates = [];

    private ChangedRows(ClientRun run) => _run = run;

    /// <summary>The mart's dates that the rows change, before and after; in order.</summary>
    public IReadOnlyList<DateOnly> MartDates { get; private set; } = [];

    /// <summary>How long it took to find and compute a table's rows, beside the table.</summary>
    public TimeSpan DurationOf(Model model) => _durations.GetValueOrDefault(model.Name);

    /// <summary>Reads what the plan's dates reach; changes no table.</summary>
    public static async Task<ChangedRows> ReadAsync(ClientRun run, LayerPlan plan, CancellationToken cancellation)
    {
        var rows = new ChangedRows(run);
        await rows.ReadAsync(plan, cancellation).ConfigureAwait(false);
        return rows;
    }

    /// <summary>The statements that put the rows of a table in the place of those that they replace: a DELETE and an INSERT.</summary>
    public IReadOnlyList<SqlStatement> Replace(Model model) => model.Name == _sessions.Name
        ?
        [
            $"DELETE FROM {Table(model)} WHERE session_date IN {Dates(_deletedSessionDates)} AND session_key IN (SELECT session_key FROM changed_sessions)",
            SqlStatements.InsertSelect(_run.Dialect, model.TableFor(_run.Client.Name), model.Columns, $"SELECT {Names(model)} FROM {SessionRows}"),
        ]
        :
        [
            $"DELETE FROM {Table(model)} WHERE conversion_date IN {Dates(_conversionDates)} AND {ConversionKey} IN (SELECT {ConversionKey} FROM changed_conversions)",
            SqlStatements.InsertSelect(_run.Dialect, model.TableFor(_run.Client.Name), model.Columns, $"SELECT {Names(model)} FROM {ConversionRows} WHERE {ConversionKey} IN (SELECT {ConversionKey} FROM changed_conversions)"),
        ];

    /// <summary>Identical events of two dates share their id.</summary>
    private string ConversionKey => $"CONCAT(conversion_id, ' ', CAST(conversion_date AS {_run.Dialect.TypeName(ColumnType.String)}))";

    private async Task ReadAsync(LayerPlan plan, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var values = new BuiltState(_run, ModelLayer.Intermediate).Values();
        values["changed_dates"] = Dates(plan.Ga4Dates);
        if (_run.Client.GoogleAds is not null)
        {
            await KeepAsync("changed_campaigns", values, cancellation).ConfigureAwait(false);
        }

        await KeepAsync("changed_transactions", values, cancellation).ConfigureAwait(false);
        await KeepAsync("changed_sessions", values, cancellation).ConfigureAwait(false);
        await KeepAsync("changed_users", values, cancellation).ConfigureAwait(false);

        var toRead = await DatesAsync("dates_to_read", values, cancellation).ConfigureAwait(false);
        _deletedSessionDates = [.. toRead["sessions"].Order()];
        values["event_dates"] = Dates(toRead["events"].Union(plan.Ga4Dates).Where(date => date <= _run.AsOf).Order());
        values["conversion_dates"] = Dates(toRead["conversions"].Union(plan.Ga4Dates).Where(date => date <= _run.AsOf).Order());
        values["are_of_users"] = true;
        await KeepAsync("conversions_of_users", values, cancellation).ConfigureAwait(false);
        values["are_changes"] = true;
        await _run.Warehouse.KeepAsync(SessionRows, _run.Renderer.Render(_sessions, values), cancellation).ConfigureAwait(false);
        _durations[_sessions.Name] = watch.Elapsed;
        watch.Restart();
        await _run.Warehouse.KeepAsync(ConversionRows, _run.Renderer.Render(_conversions, values), cancellation).ConfigureAwait(false);
        await KeepAsync("changed_conversions", values, cancellation).ConfigureAwait(false);

        var toBuild = await DatesAsync("dates_to_build", values, cancellation).ConfigureAwait(false);
        _durations[_conversions.Name] = watch.Elapsed;
        _conversionDates = [.. toBuild["conversions"].Order()];
        MartDates = [.. toBuild["sessions"].Union(toBuild["conversions"]).Union(plan.Ga4Dates).Order()];
    }

    private Task KeepAsync(string query, Dictionary<string, object?> values, CancellationToken cancellation) =>
        _run.Warehouse.KeepAsync(query, _run.Renderer.RenderQuery(query, values), cancellation);

    private async Task<ILookup<string, DateOnly>> DatesAsync(string query, Dictionary<string, object?> values, CancellationToken cancellation)
    {
        var dates = new List<(string Kind, DateOnly Date)>();
        await foreach (var row in _run.Warehouse.QueryAsync(_run.Renderer.RenderQuery(query, values), cancellation).ConfigureAwait(false))
        {
            dates.Add((row.Get<string>("kind")!, row.Get<DateOnly>("date")));
        }

        return dates.ToLookup(entry => entry.Kind, entry => entry.Date);
    }

    private string Dates(IEnumerable<DateOnly> dates) => SqlStatements.Dates(_run.Dialect, dates);

    private string Table(Model model) => _run.Dialect.Identifier(model.TableFor(_run.Client.Name));

    private string Names(Model model) => SqlStatements.Names(_run.Dialect, model.Columns);
}
