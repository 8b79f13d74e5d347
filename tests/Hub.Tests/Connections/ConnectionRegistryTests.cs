using Hub.Connections;
using Hub.Connectors;

namespace Hub.Tests.Connections;

public sealed class ConnectionRegistryTests
{
    private static readonly FakeConnector Fake = new();

    [Theory]
    [InlineData("one", "1", "one")]
    [InlineData("one", null, "one")]
    [InlineData("one", "2", "two")]
    [InlineData("one", "3", null)]
    [InlineData("one", "4", null)]
    [InlineData("one", "9", null)]
    [InlineData("three", "1", null)]
    public void Event_GoesToTheAccountOnTheSameSecret(string endpoint, string? account, string? owner)
    {
        using var registry = new ConnectionRegistry([Make("one", Fake, "1", "old", "new"), Make("two", Fake, "2", "new"), Make("three", Fake, "3", "else"), Make("four", new FakeConnector("other"), "4", "new")]);
        registry.Serving(registry.Find(endpoint)!, account)?.Name.ShouldBe(owner);
        (registry.Serving(registry.Find(endpoint)!, account) is null).ShouldBe(owner is null);
    }

    [Fact]
    public void EndpointWithoutAccount_ServesWhatItsSecretVouchesFor()
    {
        var open = Make("open", Fake, "", "key");
        open.Account = null;
        using var registry = new ConnectionRegistry([open, Make("own", Fake, "7", "key")]);
        registry.Serving(open, "5").ShouldBe(open);
        registry.Serving(open, "7")!.Name.ShouldBe("own");
    }

    [Fact]
    public void UnknownName_IsNull()
    {
        using var registry = new ConnectionRegistry([]);
        registry.Find("one").ShouldBeNull();
    }

    private static Connection Make(string name, FakeConnector connector, string account, params string[] secrets) =>
        new(name, connector, new FakeOptions { Secret = new Secret(secrets), Account = account }, new HttpClient(), TimeProvider.System) { Account = account };
}
