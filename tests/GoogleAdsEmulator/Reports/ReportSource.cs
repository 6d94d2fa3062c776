using System.Collections.Immutable;
using MarketingPipeline.GoogleAdsEmulator.Accounts;
using MarketingPipeline.GoogleAdsEmulator.Queries;

namespace MarketingPipeline.GoogleAdsEmulator.Reports;

/// <summary>A query's rows, from the accounts as they were when it came. Rows are made while they are read; only a day's are held at once, unless the query asks for an order of its own.</summary>
internal sealed class ReportSource(QueryPlan plan, ImmutableSortedDictionary<long, Account> accounts, Account account)
{
    public IEnumerable<ReportRow> Rows()
    {
        var rows = All().Where(row => plan.Conditions.All(condition => condition(row)));
        if (plan.NeedsSorting)
        {
            rows = Sorted(rows);
        }

        return plan.Limit is { } limit ? rows.Take(limit) : rows;
    }

    private IEnumerable<ReportRow> All() => plan.Resource == "customer_client"
        ? Hierarchy.Below(accounts, account).Select(link => new ReportRow(account) { Client = link })
        : new FigureRows(plan, account).Rows();

    private IEnumerable<ReportRow> Sorted(IEnumerable<ReportRow> rows)
    {
        var sorted = rows.OrderBy(_ => 0);
        foreach (var (field, isDescending) in plan.Order)
        {
            sorted = isDescending ? sorted.ThenByDescending(field.Read) : sorted.ThenBy(field.Read);
        }

        return sorted;
    }
}
