using MarketingPipeline.BigQueryEmulator.Jobs;

namespace MarketingPipeline.BigQueryEmulator.Faults;

/// <summary>Which requests go wrong, and how.</summary>
public sealed class FaultPlan
{
    private const string JobFaultKey = "emulator.job-fault";
    private const string InterruptionKey = "emulator.interruption";

    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>
    /// Plans a fault of an API method (jobs.insert; jobs.upload is the PUT of a resumable upload; * is any): of its nth request from
    /// now on, or of every one.
    /// </summary>
    public FaultPlan Add(string method, Fault fault, int? nth = null, Func<RecordedRequest, bool>? when = null)
    {
        lock (_lock)
        {
            _rules.Add(new(method, fault, nth, when));
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
    public IReadOnlyList<Fault> Of(RecordedRequest request)
    {
        lock (_lock)
        {
            return [.. _rules.Where(rule => rule.Fires(request)).Select(rule => rule.Fault)];
        }
    }

    public static JobFault? JobFaultOf(HttpContext http) => http.Items[JobFaultKey] as JobFault;

    public static void SetJobFault(HttpContext http, JobFault fault) => http.Items[JobFaultKey] = fault;

    public static long? InterruptionOf(HttpContext http) => http.Items[InterruptionKey] as long?;

    public static void SetInterruption(HttpContext http, long bytes) => http.Items[InterruptionKey] = bytes;

    private sealed class Rule(string method, Fault fault, int? nth, Func<RecordedRequest, bool>? when)
    {
        private int _seen;

        public Fault Fault => fault;

        public bool Fires(RecordedRequest request)
        {
            if ((method != "*" && method != request.Method) || when?.Invoke(request) == false)
            {
                return false;
            }

            _seen++;
            return nth is null || nth == _seen;
        }
    }
}
