using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>The build itself refuses what the rules forbid: these facts keep it so.</summary>
public sealed class BuildRulesTests
{
    private static readonly IReadOnlyList<XDocument> Projects =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "Directory.Build.*", SearchOption.AllDirectories))
            .Select(XDocument.Load),
    ];

    public static TheoryData<string> Assemblies => ["Hub", "Sandbox", "Hub.Connectors.Abstractions", .. SourceTree.Vendors.Select(vendor => "Hub.Connectors." + vendor)];

    [Theory]
    [InlineData("Nullable", "enable")]
    [InlineData("TreatWarningsAsErrors", "true")]
    [InlineData("EnforceCodeStyleInBuild", "true")]
    [InlineData("GenerateDocumentationFile", "true")]
    public void Setting_HoldsForEveryProject(string setting, string value) => Values(setting).ShouldBe([value]);

    [Theory]
    [InlineData("RunAnalyzers")]
    [InlineData("RunAnalyzersDuringBuild")]
    [InlineData("WarningsNotAsErrors")]
    [InlineData("CodeAnalysisTreatWarningsAsErrors")]
    public void Setting_ThatWouldWeakenTheBuildIsNowhere(string setting) => Values(setting).ShouldBeEmpty();

    // CS1591 asks for the documentation of public members; the names of tests are their documentation.
    [Fact]
    public void OnlyTheDocumentationOfTests_IsLetOff() => Values("NoWarn").ShouldBe(["$(NoWarn);CS1591"]);

    [Theory]
    [InlineData("Microsoft.CodeAnalysis.BannedApiAnalyzers")]
    [InlineData("Meziantou.Analyzer")]
    [InlineData("Roslynator.Analyzers")]
    [InlineData("SonarAnalyzer.CSharp")]
    public void Analyser_LooksAtEveryProject(string package) =>
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("PackageReference").Select(element => (string?)element.Attribute("Include")).ShouldContain(package);

    // That the list of banned symbols takes effect is seen in what was built.
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void BannedMember_IsCalledNowhere(string assembly)
    {
        var banned = File.ReadAllLines(Path.Combine(Repository.Root, "BannedSymbols.txt"))
            .Select(line => line.Split(';')[0])
            .Where(symbol => !symbol.Contains('('))
            .Select(symbol => symbol.StartsWith("P:", StringComparison.Ordinal) ? Getter(symbol[2..]) : symbol[2..])
            .ToList();
        banned.ShouldContain("System.DateTimeOffset.get_UtcNow");
        AssemblyFile.Read(assembly).Members.Intersect(banned).ShouldBeEmpty();
    }

    private static string Getter(string property) => property.Insert(property.LastIndexOf('.') + 1, "get_");

    private static IEnumerable<string> Values(string setting) => Projects.SelectMany(project => project.Descendants(setting)).Select(element => element.Value).Distinct(StringComparer.Ordinal);
}
