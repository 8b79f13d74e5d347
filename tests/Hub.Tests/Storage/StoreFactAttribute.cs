using Xunit.Abstractions;
using Xunit.Sdk;

namespace Hub.Tests.Storage;

/// <summary>A fact that every store keeps; in the class for PostgreSQL it is skipped without a server, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Hub.Tests.Storage.StoreFactDiscoverer", "Hub.Tests")]
internal sealed class StoreFactAttribute : FactAttribute;

/// <summary>Makes the test cases of <see cref="StoreFactAttribute"/>.</summary>
internal sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        PostgresServer.Address is null && testMethod.TestClass.Class.Name.EndsWith(nameof(PostgresCompliance), StringComparison.Ordinal)
            ? new SkippedTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

/// <summary>A test that is not run for want of a server.</summary>
internal sealed class SkippedTestCase : XunitTestCase
{
    // The runner makes it anew from what it has stored.
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => PostgresServer.Absent;
}
