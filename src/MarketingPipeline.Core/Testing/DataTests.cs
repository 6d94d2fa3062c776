using MarketingPipeline.Core.Running;

namespace MarketingPipeline.Core.Testing;

/// <summary>The data tests of a client's tables.</summary>
internal sealed class DataTests(ClientRun run)
{
    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation) => throw new NotImplementedException(run.AsOf.ToString(System.Globalization.CultureInfo.InvariantCulture) + cancellation);
}
