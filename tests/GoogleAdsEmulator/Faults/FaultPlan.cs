namespace MarketingPipeline.GoogleAdsEmulator.Faults;

/// <summary>Which requests go wrong, and how.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>Plans a fault. What is not given matches every request.</summary>
    /// <param name="fault">What goes wrong. Of several faults of one request, the delays add up and the first of the others counts.</param>
    /// <param name="method">token, listAccessibleCustomers, search, searchStream.</param>
    /// <param name="account">The account in the path.</param>
    /// <param name="report">The resource of FROM: campaign, ad_group, customer, customer_client.</param>
    /// <param name="nth">Only the nth matching request from now on, counted from 1.</param>
    /// <param name="times">Only so many requests, from the first (or from the nth) on.</param>
    /// <param name="when">Any other condition.</param>
    public FaultPlan Add(Fault fault, string? method = null, long? account = null, string? report = null, int? nth = null, int? times = null, Func<RecordedRequest, bool>? when = null)
    {
        bool Matches(RecordedRequest request) =>
            (method ?? request.Method) == request.Method
            && (account ?? request.Account) == request.Account
            && (report ?? request.Report) == request.Report
            && (fault is not Fault.LimitedDays limit || request.Days > limit.Days)
            && when?.Invoke(request) != false;

        lock (_lock)
        {
            _rules.Add(new(fault, Matches, nth ?? 1, times ?? (nth is null ? int.MaxValue : 1)));
        }

        return this;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    /// <summary>Counts the request and says what goes wrong with it.</summary>
    internal IReadOnlyList<Fault> Of(RecordedRequest request)
    {
        lock (_lock)
        {
            return [.. _rules.Where(rule => rule.Fires(request)).Select(rule => rule.Fault)];
        }
    }

    private sealed class Rule(Fault fault, Func<RecordedRequest, bool> matches, int first, int times)
    {
        private int _seen;

        public Fault Fault => fault;

        public bool Fires(RecordedRequest request)
        {
            if (!matches(request))
            {
                return false;
            }

            _seen++;
            return _seen >= first && _seen - first < times;
        }
    }
}
