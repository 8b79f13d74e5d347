using System.Globalization;
using System.Text;
using Hub.Configuration;
using Hub.Tests.Docs;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public class ConversationRulesReaderTests
{
    [Fact]
    public void ExampleOfThePage_IsRead()
    {
        var block = Documents.Blocks("docs/operations.md", "json").Single(json => json.Contains("\"QuietHours\"", StringComparison.Ordinal));
        var (rules, errors) = Read("{" + block + "}");
        errors.ShouldBeEmpty();
        rules.Quiet!.Categories.ShouldBe(["marketing"]);
        rules.Quiet.OpensAt(null, null, DateTimeOffset.Parse("2026-11-21T19:00Z", CultureInfo.InvariantCulture)).ShouldBe((DateTimeOffset.Parse("2026-11-23T07:00Z", CultureInfo.InvariantCulture), "Europe/Athens"));
        rules.Caps["marketing"].ShouldBe([new(1, TimeSpan.FromDays(1)), new(3, TimeSpan.FromDays(7))]);
        rules.Words.Match("cancel")!.Allowed.ShouldBeFalse();
        rules.Words.Match("baja").ShouldBeNull();
        rules.ConfirmedSources.ShouldBe(["web_form"]);
        rules.ConfirmWithin.ShouldBe(TimeSpan.FromDays(14));
    }

    [Fact]
    public void ConnectionWithoutRules_HasTheStandardWords_AndNothingElse()
    {
        var (rules, errors) = Read("""{"wa": {"Connector": "whatsapp"}}""");
        errors.ShouldBeEmpty();
        (rules.Quiet, rules.Caps.Count, rules.ConfirmedSources.Count).ShouldBe((null, 0, 0));
        rules.ConfirmWithin.ShouldBe(TimeSpan.FromDays(30));
        rules.Words.Match("stop")!.Allowed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"QuietHours": {"Between": "8pm", "Zone": "UTC"}}""", "wa:QuietHours:Between must be the hours in which nobody is written to, for example 20:00-09:00.")]
    [InlineData("""{"QuietHours": {"Between": "20:00-09:00"}}""", "wa:QuietHours:Zone must be the IANA time zone of people of whom no country is known, for example Europe/Athens.")]
    [InlineData("""{"QuietHours": {"Between": "20:00-09:00", "Zone": "UTC", "Days": ["Sundae"]}}""", "wa:QuietHours:Days: Sundae is no day of the week. Did you mean Sunday? ")]
    [InlineData("""{"QuietHours": {"Between": "20:00-09:00", "Zone": "UTC", "Days": ["0"]}}""", "wa:QuietHours:Days: 0 is no day of the week. ")]
    [InlineData("""{"QuietHours": {"Between": "20:00-09:00", "Zone": "UTC", "Day": ["Sunday"]}}""", "wa:QuietHours:Day is not a setting of quiet hours. Did you mean Days? Known: Between, Days, Zone, Categories.")]
    [InlineData("""{"QuietHours": {"Between": "20:00-09:00", "Zone": "UTC", "Categories": ["replies"]}}""", "wa:QuietHours:Categories: replies is not a category of templates. Known: marketing, utility, authentication.")]
    [InlineData("""{"QuietHours": {"Between": "20:00-09:00", "Zone": "UTC", "Days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]}}""", "wa:QuietHours:Days names all days: nobody would ever be written to.")]
    [InlineData("""{"Caps": {"marketing": "once a day"}}""", "wa:Caps:marketing: once a day is no cap. Write how many within how many days or hours, for example 1 in 1d, or 3 in 7d; at most 90 days.")]
    [InlineData("""{"Caps": {"marketing": ["0 in 1d"]}}""", "wa:Caps:marketing: 0 in 1d is no cap. Write how many within how many days or hours, for example 1 in 1d, or 3 in 7d; at most 90 days.")]
    [InlineData("""{"Caps": {"marketing": ["1 in 91d"]}}""", "wa:Caps:marketing: 1 in 91d is no cap. Write how many within how many days or hours, for example 1 in 1d, or 3 in 7d; at most 90 days.")]
    [InlineData("""{"Caps": {"markting": ["1 in 1d"]}}""", "wa:Caps: markting is not a category of templates. Did you mean marketing? Known: marketing, utility, authentication.")]
    [InlineData("""{"ConfirmDays": "0"}""", "wa:ConfirmDays must be 1 to 365: for so many days people may confirm an opt-in in the chat.")]
    [InlineData("""{"ConfirmDays": "two weeks"}""", "wa:ConfirmDays must be 1 to 365: for so many days people may confirm an opt-in in the chat.")]
    [InlineData("""{"StopWords": ["!"]}""", "wa:StopWords: a word has letters or digits, and at most 40 characters.")]
    public void WrongRule_IsToldWithItsKey(string settings, string error) => Read($$"""{"wa": {{settings}}}""").Errors.ShouldBe([error]);

    private static (ConversationRules Rules, List<string> Errors) Read(string json)
    {
        var errors = new List<string>();
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return (new ConversationRulesReader(configuration.GetSection("wa"), errors).Read(), errors);
    }
}
