using Hub.Configuration;
using Hub.Tests.Calendars;

namespace Hub.Tests.Configuration;

public sealed class CalendarReaderTests
{
    private static readonly Dictionary<string, string?> Good = new(StringComparer.Ordinal) { ["desk:Zone"] = "Europe/Athens", ["desk:Open:Monday"] = "09:00-17:00" };

    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "desk:Zone", null, "Calendars:desk:Zone is missing: a calendar needs a time zone. Write an IANA name, for example Europe/Athens." },
        { "desk:Zone", "Europe/Athen", "Calendars:desk:Zone is Europe/Athen, which is not a time zone. Did you mean Europe/Athens? Write an IANA name, for example Europe/Athens." },
        { "desk:Zone", "AUS Eastern Standard Time", "Calendars:desk:Zone is AUS Eastern Standard Time, which is not a time zone. Did you mean Australia/Sydney? Write an IANA name, for example Europe/Athens." },
        { "desk:Opn", "x", "Calendars:desk:Opn is not a setting of a calendar. Did you mean Open? Known: Zone, Open, Holidays, Extra." },
        { "desk:Open:Monday", null, "Calendars:desk:Open is missing: the calendar would never open. Give hours for a weekday, for example Calendars:desk:Open:Monday=09:00-17:00" },
        { "desk:Open", "09:00-17:00", "Calendars:desk:Open takes hours by weekday, for example Calendars:desk:Open:Monday=09:00-17:00" },
        { "desk:Open:Munday", "09:00-17:00", "Calendars:desk:Open:Munday is not a weekday. Did you mean Monday? Known: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, and their first three letters." },
        { "desk:Open:mon", "09:00-17:00", "Calendars:desk:Open:Monday names a weekday a second time. Give a day's spans in one list." },
        { "desk:Open:Tuesday", "9-17", "Calendars:desk:Open:Tuesday: '9-17' is not a span of hours. Write 09:00-17:00." },
        { "desk:Open:Tuesday", "", "Calendars:desk:Open:Tuesday is empty. Write it as 09:00-17:00; 24:00 is midnight, and 22:00-02:00 goes on after it. Leave out a day that is closed." },
        { "desk:Holidays:0", "25.12.2026", "Calendars:desk:Holidays:0: '25.12.2026' is not a date. Write 2026-12-25." },
        { "desk:Holidays", "2000-01-01/2100-01-01", "Calendars:desk:Holidays: '2000-01-01/2100-01-01' is longer than a year. Take the hours away instead." },
        { "desk:Extra:Sunday", "10:00-14:00", "Calendars:desk:Extra:Sunday is not a date. Write it as Calendars:desk:Extra:2026-12-20=10:00-14:00" },
        { "desk:Open:Tuesday", "9:00", "Calendars:desk:Open:Tuesday: '9:00' is not a span of hours. Write it as 09:00-17:00; 24:00 is midnight, and 22:00-02:00 goes on after it." },
        { "desk:Open:Tuesday", "09:00–17:30", "Calendars:desk:Open:Tuesday: '09:00–17:30' is not a span of hours. Write 09:00-17:30." },
        { "desk:Open:Tuesday", "9am to 5pm", "Calendars:desk:Open:Tuesday: '9am to 5pm' is not a span of hours. Write 09:00-17:00." },
        { "desk:Open:Tuesday", "9.30 - 18 Uhr", "Calendars:desk:Open:Tuesday: '9.30 - 18 Uhr' is not a span of hours. Write 09:30-18:00." },
        { "desk:Open:Tuesday", "24h", "Calendars:desk:Open:Tuesday: '24h' is not a span of hours. Write 00:00-24:00." },
        { "desk:Open:Tuesday", "closed", "Calendars:desk:Open:Tuesday: 'closed' is not a span of hours. Leave out a day that is closed." },
        { "desk:Open:Tuesday", "09:00-12:00, 13:00-17:00", "Calendars:desk:Open:Tuesday: '09:00-12:00, 13:00-17:00' is not a span of hours. Write several as a list: [\"09:00-12:00\", \"13:00-17:00\"]." },
        { "desk:Open:Montag", "09:00-17:00", "Calendars:desk:Open:Montag is not a weekday. Did you mean Monday? Known: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, and their first three letters." },
        { "desk:Open:mercredi", "09:00-17:00", "Calendars:desk:Open:mercredi is not a weekday. Did you mean Wednesday? Known: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, and their first three letters." },
        { "desk:Open:Mon-Fri", "09:00-17:00", "Calendars:desk:Open:Mon-Fri is not a weekday. Write each day by itself, as \"Monday\": \"09:00-17:00\", \"Tuesday\": \"09:00-17:00\". Known: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, and their first three letters." },
        { "desk:Holidays:0", "24.12.2026 - 1.1.2027", "Calendars:desk:Holidays:0: '24.12.2026 - 1.1.2027' is not a date. Write 2026-12-24/2027-01-01." },
        { "desk:Holidays:0", "Christmas", "Calendars:desk:Holidays:0: 'Christmas' is not a date. Write it as 2026-12-25, or as 2026-12-24/2027-01-01 for several days; each year anew." },
        { "desk:Holidays:2026-12-25", "Christmas", "Calendars:desk:Holidays:2026-12-25: 'Christmas' is not a date. Holidays are a list of dates without names: [\"2026-12-25\"]." },
        { "desk:Extra:20.12.2026", "10:00-14:00", "Calendars:desk:Extra:20.12.2026 is not a date. Write it as Calendars:desk:Extra:2026-12-20=10:00-14:00" },
        { "desk:Zone", "W. Europe Standard Time", "Calendars:desk:Zone is W. Europe Standard Time, which is not a time zone. Did you mean Europe/Berlin? Write an IANA name, for example Europe/Athens." },
        { "My desk:Zone", "UTC", "Calendars:My desk: a calendar's name has at most 40 lower-case letters, digits, '-' and '_', and begins with a letter. Write my-desk." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void OneMistake_IsToldWithItsKey(string key, string? value, string sentence) => Errors(new(Good) { [key] = value }).ShouldBe([sentence]);

    [Fact]
    public void SpansOfADayThatOverlap_AreTold() =>
        Errors(new(Good) { ["desk:Open:Friday:0"] = "09:00-13:00", ["desk:Open:Friday:1"] = "12:00-18:00" }).ShouldBe(["Calendars:desk:Open:Friday:1: '12:00-18:00' overlaps another span of the day. Write one span for both."]);

    [Fact]
    public void AllMistakes_AreToldAtOnce() =>
        Errors(new(Good) { ["desk:Zone"] = "Nowhere", ["desk:Open:Monday"] = "x", ["desk:Holidays:0"] = "y", ["shop:Zone"] = "UTC" }).Count.ShouldBe(4);

    [Fact]
    public void ListOrSingleValue_IsTheSame()
    {
        var errors = new List<string>();
        var calendars = new CalendarReader((_, sentence) => errors.Add(sentence)).Read(SomeCalendars.Section(
        [
            ("a:Zone", "UTC"), ("a:Open:Mon:0", "09:00-13:00"), ("a:Open:Mon:1", "14:00-18:00"), ("a:Holidays:0", "2026-11-30"),
            ("b:Zone", "UTC"), ("b:Extra:2026-11-23", "13:30-14:00"),
        ]));
        errors.ShouldBeEmpty();
        var noon = new DateTimeOffset(2026, 11, 23, 13, 0, 0, TimeSpan.Zero);
        calendars["a"].OpensAt(noon).ShouldBe(noon.AddHours(1));
        calendars["b"].OpensAt(noon).ShouldBe(noon.AddMinutes(30));
    }

    private static List<string> Errors(Dictionary<string, string?> settings)
    {
        var errors = new List<string>();
        new CalendarReader((_, sentence) => errors.Add(sentence)).Read(SomeCalendars.Section(settings.Where(pair => pair.Value is not null).Select(pair => (pair.Key, pair.Value))));
        return errors;
    }
}
