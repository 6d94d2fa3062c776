using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Running.Building;

/// <summary>The statements of a build's transaction, and which of them are a table's.</summary>
internal sealed class BuildStatements
{
    private readonly List<SqlStatement> _sql = [];
    private readonly List<(Model Model, int First, int Count)> _models = [];

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<SqlStatement> Sql => _sql;

    /// <summary>Adds a table's: the first clears it, the second, if there is one, fills it.</summary>
    public void Add(Model model, IReadOnlyList<SqlStatement> statements)
    {
        _models.Add((model, _sql.Count, statements.Count));
        _sql.AddRange(statements);
    }

    /// <summary>Adds those of no table.</summary>
    public void Add(IEnumerable<SqlStatement> statements) => _sql.AddRange(statements);

    /// <summary>The model whose statements begin there; null where none's do.</summary>
    public Model? BeginsAt(int index) => _models.Where(entry => entry.First == index).Select(entry => entry.Model).FirstOrDefault();

    /// <summary>The rows that a table was given, and how long that took.</summary>
    public (long Rows, TimeSpan Duration) OutcomeOf(Model model, IReadOnlyList<StatementOutcome> outcomes)
    {
        var (_, first, count) = _models.Single(entry => entry.Model == model);
        var own = outcomes.Skip(first).Take(count).ToArray();
        return (count == 2 ? own[1].Rows : 0, own.Aggregate(TimeSpan.Zero, (sum, outcome) => sum + outcome.Duration));
    }
}
