using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Who may refer to whom, by assemblies and by projects.</summary>
public sealed class AssemblyRulesTests
{
    private const string Contract = "Hub.Connectors.Abstractions";

    public static TheoryData<string> Connectors => [.. SourceTree.Vendors.Select(vendor => "Hub.Connectors." + vendor)];

    [Fact]
    public void Contract_RefersToTheBaseLibraryAndToAbstractionsOnly() =>
        AssemblyFile.Read(Contract).References.Where(name => !IsBase(name)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Connectors))]
    public void Connector_RefersToTheContractTheRestClientAndTheMapperOnly(string connector) =>
        AssemblyFile.Read(connector).References.Where(name => !IsBase(name) && name is not (Contract or "RestEase" or "AutoMapper")).ShouldBeEmpty();

    [Fact]
    public void Sandbox_RefersToNothingOfTheHub() =>
        AssemblyFile.Read("Sandbox").References.Where(name => name == "Hub" || name.StartsWith("Hub.", StringComparison.Ordinal)).ShouldBeEmpty();

    // An assembly that is referred to but not used does not show in the metadata: so the projects are read too.
    [Fact]
    public void ProjectsOfConnectors_AskForNoMoreThanTheirAssembliesMay()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Connectors"), "*.*proj", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "src", "Connectors", "Directory.Build.props"));
        var asked =
            from file in files
            from element in XDocument.Load(file).Descendants()
            where element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference"
            let name = (string)element.Attribute("Include")!
            where !(IsBase(name) || name.EndsWith($"/{Contract}.csproj", StringComparison.Ordinal) || name is "RestEase" or "AutoMapper")
            select $"{Path.GetFileName(file)} asks for {name}";
        asked.ShouldBeEmpty();
    }

    private static bool IsBase(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name is "netstandard" or "Microsoft.Extensions.Options"
        || (name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal));
}
