using Hub.Connectors;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Tests.Calendars;

namespace Hub.Tests.Pipeline;

public class GateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly MessageTemplate Marketing = new() { Name = "news", Language = "en", Category = "marketing", Status = "approved", Body = "Hi" };
    private static readonly MessageIntent.OfTemplate Template = new("news", ["en"]) { To = new Recipient.InThread("t") };
    private static readonly MessageIntent.FreeForm FreeForm = new("Hi") { To = new Recipient.InThread("t") };

    [Fact]
    public void NothingObjects_Passes() => Gate.Judge(Facts()).ShouldBeOfType<Verdict.Pass>();

    [Fact]
    public void OnceKeyOwnedByAnother_IsRefused() => Refusal(Facts() with { Once = new("spent", "other") }).ShouldBe(("once", "refused"));

    [Fact]
    public void OnceKeyOwnedByItself_Passes() => Gate.Judge(Facts() with { Once = new("reserved", "c") }).ShouldBeOfType<Verdict.Pass>();

    [Theory]
    [InlineData(24, false)]
    [InlineData(25, true)]
    public void EventOlderThanMaxAge_IsExpired(int hours, bool expired)
    {
        var facts = Facts(Command() with { OccurredAt = Now.AddHours(-hours), MaxAge = TimeSpan.FromHours(24) });
        (Gate.Judge(facts) is Verdict.Refuse { Name: "expired" }).ShouldBe(expired);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void TimedCommandPastMaxLate_IsTooLate(int minutes, bool late)
    {
        var facts = Facts(Command() with { IsTimed = true, DueAt = Now.AddMinutes(-minutes), WakeAt = Now.AddMinutes(-minutes), MaxLate = TimeSpan.FromMinutes(5) });
        (Gate.Judge(facts) is Verdict.Refuse { Name: "too_late", Outcome: "too_late" }).ShouldBe(late);
    }

    [Fact]
    public void SendToSomebodyOffTheTestList_IsRefused() =>
        Refusal(Facts() with { Intent = FreeForm, OnTestList = false }).ShouldBe(("not_on_test_list", "refused"));

    [Fact]
    public void WriteThatIsNoMessage_IgnoresTheTestList() => Gate.Judge(Facts() with { OnTestList = false }).ShouldBeOfType<Verdict.Pass>();

    [Fact]
    public void PausedRoute_LeavesTheLine() => Gate.Judge(Facts() with { RoutePaused = true }).ShouldBe(new Verdict.HoldOffLine("paused"));

    [Fact]
    public void PausedConnection_KeepsItsPlaceUntilResume() =>
        Gate.Judge(Facts() with { ConnectionPausedUntil = Lines.Never }).ShouldBe(new Verdict.HoldInPlace("paused", Lines.Never, "connection:wa"));

    [Fact]
    public void ConnectionThatRests_KeepsItsPlaceUntilTheRestIsOver() =>
        Gate.Judge(Facts() with { ConnectionPausedUntil = Now.AddHours(6) }).ShouldBe(new Verdict.HoldInPlace("paused", Now.AddHours(6), "connection:wa"));

    [Fact]
    public void NoAddress_IsUnreachableWithTheOutcomeNoWhatsApp() =>
        Refusal(Facts() with { Intent = FreeForm }).ShouldBe(("unreachable", "no_whatsapp"));

    [Fact]
    public void TemplateOfACategoryOptedOutOf_IsRefused() =>
        Refusal(Sending(Template) with { Template = new(Marketing, null), OptedOut = ["marketing"] }).ShouldBe(("opted_out", "opted_out"));

    [Fact]
    public void OptOutOfMarketing_LeavesUtilityAndReplies()
    {
        var utility = Sending(Template) with { Template = new(Marketing with { Category = "utility" }, null), OptedOut = ["marketing"] };
        Gate.Judge(utility).ShouldBeOfType<Verdict.Pass>();
        Gate.Judge(Sending(FreeForm) with { OptedOut = ["marketing"], LastInboundAt = Now }).ShouldBeOfType<Verdict.Pass>();
    }

    [Theory]
    [InlineData("desk.yaml", "answer", false)]
    [InlineData("desk.yaml", "hub.consent_confirmation", false)]
    [InlineData("hub", "hub.consent_confirmation", true)]
    public void OptOutOfReplies_StopsThemButTheConfirmationOfStop(string file, string route, bool passes)
    {
        var facts = Sending(FreeForm) with { Command = Command() with { File = file, Route = route }, OptedOut = ["replies"], LastInboundAt = Now };
        (Gate.Judge(facts) is Verdict.Pass).ShouldBe(passes);
        if (!passes) Refusal(facts with { LastInboundAt = null }).ShouldBe(("opted_out", "opted_out"));
        Gate.Judge(Sending(Template) with { Template = new(Marketing, null), OptedOut = ["replies"] }).ShouldBeOfType<Verdict.Pass>();
    }

    [Fact]
    public void TemplateThatDoesNotFit_IsRefusedWithTheDifference()
    {
        var verdict = Gate.Judge(Sending(Template) with { Template = new(Marketing, "The body takes 2 parameters, not 1.") });
        verdict.ShouldBe(new Verdict.Refuse("template_unavailable", "refused", "The body takes 2 parameters, not 1."));
    }

    [Fact]
    public void TemplatesNotFetchedYet_Waits() =>
        Gate.Judge(Sending(Template) with { Template = new(null, null) }).ShouldBe(new Verdict.HoldInPlace("template_unavailable", Now.AddSeconds(15), "templates:wa"));

    [Theory]
    [InlineData(0, true)]
    [InlineData(23 * 60, true)]
    [InlineData((24 * 60) - 2, false)]
    [InlineData(25 * 60, false)]
    public void FreeText_GoesOnlyWithinTheWindowLessItsMargin(int minutesAgo, bool open)
    {
        var verdict = Gate.Judge(Sending(FreeForm) with { LastInboundAt = Now.AddMinutes(-minutesAgo) });
        verdict.ShouldBeOfType(open ? typeof(Verdict.Pass) : typeof(Verdict.WindowClosed));
    }

    [Fact]
    public void FreeTextToSomebodyWhoNeverWrote_IsWindowClosed() => Gate.Judge(Sending(FreeForm)).ShouldBeOfType<Verdict.WindowClosed>();

    // The gate's moment is a Sunday at noon; the office opens on Monday at nine.
    [Fact]
    public void ClosedCalendar_HoldsUntilItOpens() =>
        Gate.Judge(Facts(Command() with { Hours = "office" }) with { Hours = SomeCalendars.Office["office"] }).ShouldBeOfType<Verdict.HoldUntil>().ShouldSatisfyAllConditions(
            hold => hold.Name.ShouldBe("out_of_hours"), hold => hold.Until.ShouldBe(Now.AddHours(21)), hold => hold.Sentence.ShouldBe("The calendar office is closed until 2026-11-23 09:00:00Z."));

    [Fact]
    public void OpenCalendar_Passes() =>
        Gate.Judge(Facts(Command() with { Hours = "office" }) with { Now = Now.AddHours(21), Hours = SomeCalendars.Office["office"] }).ShouldBeOfType<Verdict.Pass>();

    [Fact]
    public void CalendarThatIsNotThere_Parks() =>
        Gate.Judge(Facts(Command() with { Hours = "office" })).ShouldBe(new Verdict.Park("no_calendar", "The calendar office is not configured any more."));

    [Fact]
    public void CalendarThatNeverOpensAgain_Refuses()
    {
        var calendar = SomeCalendars.Of(("Zone", "UTC"), ("Extra:2026-11-20", "09:00-12:00"));
        Refusal(Facts(Command() with { Hours = "office" }) with { Hours = calendar }).ShouldBe(("out_of_hours", "refused"));
    }

    [Theory]
    [InlineData(LimitOver.Drop, typeof(Verdict.Refuse))]
    [InlineData(LimitOver.Hold, typeof(Verdict.HoldUntil))]
    [InlineData(LimitOver.Newest, typeof(Verdict.HoldUntil))]
    public void LimitThatIsUsedUp_RefusesOrHoldsUntilEnoughHaveFallenOut(object over, Type verdict)
    {
        var judged = Gate.Judge(Facts() with { Limit = Limit((LimitOver)over, Now.AddMinutes(-1), Now.AddMinutes(-10)) });
        judged.ShouldBeOfType(verdict);
        if (judged is Verdict.HoldUntil hold) hold.Until.ShouldBe(Now.AddMinutes(50));
        else Refusal(Facts() with { Limit = Limit(LimitOver.Drop, Now, Now) }).ShouldBe(("capped", "capped"));
    }

    [Fact]
    public void LimitThatIsNotUsedUp_Passes() => Gate.Judge(Facts() with { Limit = Limit(LimitOver.Drop, Now) }).ShouldBeOfType<Verdict.Pass>();

    [Fact]
    public void ClosedWindowHoursAndLimit_AreJudgedInThatOrder()
    {
        var all = Sending(FreeForm) with { Command = Command() with { Hours = "office" }, Hours = SomeCalendars.Office["office"], Limit = Limit(LimitOver.Drop, Now, Now) };
        Gate.Judge(all).ShouldBeOfType<Verdict.WindowClosed>();
        Gate.Judge(all with { LastInboundAt = Now }).ShouldBeOfType<Verdict.HoldUntil>();
        Refusal(all with { LastInboundAt = Now, Command = Command() }).Name.ShouldBe("capped");
    }

    [Fact]
    public void FullPortfolio_KeepsTemplatesInTheirPlace_AndSaysWhy()
    {
        var full = Sending(Template) with { Template = new(Marketing, null), Tier = new("p1", 250, IsCounted: false, Now.AddMinutes(10)) };
        var hold = Gate.Judge(full).ShouldBeOfType<Verdict.HoldInPlace>();
        (hold.Name, hold.Until, hold.BlockedBy).ShouldBe(("throttled", Now.AddMinutes(10), "tier:p1"));
        hold.Sentence.ShouldBe("The business portfolio has written to 250 people within 24 hours who had not written themselves, and the vendor lets it write to no more.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PortfolioWithRoom_OrAPersonWhoCountsAlready_Passes(bool isCounted) =>
        Gate.Judge(Sending(Template) with { Template = new(Marketing, null), Tier = new("p1", 250, isCounted, null) }).ShouldBeOfType<Verdict.Pass>();

    [Fact]
    public void LimitOfTheRoute_ComesBeforeThePortfolios()
    {
        var both = Sending(Template) with { Template = new(Marketing, null), Limit = Limit(LimitOver.Drop, Now, Now), Tier = new("p1", 250, IsCounted: false, Now.AddMinutes(10)) };
        Refusal(both).Name.ShouldBe("capped");
    }

    private static LimitFacts Limit(LimitOver over, params DateTimeOffset[] uses) => new(new(2, LimitPer.Route, null, TimeSpan.FromHours(1), over), [[1]], uses);

    [Fact]
    public void SeveralObject_TheFirstOfTheOrderDecides()
    {
        var everything = Facts(Command() with { MaxAge = TimeSpan.FromHours(1), OccurredAt = Now.AddDays(-1), IsTimed = true, DueAt = Now.AddDays(-1), WakeAt = Now.AddDays(-1) }) with
        {
            Once = new("spent", "other"), Intent = FreeForm, OnTestList = false, RoutePaused = true, ConnectionPausedUntil = Lines.Never,
        };
        Refusal(everything).Name.ShouldBe("once");
        Refusal(everything with { Once = null }).Name.ShouldBe("expired");
        Refusal(everything with { Once = null, Command = everything.Command with { MaxAge = null } }).Name.ShouldBe("too_late");
        Refusal(everything with { Once = null, Command = everything.Command with { MaxAge = null, IsTimed = false } }).Name.ShouldBe("not_on_test_list");
    }

    private static (string Name, string Outcome) Refusal(GateFacts facts)
    {
        var refuse = Gate.Judge(facts).ShouldBeOfType<Verdict.Refuse>();
        refuse.Sentence.ShouldEndWith(".");
        return (refuse.Name, refuse.Outcome);
    }

    private static GateFacts Sending(MessageIntent intent) => Facts() with { Intent = intent, Address = new("61400000001", null) };

    private static GateFacts Facts(CommandRow? command = null) => new() { Command = command ?? Command(), Now = Now };

    private static CommandRow Command() => new()
    {
        Id = "c", Event = "e", Root = "e", File = "f", Route = "r", Item = 0, Generation = 0, Snapshot = "s", Connection = "wa", Action = "whatsapp.reply",
        Subject = "wa/whatsapp.thread/t", Lane = Lane.Interactive, State = CommandState.Waiting, CreatedAt = Now, OccurredAt = Now, ArrivedAt = Now, DueAt = Now, WakeAt = Now,
        MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
    };
}
