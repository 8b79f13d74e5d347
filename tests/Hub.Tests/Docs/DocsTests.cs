using System.CommandLine;
using System.Reflection;
using System.Text;
using Hub.Commands;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings.Scenarios;
using Hub.Storage;
using Hub.Tests.Mappings;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Docs;

/// <summary>What the documents say exists: calls, endpoints, settings, files, and the examples work.</summary>
public sealed class DocsTests : IDisposable
{
    private const string Readme = "README.md";
    private const string Operations = "docs/operations.md";
    private const string GettingStarted = "docs/getting-started.md";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-docs-").FullName;

    public static TheoryData<string> AllDocuments => [.. Documents.All];

    public static TheoryData<string> Connectors => [.. MappingWorld.Environment.Connections.Select(connection => connection.Name)];

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void CallsInShellBlocks_AreUnderstood(string document)
    {
        var root = CommandLine();
        foreach (var call in Documents.Calls(document)) root.Parse(Documents.Words(call)).Errors.ShouldBeEmpty($"hub {call}");
    }

    [Fact]
    public void Readme_NamesEveryVerb()
    {
        foreach (var verb in CommandLine().Subcommands) Documents.Read(Readme).ShouldContain($"`hub {verb.Name}");
    }

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public async Task EndpointsInDocuments_Exist(string document)
    {
        var endpoints = await EndpointsAsync();
        foreach (var (method, path) in Documents.Endpoints(document)) endpoints.ShouldContain($"{method} {path}", document);
    }

    [Fact]
    public async Task Operations_NamesEveryEndpointOfTheAdminApi()
    {
        var told = Documents.Endpoints(Operations).Select(endpoint => $"{endpoint.Method} {endpoint.Path}").ToList();
        foreach (var endpoint in (await EndpointsAsync()).Where(endpoint => endpoint.Contains("/api/", StringComparison.Ordinal))) told.ShouldContain(endpoint);
    }

    [Theory]
    [InlineData("Hub", typeof(HubOptions))]
    [InlineData("Storage", typeof(StorageOptions))]
    public void Operations_TellsEverySettingOfASectionWithItsDefault(string section, Type options)
    {
        var told = Documents.Rows(Operations).Where(row => row[0].StartsWith($"`{section}:", StringComparison.Ordinal)).ToDictionary(row => row[0].Trim('`')[(section.Length + 1)..], row => (Default: row[1], Meaning: row[2]));
        told.Keys.ShouldBe(Settings(options).Select(property => property.Name), ignoreOrder: true);
        foreach (var property in Settings(options))
        {
            told[property.Name].Meaning.StartsWith("*secret.*", StringComparison.Ordinal).ShouldBe(property.PropertyType == typeof(Secret), property.Name);
            ShouldTellDefault(told[property.Name].Default, property, Activator.CreateInstance(options)!);
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public void Operations_TellsEverySettingOfAConnectionWithItsDefault(string connector)
    {
        var options = MappingWorld.Environment.Connections.Single(connection => connection.Name == connector).Connector.OptionsType;
        var told = Documents.Rows(Operations).Where(row => row[0] == connector).ToDictionary(row => row[1].Split('`')[1], row => (Key: row[1], Default: row.Count > 2 ? row[2] : ""));
        told.Keys.ShouldBe(Settings(options).Select(property => property.Name), ignoreOrder: true);
        foreach (var property in Settings(options))
        {
            told[property.Name].Key.EndsWith("(*secret*)", StringComparison.Ordinal).ShouldBe(property.PropertyType == typeof(Secret), property.Name);
            ShouldTellDefault(told[property.Name].Default, property, Activator.CreateInstance(options)!);
        }
    }

    [Fact]
    public void ConfigurationInReadme_IsAccepted()
    {
        const string Secrets = "/run/secrets/";
        var json = Documents.Blocks(Readme, "json").ShouldHaveSingleItem();
        foreach (var name in json.Split(Secrets).Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)])) File.WriteAllText(Path.Combine(folder, name), $"the-secret-of-{name}");
        json = json.Replace(Secrets, folder + "/", StringComparison.Ordinal).Replace("/var/lib/hub", folder, StringComparison.Ordinal);
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        var settings = HubSettings.Read(configuration, [.. MappingWorld.Environment.Connections.Select(connection => connection.Connector)]);
        settings.Connections.Select(connection => connection.Name).ShouldBe(["desk", "shop", "wa"]);
    }

    [Fact]
    public void MappingInReadme_IsTheFile() =>
        Documents.Blocks(Readme, "yaml").ShouldHaveSingleItem().ShouldBe(File.ReadAllText(Path.Combine(MappingWorld.Folder, "shipping.yaml")).ReplaceLineEndings("\n"));

    [Fact]
    public async Task MappingOfGettingStarted_LoadsAndItsScenariosHold()
    {
        foreach (var file in Directory.EnumerateFiles(MappingWorld.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(MappingWorld.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var blocks = Documents.Blocks(GettingStarted, "yaml");
        await File.WriteAllTextAsync(Path.Combine(folder, "parking.yaml"), blocks[0]);
        await File.WriteAllTextAsync(Path.Combine(folder, "parking.test.yaml"), blocks[1]);
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Load.Errors.Concat(run.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        run.Results.Where(result => result.File == "parking.test.yaml").ShouldHaveSingleItem().Differences.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void LinksInsideTheProject_LeadSomewhere(string document)
    {
        foreach (var (file, anchor) in Documents.Links(document))
        {
            var target = Path.GetFullPath(Path.Combine(Documents.Root, Path.GetDirectoryName(document)!, file));
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{document} links to {file}");
            if (anchor.Length > 0) Documents.Anchors(target).ShouldContain(anchor, document);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void ShouldTellDefault(string told, PropertyInfo property, object options)
    {
        if (property.GetValue(options) is string { Length: > 0 } text) told.ShouldBe($"`{text}`", property.Name);
        else if (told.StartsWith('`') && property.PropertyType == typeof(string)) told.ShouldContain("data folder", customMessage: property.Name);
    }

    private static IEnumerable<PropertyInfo> Settings(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static RootCommand CommandLine()
    {
        var settings = new ConfigurationBuilder().Build();
        var call = new HubCall(() => settings);
        return
        [
            RunVerb.Of([], _ => throw new InvalidOperationException("Nothing is run here.")), LintVerb.Of(() => settings, () => [], call), TestVerb.Of(() => settings, () => [], call), DocsVerb.Of(() => []),
            InitVerb.Of(TextReader.Null, () => false, () => []), MappingsVerb.Of(call, () => settings), DiffVerb.Of(call, () => settings), SimulateVerb.Of(call, () => settings), CaptureVerb.Of(call, () => settings, () => []),
            EvalVerb.Of(() => settings, () => [], () => Stream.Null), ExplainVerb.Of(() => settings, () => [], call), FindVerb.Of(call), PauseVerbs.Pause(call), PauseVerbs.Resume(call), PausedVerb.Of(call), ParkedVerb.Of(call), MergesVerb.Of(call),
        ];
    }

    private async Task<IReadOnlyList<string>> EndpointsAsync()
    {
        await using var app = HubHost.Build([$"--Hub:DataPath={folder}", "--Logging:LogLevel:Default=None"], services => services.AddSingleton<IConnector>(new FakeConnector()));
        return
        [
            .. from source in ((IEndpointRouteBuilder)app).DataSources
               from endpoint in source.Endpoints.OfType<RouteEndpoint>()
               from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
               select $"{method} {Path(endpoint)}",
        ];

        static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("{documentName}.json", "v1.json", StringComparison.Ordinal).Replace(":long}", "}", StringComparison.Ordinal);
    }
}
