using Hub.Configuration;
using Hub.Connectors;
using Hub.Customers;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class ConversationRulesTests
{
    private const string Routes =
        """
        routes:
          - {id: answer, on: fake.message.received, if: event.text == 'hello', do: fake.reply, with: {to: "${thread}", text: Hello}}
          - {id: offer, on: fake.thing.changed, max_age: 720h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: offer, language: [en]}}
          - {id: news, on: fake.thing.happened, max_age: 720h, do: fake.send_template, with: {to: "${phone(event.phone, 'DE')}", template: news, language: [en]}}
          - {id: ask, on: hub.consent.requested, max_age: 720h, do: fake.send_template, with: {to: "${customer}", template: news, language: [en]}}
        """;

    private const string Phone = "4915112345678";
    private const string American = "12025550123";
    private static readonly FakeEvent Offer = new() { Type = "fake.thing.changed", Phone = Phone };
    private static readonly FakeEvent News = new() { Phone = Phone };
    private static readonly ConversationRules Nights = new() { Quiet = new(new(TimeSpan.FromHours(20), TimeSpan.FromHours(33)), [], TimeZoneInfo.Utc, [ConsentCategories.Marketing]) };

    [Fact]
    public async Task MarketingInAQuietHourOfThePerson_WaitsForTheirMorning_AndEverythingElseGoes()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Nights);
        await hub.SendAsync(Offer, Offer with { Phone = American });
        (await hub.StatesAsync("offer")).ShouldBe(["done", "scheduled"]);
        var waiting = (await hub.CommandsAsync("offer"))[1];
        waiting.WakeAt.ShouldBe(HubUnderTest.Start.AddHours(10));
        waiting.Reason.ShouldBe("out_of_hours");
        waiting.Error.ShouldBe("By the clock of all time zones of US it is an hour in which the connection fake sends no marketing messages. It goes at 2026-11-21 19:00:00Z.");
        await hub.SendAsync(News with { Phone = American }, new FakeEvent { Type = "fake.message.received", Phone = American, Text = "hello" });
        (await hub.StatesAsync("news")).ShouldBe(["done"]);
        (await hub.StatesAsync("answer")).ShouldBe(["done"]);
        await hub.AdvanceAsync(TimeSpan.FromHours(10));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task MarketingBeyondTheCap_WaitsUntilThereIsRoom_AndTheTighterBoundDecides()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Capped);
        for (var day = 0; day < 2; day++)
        {
            await hub.SendAsync(Offer);
            await hub.AdvanceAsync(TimeSpan.FromDays(1));
        }

        await hub.SendAsync(Offer);
        await hub.SendAsync(News, Offer with { Phone = American });
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done", "scheduled", "done"]);
        (await hub.StatesAsync("news")).ShouldBe(["done"]);
        var waiting = (await hub.CommandsAsync("offer"))[2];
        waiting.Reason.ShouldBe("capped");
        waiting.WakeAt.ShouldBe(HubUnderTest.Start.AddDays(7));
        waiting.Error.ShouldBe("The person has had the 2 marketing messages that the connection fake sends to one person within 168 hours.");
        await hub.AdvanceAsync(TimeSpan.FromDays(5));
        (await hub.StatesAsync("offer")).ShouldBe(["done", "done", "done", "done"]);
    }

    [Fact]
    public async Task MessageWithoutEffect_DoesNotCountAgainstTheCap()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Capped);
        hub.Vendor.Answer("fake.send_template", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Offer);
        await hub.SendAsync(Offer);
        (await hub.StatesAsync("offer")).ShouldBe(["parked(rejected)", "done"]);
    }

    [Fact]
    public async Task OptInThatHasToBeConfirmed_CountsWhenThePersonDoes()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Confirmed);
        var told = Told("form 1");
        var taken = (await TakeAsync(hub, told)).ShouldBeOfType<ConsentTaken.Kept>().Row;
        taken.State.ShouldBe("pending");
        (await StandingAsync(hub, taken.Customer)).ShouldBeEmpty();
        await hub.SettleAsync();
        (await hub.StatesAsync("ask")).ShouldBe(["done"]);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "Yes, please 👍", MessageId = "m1" });
        (await StandingAsync(hub, taken.Customer)).ShouldBe([new ConsentStanding("marketing", true)]);
        (await hub.ListAsync("SELECT source || '|' || wording || '|' || taken_by || '|' || language || '|' || evidence FROM consent")).ShouldBe(["web_form|Send me offers|website|de|form 1; confirmed by m1"]);
        (await TakeAsync(hub, told)).ShouldBeOfType<ConsentTaken.Kept>().Row.State.ShouldBe("confirmed");
    }

    [Fact]
    public async Task StopBeforeTheConfirmation_IsTheLastWord()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Confirmed);
        var customer = (await TakeAsync(hub, Told("form 1"))).ShouldBeOfType<ConsentTaken.Kept>().Row.Customer;
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "stop" });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "yes please" });
        (await StandingAsync(hub, customer)).ShouldBe([new ConsentStanding("marketing", false)]);
    }

    [Fact]
    public async Task WithdrawnConsent_HoldsForWhatWaitsToo()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Nights);
        await hub.SendAsync(Offer with { Phone = American });
        (await hub.StatesAsync("offer")).ShouldBe(["scheduled"]);
        (await TakeAsync(hub, Told("call 7") with { Allowed = false, Source = "phone" }, "+" + American)).ShouldBeOfType<ConsentTaken.Kept>().Row.State.ShouldBe("recorded");
        await hub.AdvanceAsync(TimeSpan.FromHours(10));
        (await hub.StatesAsync("offer")).ShouldBe(["refused(opted_out)"]);
    }

    [Fact]
    public async Task TemplateThatBecameMarketing_PausesTheRouteThatSendsIt_UntilItIsResumed()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Templates[0] = hub.Vendor.Templates[0] with { Category = "marketing" };
        hub.RefreshTemplates();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM pause") == 2, "the routes are paused");
        (await hub.ListAsync("SELECT name || '|' || by || '|' || reason FROM pause ORDER BY name")).ShouldBe(
            ["ask|category|The template news (en) was utility and is marketing now.", "news|category|The template news (en) was utility and is marketing now."]);
        (await hub.ListAsync("SELECT name FROM alert WHERE name = 'paused'")).Count.ShouldBe(2);
        await hub.SendAsync(News);
        await hub.SendAsync(Offer);
        (await hub.StatesAsync("news")).ShouldBe(["held"]);
        (await hub.StatesAsync("offer")).ShouldBe(["done"]);
        await hub.Control.ResumeAsync(Pauses.Route, "news", CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync("news")).ShouldBe(["done"]);
        hub.RefreshTemplates();
        await hub.SendAsync(News);
        (await hub.StatesAsync("news")).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task TemplateWithOtherParametersThanKnown_IsFetchedAnewAndTriedOnceMore()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.send_template", Stale, hub.Vendor.Succeed());
        await hub.PostAsync(Offer);
        await hub.UntilCalledAsync("fake.send_template", 2);
        await hub.SettleAsync();
        (await hub.StatesAsync("offer")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task TemplateThatStillTakesOtherParameters_IsParkedWithTheDifference()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.send_template", (call, cancel) =>
        {
            hub.Vendor.OnMismatch = _ => "The body of offer takes 2 parameters, and 1 is given.";
            return Stale(call, cancel);
        });
        await hub.PostAsync(Offer);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'parked'") == 1, "it is parked");
        var parked = (await hub.CommandsAsync("offer")).ShouldHaveSingleItem();
        (parked.Reason, parked.Code, parked.Error).ShouldBe(("rejected", "132000", "The count is wrong. The body of offer takes 2 parameters, and 1 is given."));
        hub.Vendor.Calls("fake.send_template").Count.ShouldBe(1);
    }

    [Fact]
    public async Task TemplateThatTheVendorRefusesTwice_IsParked()
    {
        await using var hub = await HubUnderTest.StartAsync(Routes);
        hub.Vendor.Answer("fake.send_template", Stale, Stale);
        await hub.PostAsync(Offer);
        await hub.UntilCalledAsync("fake.send_template", 2);
        await hub.SettleAsync();
        (await hub.StatesAsync("offer")).ShouldBe(["parked(rejected)"]);
    }

    [Theory]
    [InlineData(13.9, true)]
    [InlineData(14.1, false)]
    public async Task OptInThatNobodyConfirms_LapsesAfterItsDays_AndIsForgottenMuchLater(double days, bool counts)
    {
        await using var hub = await HubUnderTest.StartAsync(Routes, rules: Confirmed with { ConfirmWithin = TimeSpan.FromDays(14) }, retention: new());
        await TakeAsync(hub, Told("form 1"));
        hub.Clock.Advance(TimeSpan.FromDays(days));
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = Phone, Text = "yes please" });
        (await hub.ListAsync("SELECT COUNT(*) FROM consent WHERE allowed = 1")).ShouldBe([counts ? "1" : "0"]);
        await hub.UntilAsync(async sql => await sql.FirstAsync("SELECT state FROM consent_request", row => row.GetString(0)) == (counts ? "confirmed" : "lapsed"), "it is settled");

        hub.Clock.Advance(TimeSpan.FromDays(401));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT 1 FROM consent_request") is null, "it is forgotten");
        (await hub.ListAsync("SELECT COUNT(*) FROM consent WHERE allowed = 1")).ShouldBe([counts ? "1" : "0"]);
    }

    private static ConversationRules Capped => new()
    {
        Caps = new Dictionary<string, IReadOnlyList<FrequencyCap>> { ["marketing"] = [new(1, TimeSpan.FromDays(1)), new(2, TimeSpan.FromDays(7))] },
    };

    private static ConversationRules Confirmed => new() { Words = ConsentWords.Standard.With([], [], ["yes please"]), ConfirmedSources = ["web_form"] };

    private static Task<ActionOutcome> Stale(FakeCall call, CancellationToken cancel) =>
        Task.FromResult<ActionOutcome>(new ActionOutcome.Failed(new(FailureKind.Rejected, "132000", "The count is wrong.") { IsTemplateStale = true }));

    private static ConsentRequestRow Told(string key) => new(key, "", "marketing", true, "web_form", "Send me offers", "de", "", "website", key, HubUnderTest.Start, "recorded");

    private static Task<ConsentTaken> TakeAsync(HubUnderTest hub, ConsentRequestRow told, string phone = "+" + Phone) =>
        hub.Part<ConsentTaking>().TakeAsync(new(null, phone, null), told, isDated: true, null, CancellationToken.None);

    private static async Task<List<ConsentStanding>> StandingAsync(HubUnderTest hub, string customer) =>
        await hub.Database.ReadAsync(sql => Consents.StandingAsync(sql, customer), CancellationToken.None);
}
