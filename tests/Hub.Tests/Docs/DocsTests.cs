using System.CommandLine;
using System.Reflection;
using System.Text;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings.Scenarios;
using Hub.Storage;
using Hub.Tests.Commands;
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

    // The hub of all tests of this class is the same, and only its table of endpoints is read.
    private static readonly Lazy<Task<IReadOnlyList<string>>> AllEndpoints = new(EndpointsAsync);

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
        var endpoints = await AllEndpoints.Value;
        foreach (var (method, path) in Documents.Endpoints(document)) endpoints.ShouldContain($"{method} {path}", document);
    }

    [Fact]
    public async Task Operations_NamesEveryEndpointOfTheAdminApi()
    {
        var told = Documents.Endpoints(Operations).Select(endpoint => $"{endpoint.Method} {endpoint.Path}").ToList();
        foreach (var endpoint in (await AllEndpoints.Value).Where(endpoint => endpoint.Contains("/api/", StringComparison.Ordinal))) told.ShouldContain(endpoint);
    }

    [Theory]
    [InlineData("Hub", typeof(HubOptions))]
    [InlineData("Storage", typeof(StorageOptions))]
    [InlineData("Guard", typeof(GuardOptions))]
    [InlineData("Telemetry", typeof(TelemetryOptions))]
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
        Directory.CreateDirectory(Path.Combine(folder, "payloads"));
        var blocks = Documents.Blocks(GettingStarted, "yaml");
        await File.WriteAllTextAsync(Path.Combine(folder, "shipping.yaml"), blocks[0]);
        await File.WriteAllTextAsync(Path.Combine(folder, "payloads", "shipped.json"), Documents.Blocks(GettingStarted, "json").ShouldHaveSingleItem());
        await File.WriteAllTextAsync(Path.Combine(folder, "shipping.test.yaml"), blocks[1] + blocks[2]);
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Load.Errors.Concat(run.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        run.Results.Count.ShouldBe(3);
        run.Results.SelectMany(result => result.Differences).ShouldBeEmpty();
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
        var root = new RootCommand();
        foreach (var verb in CommandLineUnderTest.Verbs([], new ConfigurationBuilder().Build())) root.Add(verb);
        return root;
    }

    private static async Task<IReadOnlyList<string>> EndpointsAsync()
    {
        await using var app = HubHost.Build(["--Hub:DataPath=nowhere", "--Logging:LogLevel:Default=None"], services => services.AddSingleton<IConnector>(new FakeConnector()));
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
