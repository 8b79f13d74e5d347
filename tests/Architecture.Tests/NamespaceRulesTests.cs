namespace Architecture.Tests;

/// <summary>Which folder of the hub may know which other, and which package belongs where.</summary>
public sealed class NamespaceRulesTests
{
    private static readonly AssemblyFile Hub = AssemblyFile.Read("Hub");

    // Read downwards: a folder knows only those named beside it, all of which stand above it. So no arrow points back and there is no cycle.
    private static readonly IReadOnlyList<(string Folder, string[] Knows)> Layers =
    [
        ("Expressions", []),
        ("Coordination", []),
        ("Customers", []),
        ("Calendars", []),
        ("BuiltIn", []),
        ("Faults", []),
        ("Telemetry", []),
        ("Storage", ["BuiltIn", "Customers"]),
        ("Configuration", ["BuiltIn", "Calendars", "Coordination", "Customers", "Faults", "Storage"]),
        ("Connections", ["Configuration"]),
        ("Mappings", ["BuiltIn", "Calendars", "Expressions", "Customers"]),
        ("Pipeline", ["BuiltIn", "Calendars", "Configuration", "Connections", "Coordination", "Customers", "Faults", "Mappings", "Storage", "Telemetry"]),
        ("Upkeep", ["Configuration", "Connections", "Coordination", "Faults", "Pipeline", "Storage", "Telemetry"]),
        ("Reloading", ["Configuration", "Mappings", "Pipeline", "Storage", "Telemetry"]),
        ("Rehearsals", ["Connections", "Customers", "Mappings", "Pipeline", "Storage"]),
        ("Endpoints", ["Upkeep", "Configuration", "Connections", "Customers", "Mappings", "Pipeline", "Storage", "Reloading", "Rehearsals", "Telemetry"]),
        ("Alerting", ["BuiltIn", "Configuration", "Connections", "Coordination", "Endpoints", "Pipeline", "Storage", "Telemetry"]),
        ("", ["BuiltIn", "Calendars", "Configuration", "Connections", "Coordination", "Customers", "Faults", "Mappings", "Pipeline", "Storage", "Reloading", "Rehearsals", "Endpoints", "Telemetry", "Alerting", "Upkeep"]),
        ("Commands", ["", "Calendars", "Configuration", "Endpoints", "Mappings", "Storage"]),
    ];

    public static TheoryData<string> Folders => [.. Layers.Select(layer => layer.Folder)];

    public static TheoryData<string, string[]> Packages => new()
    {
        { "Microsoft.Data.Sqlite", ["Storage"] },
        { "SQLitePCLRaw.core", ["Storage"] },
        { "Npgsql", ["Storage"] },
        { "StackExchange.Redis", ["Coordination"] },
        { "System.CommandLine", ["Commands", "Program"] },
        { "YamlDotNet", ["Mappings"] },
        { "Polly.Core", ["Connections"] },
        { "OpenTelemetry", ["Telemetry"] },
        { "OpenTelemetry.Api", ["Telemetry"] },
        { "OpenTelemetry.Api.ProviderBuilderExtensions", ["Telemetry"] },
        { "OpenTelemetry.Exporter.OpenTelemetryProtocol", ["Telemetry"] },
        { "AutoMapper", [] },
        { "RestEase", [] },
    };

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_KnowsOnlyTheFoldersThatItMay(string folder)
    {
        var knows = Layers.Single(layer => layer.Folder == folder).Knows;
        var wrong = Hub.Arrows
            .Where(arrow => arrow.Assembly == "Hub" && IsOurs(arrow.Namespace) && IsOurs(arrow.ToNamespace))
            .Select(arrow => (arrow.From, arrow.To, Of: FolderOf(arrow.Namespace), Named: FolderOf(arrow.ToNamespace)))
            .Where(arrow => arrow.Of == folder && arrow.Named != folder && !knows.Contains(arrow.Named))
            .Select(arrow => $"{arrow.From} knows {arrow.To}");
        wrong.ShouldBeEmpty();
    }

    // A constant leaves no trace in what is built: so the files are read too.
    [Fact]
    public void Files_UseOnlyTheNamespacesThatTheirFolderMay()
    {
        var wrong =
            from layer in Layers
            where layer.Folder.Length > 0
            from file in SourceTree.Files($"src/Hub/{layer.Folder}")
            from line in file.Code
            where line.Text.StartsWith("using Hub.", StringComparison.Ordinal) || line.Text.StartsWith("using static Hub.", StringComparison.Ordinal)
            let used = line.Text.Split(' ')[^1].TrimEnd(';').Split('.')[1]
            where used != "Connectors" && used != layer.Folder && !layer.Knows.Contains(used)
            select $"{file.Path}:{line.Number}: {line.Text}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Layers_AreAllFoldersOfTheHubAndPointUpwardsOnly()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "Hub"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder => Path.GetFileName(folder))
            .Except(["bin", "obj", "Properties"]);
        Layers.Select(layer => layer.Folder).Where(folder => folder.Length > 0).ShouldBe(folders, ignoreOrder: true);
        for (var i = 0; i < Layers.Count; i++) Layers[i].Knows.Except(Layers.Take(i).Select(layer => layer.Folder)).ShouldBeEmpty(Layers[i].Folder);
    }

    // Expressions knows nothing of the hub, and so not the contract either.
    [Fact]
    public void Expressions_KnowsNothingOfTheHub() =>
        Hub.Arrows.Where(arrow => arrow.Namespace == "Hub.Expressions" && arrow.ToNamespace.StartsWith("Hub", StringComparison.Ordinal) && arrow.ToNamespace != "Hub.Expressions")
            .Select(arrow => $"{arrow.From} knows {arrow.To}")
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_IsKnownInItsOwnPlaceOnly(string package, string[] places) =>
        Hub.Arrows.Where(arrow => arrow.Assembly == package)
            .Where(arrow => !places.Contains(arrow.Namespace.Length == 0 ? arrow.From : FolderOf(arrow.Namespace)))
            .Select(arrow => $"{arrow.From} knows {arrow.To}")
            .ShouldBeEmpty();

    // The contract and the connectors have their own rules.
    private static bool IsOurs(string space) => space == "Hub" || (space.StartsWith("Hub.", StringComparison.Ordinal) && !space.StartsWith("Hub.Connectors", StringComparison.Ordinal));

    private static string FolderOf(string space) => space.Split('.') is ["Hub", var folder, ..] ? folder : "";
}
