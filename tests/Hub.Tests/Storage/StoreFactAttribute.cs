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
            ? new XunitSkippedDataRowTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, PostgresServer.Absent)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}
