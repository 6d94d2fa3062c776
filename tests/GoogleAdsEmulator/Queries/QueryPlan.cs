using MarketingPipeline.GoogleAdsEmulator.Reports;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>A query of which every name, operator and value has been checked.</summary>
internal sealed record QueryPlan
{
    /// <summary>The order in which reports come anyway: a query that asks for it, or the beginning of it, need not be held to be sorted.</summary>
    private static readonly string[] NaturalOrder = ["segments.date", "campaign.id", "ad_group.id"];

    /// <summary>The resource of FROM.</summary>
    public required string Resource { get; init; }

    public required IReadOnlyList<Field> Select { get; init; }

    /// <summary>The days asked; open in a query without conditions on them.</summary>
    public required DateRange Dates { get; init; }

    public required IReadOnlyList<Func<ReportRow, bool>> Conditions { get; init; }

    public required IReadOnlyList<(Field Field, bool IsDescending)> Order { get; init; }

    public int? Limit { get; init; }

    /// <summary>Whether it asks for metrics or segments, and so for a report and not for a list of what exists.</summary>
    public required bool IsReport { get; init; }

    /// <summary>Whether it asks for metrics, which a manager account does not have.</summary>
    public required bool NeedsMetrics { get; init; }

    public bool OmitsUnselectedResourceNames { get; init; }

    public bool SelectsDate => Selects("segments.date");

    public bool SelectsDevice => Selects("segments.device");

    public bool SelectsNetwork => Selects("segments.ad_network_type");

    /// <summary>Whether a row is part of an entity's figures: then rows of nothing but zeros are left out.</summary>
    public bool IsSegmented => Select.Any(selected => selected.IsSegment);

    public bool NeedsSorting => !Order.Select(order => order.Field.Name).SequenceEqual(NaturalOrder.Take(Order.Count)) || Order.Any(order => order.IsDescending);

    public string FieldMask => string.Join(',', Select.Select(selected => selected.JsonPath));

    /// <summary>Checks a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="version">The API's version, which decides on the fields there are.</param>
    /// <param name="today">The date in the account's time zone.</param>
    public static QueryPlan Of(GaqlQuery query, int version, DateOnly today)
    {
        if (!FieldCatalog.IsResource(query.From))
        {
            throw QueryError.Of("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", $"Error in FROM clause: invalid resource '{query.From}'.");
        }

        Field[] select = [.. query.Select.Select(name => FieldCatalog.Find(name, query.From, version, "SELECT")).Distinct()];
        var where = query.Where.Select(condition => (Field: FieldCatalog.Find(condition.Field, query.From, version, "WHERE"), Condition: condition)).ToArray();
        var order = query.OrderBy.Select(by => (Field: FieldCatalog.Find(by.Field, query.From, version, "SELECT"), by.IsDescending)).ToArray();
        var unselected = where.Select(condition => condition.Field).Where(field => field.IsSegment && !field.IsDate)
            .Concat(order.Select(by => by.Field).Where(field => field.IsSegment || field.IsMetric))
            .FirstOrDefault(field => !select.Contains(field));
        if (unselected is not null)
        {
            throw QueryError.Of("EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", $"The following field must be present in SELECT clause: '{unselected.Name}'.");
        }

        var dates = where.Where(condition => condition.Field.IsDate).Aggregate(DateRange.Open, (range, condition) => range.Restricted(condition.Condition, today));
        var asksDates = select.Concat(where.Select(condition => condition.Field)).Any(field => field.IsDate);
        if (asksDates && !dates.IsFinite)
        {
            throw QueryError.Of("EXPECTED_FILTERS_ON_DATE_RANGE", "Error in WHERE clause: a finite range of dates is required for 'segments.date'.");
        }

        if (dates.Days < 1)
        {
            throw QueryError.Of("DATE_RANGE_TOO_NARROW", "Error in WHERE clause: the range of dates ends before it starts.");
        }

        return new()
        {
            Resource = query.From,
            Select = select,
            Dates = dates,
            Conditions = [.. where.Where(condition => !condition.Field.IsDate).Select(condition => RowCondition.Of(condition.Field, condition.Condition))],
            Order = order,
            Limit = query.Limit,
            IsReport = select.Concat(where.Select(condition => condition.Field)).Any(field => field.IsMetric || field.IsSegment),
            NeedsMetrics = select.Concat(where.Select(condition => condition.Field)).Any(field => field.IsMetric),
            OmitsUnselectedResourceNames = query.OmitsUnselectedResourceNames,
        };
    }

    private bool Selects(string name) => Select.Any(field => field.Name == name);
}
