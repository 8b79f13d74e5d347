using Hub.Commands;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

/// <summary><c>hub lint</c> and <c>hub test</c> on a machine that has the folder, and settings or not.</summary>
public sealed class CalendarsInVerbsTests : IDisposable
{
    private const string Mapping = "language: 1\nroutes: [{id: r, on: shopify.order.paid, hours: desk, do: shopify.add_tags, with: {order: \"${event.id}\", tags: [a]}}]\n";
    private const string Hours = """{"Calendars": {"desk": {"Zone": "UTC", "Open": {"Monday": "09:00-17:00"}}}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-verbs-").FullName;
    private readonly StringWriter output = new();

    public CalendarsInVerbsTests() => File.WriteAllText(Path.Combine(folder, "a.yaml"), Mapping);

    public void Dispose()
    {
        output.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task CalendarBesideTheFiles_IsKnown(string verb)
    {
        File.WriteAllText(Path.Combine(folder, "calendars.json"), Hours);
        (await InvokeAsync(verb)).ShouldBe(0);
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task CalendarOfTheSettings_IsKnown(string verb) =>
        (await InvokeAsync(verb, ("Calendars:desk:Zone", "UTC"), ("Calendars:desk:Open:Monday", "09:00-17:00"))).ShouldBe(0);

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task CalendarThatNobodyDeclares_IsToldWhereItIsUsed(string verb)
    {
        (await InvokeAsync(verb)).ShouldBe(1);
        output.ToString().ShouldContain("a.yaml:2:49: There is no calendar desk. Declare it under Calendars in the settings, or in calendars.json beside the mapping files.");
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task MistakeInACalendar_IsTold(string verb)
    {
        File.WriteAllText(Path.Combine(folder, "calendars.json"), Hours.Replace("UTC", "UTX", StringComparison.Ordinal));
        (await InvokeAsync(verb)).ShouldBe(1);
        output.ToString().ShouldContain("calendars.json:1:25: Calendars:desk:Zone is UTX, which is not a time zone.");
        output.ToString().ShouldNotContain("There is no calendar");
    }

    private async Task<int> InvokeAsync(string verb, params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        IReadOnlyList<Hub.Connectors.IConnector> connectors = [.. MappingWorld.Environment.Connections.Select(connection => connection.Connector)];
        return await new HubCommandLine([LintVerb.Of(() => configuration, () => connectors, new HubCall(() => configuration)), TestVerb.Of(() => configuration, () => connectors, new HubCall(() => configuration))])
            .InvokeAsync([verb, folder], output, TextWriter.Null, CancellationToken.None);
    }
}
