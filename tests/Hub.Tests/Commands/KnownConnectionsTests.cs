using System.Net;

namespace Hub.Tests.Commands;

/// <summary>Names of connections that <c>hub lint</c> and <c>hub test</c> meet in the files: of a running hub, or as the files have them.</summary>
public sealed class KnownConnectionsTests : IDisposable
{
    private const string Mapping = """
        language: 1
        routes:
          - id: paid
            on: shopify.order.paid
            connection: shop-au
            via: shop-au
            do: shopify.add_tags
            with: {order: "${event.id}", tags: [paid]}

        """;

    private const string Scenario = """
        - scenario: a paid order gets its tag
          steps:
            - given: {payload: order.json, connection: shopify, suffix: orders/paid}
              expect:
                - {do: shopify.add_tags, route: paid}

        """;

    private const string Notice = "The names of connections are not checked, since none is configured here: shop-au. Call it in the folder with the hub's settings, or name a running hub by --url.\n";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-connections-").FullName;

    public KnownConnectionsTests()
    {
        Write("a.yaml", Mapping);
        File.Copy(Path.Combine(Repositories.Repository.Root, "mappings", "examples", "payloads", "shopify", "order.json"), Path.Combine(folder, "order.json"));
        Write("a.test.yaml", Scenario);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task WithoutSettings_NamesAreTakenAsTheFilesHaveThem_AndThatIsSaidOnce(string verb)
    {
        var called = await CommandLineUnderTest.CallAsync([verb, folder]);
        (called.Code, called.Error).ShouldBe((0, Notice), called.Output);
    }

    [Fact]
    public async Task WithoutSettings_ANameThatNoConnectionCanHave_IsAMistake()
    {
        Write("a.yaml", Mapping.Replace("shop-au", "Shop AU", StringComparison.Ordinal));
        var called = await CommandLineUnderTest.CallAsync(["lint", folder]);
        called.Code.ShouldBe(1);
        called.Output.ShouldContain("Shop AU is no connection of shopify.");
    }

    [Fact]
    public async Task WhereTheFilesNameSeveral_ARouteThatNamesNone_IsNotClear()
    {
        Write("b.yaml", Mapping.Replace("paid", "billed", StringComparison.Ordinal).Replace("shopify.order.billed", "shopify.order.paid", StringComparison.Ordinal).Replace("    connection: shop-au\n    via: shop-au\n", "", StringComparison.Ordinal));
        (await CommandLineUnderTest.CallAsync(["lint", folder])).Code.ShouldBe(0);
        Write("c.yaml", Mapping.Replace("paid", "told", StringComparison.Ordinal).Replace("shopify.order.told", "shopify.order.paid", StringComparison.Ordinal).Replace("shop-au", "shop-nz", StringComparison.Ordinal));
        var called = await CommandLineUnderTest.CallAsync(["lint", folder]);
        called.Code.ShouldBe(1);
        called.Output.ShouldContain("Several connections could serve shopify.order.paid: shop-au, shop-nz. Name one by connection.");
    }

    [Theory]
    [InlineData("shop-au", 0, "The mapping files are right: 1 file of ")]
    [InlineData("shop", 1, "a.yaml:5:17: shop-au is no connection of shopify. Its connections are shop.")]
    public async Task ConnectionsOfARunningHub_AreThoseThatCount(string name, int code, string begins)
    {
        var called = await CommandLineUnderTest.CallAsync(
            ["lint", folder, "--url", "http://127.0.0.1:5080"],
            answer: path => (HttpStatusCode.OK, path == "/api/v1/connections" ? $$"""[{"name":"{{name}}","connector":"shopify"},{"name":"own","connector":"of another build"}]""" : "[]"));
        called.Code.ShouldBe(code, called.Output);
        called.Output.ShouldStartWith(begins);
        called.Error.ShouldBeEmpty();
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
