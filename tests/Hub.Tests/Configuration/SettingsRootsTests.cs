using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public sealed class SettingsRootsTests : IDisposable
{
    private const string Known = "Known: Hub, Storage, Redis, Retention, Connections, Calendars, Guard, Telemetry, Alerts, AutoMapper, and those of .NET, such as Logging, Kestrel and urls.";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-roots-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Stoage:Provider", "Did you mean Storage? ")]
    [InlineData("Conections:wa:AppSecret", "Did you mean Connections? ")]
    [InlineData("OnlyTo", "Did you mean Hub:OnlyTo? ")]
    [InlineData("adminkey", "Did you mean Hub:AdminKey? ")]
    [InlineData("Zebra:Stripes", "")]
    public void UnknownSectionOnTheCommandLine_IsAMistake(string key, string question) =>
        MistakesOf(new ConfigurationBuilder().AddCommandLine([$"--{key}=x"])).ShouldBe([$"{key.Split(':')[0]} is not a section of the settings. {question}{Known}"]);

    [Fact]
    public void UnknownSectionsInAFile_AreToldOnceEach()
    {
        var file = Path.Combine(folder, "appsettings.json");
        File.WriteAllText(file, """{"Hub": {"Watch": true}, "Loging": {}, "Conections": {"wa": {"Connector": "x"}, "desk": {"Connector": "y"}}, "Logging": {"LogLevel": {"Default": "None"}}, "AllowedHosts": "*"}""");
        MistakesOf(new ConfigurationBuilder().AddJsonFile(file).AddCommandLine(["--Conections:wa:Secret=z"])).Select(sentence => sentence.Split(' ')[0]).ShouldBe(["Conections", "Loging"]);
    }

    [Theory]
    [InlineData("Stoage__Provider", true)]
    [InlineData("HBU__AdminKey", true)]
    [InlineData("Hbu__AdminKeyFile", true)]
    [InlineData("Hubb__X", true)]
    [InlineData("Hubs__Anything", true)]
    [InlineData("Bun__Version", false)]
    [InlineData("STORE__URL", false)]
    [InlineData("Stoage", false)]
    [InlineData("SomethingElse__Key", false)]
    public void Environment_IsJudgedOnlyWhereItIsNearlyOurs(string variable, bool isSlip)
    {
        var prefix = $"OF{variable}_";
        Environment.SetEnvironmentVariable(prefix + variable, "x");
        try
        {
            MistakesOf(new ConfigurationBuilder().AddEnvironmentVariables(prefix)).Any().ShouldBe(isSlip);
        }
        finally
        {
            Environment.SetEnvironmentVariable(prefix + variable, null);
        }
    }

    [Fact]
    public void SettingsOfDotNetAndTestHosts_AreKnown() => MistakesOf(new ConfigurationBuilder().AddCommandLine(
        ["--urls=x", "--environment=x", "--contentRoot=x", "--applicationName=x", "--Kestrel:Limits:MaxRequestBodySize=1", "--AllowedHosts=*", "--http_ports=1", "--AutoMapper:LicenseKey=x"])).ShouldBeEmpty();

    private static IEnumerable<string> MistakesOf(IConfigurationBuilder builder) => SettingsRoots.Mistakes(builder.Build());
}
