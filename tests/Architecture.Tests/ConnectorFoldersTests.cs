namespace Architecture.Tests;

/// <summary>A connector folder reads like every other: the same file names, for the same things.</summary>
public sealed class ConnectorFoldersTests
{
    private static readonly IReadOnlyList<string> Names =
    [
        "{0}Extensions.cs", "{0}Options.cs", "{0}Connector.cs", "{0}Webhook.cs", "{0}Events.cs", "{0}MapProfile.cs", "{0}Errors.cs", "{0}Json.cs", "I{0}Api.cs", "README.md",
        "Hub.Connectors.{0}.csproj",
    ];

    public static TheoryData<string> Vendors => [.. SourceTree.Vendors];

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Folder_HoldsTheFilesThatEveryConnectorHas(string vendor) =>
        Names.Select(name => name.Replace("{0}", vendor, StringComparison.Ordinal))
            .Where(name => !File.Exists(Path.Combine(Repository.Root, "src", "Connectors", vendor, name)))
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Registration_FitsOnAScreen(string vendor) => CodeLines(vendor, "Extensions").ShouldBeLessThanOrEqualTo(40);

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Connector_IsATableOfContents(string vendor) => CodeLines(vendor, "Connector").ShouldBeLessThanOrEqualTo(100);

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Compliance_IsProvedOfEveryConnector(string vendor) =>
        File.Exists(Path.Combine(Repository.Root, "tests", "Connectors.Tests", vendor, $"{vendor}ComplianceTests.cs")).ShouldBeTrue();

    private static int CodeLines(string vendor, string part) => SourceTree.Files($"src/Connectors/{vendor}").Single(file => file.Name == $"{vendor}{part}.cs").Code.Count();
}
