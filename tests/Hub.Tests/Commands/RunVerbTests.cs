using System.Net;
using System.Net.Sockets;
using Hub.Commands;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Connectors.Shopify;
using Hub.Connectors.WhatsApp;
using Hub.Connectors.Zendesk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Commands;

public sealed class RunVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-run-").FullName;
    private readonly StringWriter error = new();
    private readonly CapturedLog log = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--Hub:Sandbox true --urls=x Hub:Watch=false", "")]
    [InlineData("extra", "hub run does not understand extra. Only settings follow it, as --Section:Key=value.")]
    [InlineData("--Hub:Sandbox true extra", "hub run does not understand extra. Only settings follow it, as --Section:Key=value.")]
    [InlineData("-x=1", "hub run does not understand -x=1. Only settings follow it, as --Section:Key=value.")]
    [InlineData("--urls", "--urls has no value. Write --urls=value.")]
    [InlineData("--urls --Hub:Watch=false", "--urls has no value. Write --urls=value.")]
    public void Words_AreSettings(string words, string mistake) => string.Join('\n', RunVerb.Read(words.Split(' ')).Mistakes).ShouldBe(mistake);

    [Fact]
    public async Task WordThatIsNoSetting_EndsTheCall()
    {
        string[] args = ["run", "extra"];
        var line = new HubCommandLine([RunVerb.Of(args, _ => throw new StartRefusedException(["It was built."]))]);
        (await line.InvokeAsync(args, TextWriter.Null, error, CancellationToken.None)).ShouldBe(ExitCode.WrongCall);
        Lines().ShouldBe(["hub run does not understand extra. Only settings follow it, as --Section:Key=value.", "It was built."]);
    }

    [Fact]
    public async Task AllThatIsWrong_IsToldAtOnce_AndNothingIsLeftBehind()
    {
        var (data, mappings) = (Path.Combine(folder, "data"), Path.Combine(folder, "none"));
        string[] args = ["run", "--bogus", "1", "--Hub:Foo=1", "word", "--Hub:DataPath=" + data, "--Hub:Mappings=" + mappings];
        var line = new HubCommandLine([RunVerb.Of(args, settings => HubHost.Build(settings, services => services.AddSingleton<IConnector>(new FakeConnector()), Capture))]);
        (await line.InvokeAsync(args, TextWriter.Null, error, CancellationToken.None)).ShouldBe(ExitCode.WrongCall);
        Lines().Select(sentence => sentence.Split(". ")[0]).ShouldBe(["hub run does not understand word", $"{mappings}: There is no such folder", "bogus is not a section of the settings", "Hub:Foo is not a setting of the hub"]);
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task MissingMappings_AreToldWithoutAStore()
    {
        (await RunAsync("--urls=http://127.0.0.1:0", "--Hub:DataPath=" + Path.Combine(folder, "data"), $"--Hub:Mappings={folder}/none", "--Connections:x:Connector=fake", "--Connections:x:Secret=s", "--Connections:x:Account=a")).ShouldBe(ExitCode.WrongCall);
        Lines().ShouldHaveSingleItem().ShouldContain("There is no such folder.");
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--Hub:Sandbox=maybe", "Hub:Sandbox is not true or false.")]
    [InlineData("--Logging:LogLevel:Default=banana", "Logging:LogLevel:Default is not one of Trace, Debug, Information, Warning, Error, Critical, None.")]
    [InlineData("--Logging:Console:LogLevel:Hub=3", "Logging:Console:LogLevel:Hub is not one of Trace, Debug, Information, Warning, Error, Critical, None.")]
    public async Task WrongSetting_IsToldInOneLineBesideTheOthers(string setting, string sentence)
    {
        (await RunAsync(setting, "--Hub:DataPath=" + folder, "--Storage:Provider=mysql")).ShouldBe(ExitCode.WrongCall);
        Lines().ShouldBe([sentence, "Storage:Provider is not a store that the hub knows. Leave it out, or set sqlite or postgres."]);
    }

    [Fact]
    public async Task TakenPort_IsToldInOneLine_AndNothingIsLogged()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), "language: 1\nroutes: []\n");
        (await RunAsync("--urls=" + address, "--Hub:DataPath=" + folder, "--Hub:Mappings=" + folder, "--Connections:x:Connector=fake", "--Connections:x:Secret=s", "--Connections:x:Account=a")).ShouldBe(ExitCode.WrongCall);
        Lines().ShouldBe([$"Something else listens at {address} already. Stop it, or give another address with --urls."]);
        log.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task SettingsFileThatIsNoJson_IsToldWithItsPlace()
    {
        var file = Path.Combine(folder, "broken.json");
        await File.WriteAllTextAsync(file, "{\n  \"Hub\": {");
        (await RunVerb.RunAsync(() => throw Should.Throw<InvalidDataException>(() => new ConfigurationBuilder().AddJsonFile(file).Build()), error, CancellationToken.None)).ShouldBe(ExitCode.WrongCall);
        Lines().ShouldHaveSingleItem().ShouldContain("LineNumber: 1");
    }

    [Fact]
    public async Task ServiceThatFails_EndsTheProcessWithACodeOtherThanZero()
    {
        Directory.CreateDirectory(Path.Combine(folder, "mappings"));
        await File.WriteAllTextAsync(Path.Combine(folder, "mappings", "a.yaml"), "language: 1\nroutes: []\n");
        string[] settings = ["--urls=http://127.0.0.1:0", "--Hub:DataPath=" + folder, $"--Hub:Mappings={folder}/mappings", "--Connections:x:Connector=fake", "--Connections:x:Secret=s", "--Connections:x:Account=a"];
        var ended = RunVerb.RunAsync(
            () => HubHost.Build(settings, services => services.AddSingleton<IConnector>(new FakeConnector()), services =>
            {
                Capture(services);
                services.AddHostedService<Failing>();
            }),
            error, CancellationToken.None);
        (await ended.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe(ExitCode.Found, error.ToString());
    }

    [Fact]
    public async Task NoConnections_IsTheFirstLine()
    {
        (await RunAsync("--urls=http://127.0.0.1:0", "--Hub:DataPath=" + folder, $"--Hub:Mappings={folder}/none")).ShouldBe(ExitCode.WrongCall);
        Lines()[0].ShouldBe(HubConfiguration.NoConnections);
        Lines()[0].ShouldContain(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"));
        Lines()[1].ShouldContain("There is no such folder.");
    }

    [Fact]
    public async Task MissingLicenceKey_IsToldOnceAndShort()
    {
        await using var app = HubHost.Build(["--urls=http://127.0.0.1:0", "--Hub:DataPath=" + folder, $"--Hub:Mappings={folder}/none"], services => services.AddWhatsApp().AddZendesk().AddShopify(), Capture);
        await Should.ThrowAsync<StartRefusedException>(() => HubHost.PrepareAsync(app.Services, CancellationToken.None));
        log.Of(1801).ShouldHaveSingleItem().ShouldContain("AutoMapper:LicenseKey");
        log.Messages.ShouldNotContain(message => message.Text.Contains("Lucky Penny"));
    }

    private sealed class Failing : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new OverflowException("A fault of the hub's own.");
        }
    }

    private async Task<int> RunAsync(params string[] settings) =>
        await RunVerb.RunAsync(() => HubHost.Build(settings, services => services.AddSingleton<IConnector>(new FakeConnector()), Capture), error, CancellationToken.None);

    private void Capture(IServiceCollection services) => services.AddLogging(logging => logging.ClearProviders().AddProvider(log));

    private string[] Lines() => error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
