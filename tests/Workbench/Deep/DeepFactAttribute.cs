using Xunit.Abstractions;
using Xunit.Sdk;

namespace MarketingPipeline.Workbench;

/// <summary>A test of the deep run: where none was asked for, it is not there, so that a test that is skipped is one that could not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MarketingPipeline.Workbench.DeepFactDiscoverer", TestAssembly.Name)]
internal sealed class DeepFactAttribute : FactAttribute;

/// <summary>Finds the tests of the deep run.</summary>
internal sealed class DeepFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    private readonly FactDiscoverer _facts = new(messages);

    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        DeepRun.Share is null ? [] : _facts.Discover(discoveryOptions, testMethod, factAttribute);
}
