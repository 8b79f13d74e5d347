using Hub.Configuration;
using Hub.Mappings;
using Hub.Tests.Calendars;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public sealed class CalendarFileTests
{
    private const string Desk = """{"Calendars": {"desk": {"Zone": "Europe/Athens", "Open": {"Monday": ["09:00-13:00", "14:00-18:00"]}}}}""";

    [Fact]
    public void FileBesideTheMappings_AddsItsCalendars_AndTheSettingsGoFirst()
    {
        const string Both = """{"Calendars": {"desk": {"Zone": "UTC", "Open": {"Monday": "09:00-17:00"}}, "office": {"Zone": "UTC", "Open": {"Sunday": "00:00-24:00"}}}}""";
        var environment = MappingWorld.Environment with { Calendars = SomeCalendars.Office, ReadCalendars = CalendarFile.Read };
        var loaded = MappingFolder.Compile([new("a.yaml", "language: 1\nroutes: []\n"), new(MappingFolder.Calendars, Both)], environment);
        loaded.Errors.ShouldBeEmpty();
        loaded.Snapshot!.Calendars.Keys.ShouldBe(["office", "desk"]);
        loaded.Snapshot.Calendars["office"].IsOpen(new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"Calendars": {"desk": {"Zone": "UTC"}}}""", "1:16: Calendars:desk:Open is missing")]
    [InlineData("{", "1:2: The file is not JSON from here on. Names and texts stand in straight double quotes")]
    [InlineData("{\n  \"Calendars\": {“desk”: {}}\n}", "2:17: The file is not JSON from here on.")]
    [InlineData("[]", "1:1: The file holds no calendars by name. Write {\"Calendars\":")]
    [InlineData("""{"desk": {"Zone": "UTC", "Open": {"Monday": "09:00-17:00"}}}""", "1:2: The calendars stand under Calendars. Put all of it into {\"Calendars\": …}, so that it reads {\"Calendars\": {\"desk\": {\"Zone\":")]
    [InlineData("""{"version": 1}""", "1:2: There is no Calendars in it. Write {\"Calendars\":")]
    [InlineData("""{"Calendar": {"desk": {"Zone": "UTC", "Open": {"Monday": "09:00-17:00"}}}}""", "1:2: There is no Calendar here, but Calendars. Write {\"Calendars\":")]
    [InlineData("""{"Calendars": 5}""", "1:2: Calendars holds calendars by name. Write {\"Calendars\":")]
    [InlineData("""{"Calendars": null}""", "1:2: Calendars holds calendars by name.")]
    [InlineData("{\n  \"Calendars\": {},\n  \"Holidays\": []\n}", "3:3: Holidays is not read: the file holds Calendars alone.")]
    [InlineData("{\"Calendars\": {\"desk\": {\"Zone\": \"UTC\", \"Open\": {\"Monday\": \"09:00-17:00\"}},\n \"desk\": {}}}", "2:2: Calendars:desk stands here a second time. Keep one.")]
    [InlineData("// ours\n{\"Calendars\": {\"desk\": {\"Zone\": \"UTC\", \"Open\": {\n\"Monday\": [\"09:00-17:00\", \"9-17\"]}}}}", "3:27: Calendars:desk:Open:Monday:1: '9-17' is not a span of hours. Write 09:00-17:00.")]
    public void MistakeInTheFile_IsToldWithItsPlace(string text, string begins) => Mistakes(text).ShouldHaveSingleItem().ShouldStartWith(begins);

    [Fact]
    public void CommentsAndTrailingCommas_AreAllowed() => Mistakes("// ours\n" + Desk.Replace("]}}}}", "],},},},}", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void FormThatTheAnswersShow_IsRight()
    {
        var told = Mistakes("{").ShouldHaveSingleItem();
        Mistakes(told[told.IndexOf('{', told.IndexOf("closed:", StringComparison.Ordinal))..].TrimEnd('.')).ShouldBeEmpty();
    }

    [Fact]
    public void SettingsWithoutCalendarsByName_AreTold()
    {
        var errors = new List<string>();
        CalendarFile.OfSettings(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Calendars", (string?)"5")]).Build(), errors).ShouldBeEmpty();
        errors.ShouldHaveSingleItem().ShouldStartWith("Calendars holds calendars by name, and not 5.");
    }

    private static List<string> Mistakes(string text)
    {
        var mistakes = new List<string>();
        CalendarFile.Read(text, (line, column, sentence) => mistakes.Add($"{line}:{column}: {sentence}"));
        return mistakes;
    }
}
