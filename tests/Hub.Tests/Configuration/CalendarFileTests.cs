using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public sealed class CalendarFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-calendars-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void FolderWithoutTheFile_HasTheCalendarsOfTheSettings() => Read(("shop", "UTC")).ShouldBe(["shop"]);

    [Fact]
    public void FileBesideTheMappings_AddsItsCalendars_AndTheSettingsGoFirst()
    {
        Write("""{"Calendars": {"desk": {"Zone": "Europe/Athens", "Open": {"Monday": ["09:00-13:00", "14:00-18:00"]}}, "shop": {"Zone": "UTC", "Open": {"Monday": "00:00-24:00"}}}}""");
        Read(("shop", "UTC")).ShouldBe(["shop", "desk"]);
        var monday = new DateTimeOffset(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
        CalendarFile.Read(Settings([("shop", "UTC")]), folder, [])["shop"].IsOpen(monday).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"Calendars": {"desk": {"Zone": "UTC"}}}""", "calendars.json: Calendars:desk:Open is missing")]
    [InlineData("{", "calendars.json:1:2: The file is not JSON from here on. Names and texts stand in straight double quotes")]
    [InlineData("{\n  \"Calendars\": {“desk”: {}}\n}", "calendars.json:2:17: The file is not JSON from here on.")]
    [InlineData("", "calendars.json: The file is empty. Write {\"Calendars\": {\"support\": {\"Zone\":")]
    [InlineData("[]", "calendars.json: The file holds no calendars by name. Write {\"Calendars\":")]
    [InlineData("""{"desk": {"Zone": "UTC", "Open": {"Monday": "09:00-17:00"}}}""", "calendars.json: The calendars stand under Calendars. Put all of it into {\"Calendars\": …}, so that it reads {\"Calendars\": {\"desk\": {\"Zone\":")]
    [InlineData("""{"version": 1}""", "calendars.json: There is no Calendars in it. Write {\"Calendars\":")]
    [InlineData("""{"Calendars": {"desk": {"Zone": "UTC", "Open": {"Monday": "9-17"}}}}""", "calendars.json: Calendars:desk:Open:Monday: '9-17' is not a span of hours. Write it as 09:00-17:00;")]
    public void MistakeInTheFile_IsToldWithItsName(string text, string begins)
    {
        Write(text);
        var errors = new List<string>();
        CalendarFile.Read(Settings([]), folder, errors);
        errors.ShouldHaveSingleItem().ShouldStartWith(begins);
    }

    [Fact]
    public void FormThatTheAnswersShow_IsRight()
    {
        Write("{");
        var errors = new List<string>();
        CalendarFile.Read(Settings([]), folder, errors);
        var told = errors.ShouldHaveSingleItem();
        Write(told[told.IndexOf('{', told.IndexOf("closed:", StringComparison.Ordinal))..].TrimEnd('.'));
        Read().ShouldBe(["support"]);
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(folder, CalendarFile.Name), text);

    private List<string> Read(params (string Name, string Zone)[] settings)
    {
        var errors = new List<string>();
        var calendars = CalendarFile.Read(Settings(settings), folder, errors);
        errors.ShouldBeEmpty();
        return [.. calendars.Keys];
    }

    private static IConfiguration Settings((string Name, string Zone)[] calendars) => new ConfigurationBuilder()
        .AddInMemoryCollection(calendars.SelectMany(calendar => new[]
        {
            KeyValuePair.Create($"Calendars:{calendar.Name}:Zone", (string?)calendar.Zone), KeyValuePair.Create($"Calendars:{calendar.Name}:Open:Monday", (string?)"09:00-17:00"),
        }))
        .Build();
}
