namespace MarketingPipeline.Core.Dashboards;

/// <summary>The dashboard's contract as JSON.</summary>
public static class DashboardJson
{
    /// <summary>Writes a dashboard as JSON.</summary>
    public static string Write(ExecutiveDashboard dashboard) => throw new NotImplementedException();
}
