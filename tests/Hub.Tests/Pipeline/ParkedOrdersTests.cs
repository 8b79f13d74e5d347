using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>Many parked entries at once: each once, in the order of their making, by the rules of a single replay.</summary>
public sealed class ParkedOrdersTests
{
    private const string Original = "routes: [{id: r, on: fake.thing.happened, once: \"${event.text}\", do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]";
    private static readonly ReplayWay Resending = new(Resends: true, IgnoresAge: false);
    private static readonly ParkedSelection All = new(null, ParkedFilter.None, null, 100);
    private static readonly FakeEvent Message = new() { Type = "fake.message.received", Phone = "4915112345678", Text = "hello" };

    /// <summary>Every reason of a command, and what a replay leads to.</summary>
    public static TheoryData<string, string> Reasons => new()
    {
        { ParkReason.Rejected, "done" }, { ParkReason.Transient, "done" }, { ParkReason.Conflict, "done" }, { ParkReason.NoAnswer, "done" }, { ParkReason.Poison, "done" },
        { ParkReason.RouteFailed, "done" }, { ParkReason.NoConnection, "done" }, { ParkReason.NoCalendar, "done" }, { ParkReason.Dependency, "done" }, { ParkReason.Unknown, "parked(unknown)" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Replay_RunsWhateverCannotDouble(string reason, string state)
    {
        await using var hub = await ParkedAsync(Original, "x");
        await ParkAsAsync(hub, reason);
        var result = await hub.Part<ParkedOrders>().ReplayAsync(All, ReplayWay.AsItWas, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe([state]);
        (result.Done, result.Refused.Count).ShouldBe(state == "done" ? (1, 0) : (0, 1));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Discard_GivesUpWhateverItIs(string reason, string replayed)
    {
        replayed.ShouldNotBeEmpty();
        await using var hub = await ParkedAsync(Original, "x", "y");
        await ParkAsAsync(hub, reason);
        (await hub.Part<ParkedOrders>().DiscardAsync(All with { Limit = 1 }, CancellationToken.None)).Done.ShouldBe(1);
        (await hub.StatesAsync()).ShouldBe(["cancelled(discarded)", $"parked({reason})"]);
    }

    [Fact]
    public async Task EntriesReplayedTogether_KeepTheirOrder_PageByPage()
    {
        string[] texts = [.. Enumerable.Range(0, 15).Select(number => $"t{number}")];
        await using var hub = await ParkedAsync(Original, texts);
        var before = hub.Vendor.Texts("fake.set_field").Count;
        var (selection, pages) = (All with { Limit = 6 }, 0);
        for (ParkedCursor? next = null; pages == 0 || next is not null; pages++)
        {
            next = (await hub.Part<ParkedOrders>().ReplayAsync(selection with { After = next }, ReplayWay.AsItWas, CancellationToken.None)).Next;
        }

        await hub.SettleAsync();
        pages.ShouldBe(3);
        hub.Vendor.Texts("fake.set_field").Skip(before).ShouldBe(texts);
    }

    [Fact]
    public async Task TwoWhoReplayTheSame_RunEachEntryOnce()
    {
        string[] texts = [.. Enumerable.Range(0, 15).Select(number => $"t{number}")];
        await using var hub = await ParkedAsync(Original, texts);
        var before = hub.Vendor.Texts("fake.set_field").Count;
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.Part<ParkedOrders>().ReplayAsync(All, ReplayWay.AsItWas, CancellationToken.None)));
        await hub.SettleAsync();
        results.Sum(result => result.Done).ShouldBe(15);
        hub.Vendor.Texts("fake.set_field").Count.ShouldBe(before + 15);
    }

    [Fact]
    public async Task TwoWhoRemakeTheSame_MakeEachAnewOnce()
    {
        await using var hub = await ParkedAsync(Original, "a", "b", "c");
        await hub.RestartAsync(Original.Replace("text: \"${event.text}\"", "text: \"${event.text}!\"", StringComparison.Ordinal));
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => hub.Part<ParkedOrders>().RemakeAsync(All, ReplayWay.AsItWas, CancellationToken.None)));
        await hub.SettleAsync();
        results.Sum(result => result.Done).ShouldBe(3);
        (await hub.StatesAsync()).ShouldBe(["cancelled(remade)", "cancelled(remade)", "cancelled(remade)", "done", "done", "done"]);
        hub.Vendor.Texts("fake.set_field").TakeLast(3).ShouldBe(["a!", "b!", "c!"]);
    }

    [Fact]
    public async Task Original_RunsACommandAsItWasMade()
    {
        await using var hub = await ParkedAsync(Original, "a");
        await hub.RestartAsync(Original.Replace("text: \"${event.text}\"", "text: \"${event.text}!\"", StringComparison.Ordinal));
        await hub.Part<ParkedOrders>().ReplayAsync(All, ReplayWay.AsItWas, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field")[^1].ShouldBe("a");
    }

    [Fact]
    public async Task Current_PassesTheOnceKeyOn_AlsoBeforeWhoWaitsForIt()
    {
        await using var hub = await ParkedAsync(Original, "a");
        await hub.SendAsync(new FakeEvent { Text = "a" });
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "awaiting_once"]);
        await hub.RestartAsync(Original.Replace("text: \"${event.text}\"", "text: \"${event.text}!\"", StringComparison.Ordinal));
        await hub.Part<ParkedOrders>().RemakeAsync(All, ReplayWay.AsItWas, CancellationToken.None);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["cancelled(remade)", "refused(once)", "done"]);
        (await hub.CommandsAsync())[2].Generation.ShouldBe(1);
    }

    [Fact]
    public async Task Current_WhereSomethingChangesBetweenLookAndReplacing_LooksAnew()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.message.received, do: fake.set_field, with: {record: a, text: \"${'vip' in customer.tags ? 'vip' : 'anybody'}\"}}]");
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(Message);
        hub.BeforeNextWrite(WriteKind.Housekeeping, async sql =>
        {
            await CustomerChanges.TagAsync(sql, (await sql.FirstAsync("SELECT id FROM customer", row => row.GetString(0)))!, ["vip"], []);
            return true;
        });
        (await hub.Part<ParkedOrders>().RemakeAsync(All, ReplayWay.AsItWas, CancellationToken.None)).Done.ShouldBe(1);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["cancelled(remade)", "done"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["anybody", "vip"]);
    }

    [Theory]
    [InlineData("routes: [{id: other, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: t}}]", "The mapping files in force have no route r.")]
    [InlineData("routes: [{id: r, on: fake.message.received, do: fake.set_field, with: {record: a, text: t}}]", "The route r does not listen to this event any more.")]
    [InlineData("routes: [{id: r, on: fake.thing.happened, if: event.text == 'other', do: fake.set_field, with: {record: a, text: t}}]", "The route r does not match its event any more.")]
    [InlineData("routes: [{id: r, on: fake.thing.happened, if: 1 / (event.number - 1) > 0, do: fake.set_field, with: {record: a, text: t}}]", "The route r fails for its event: ")]
    public async Task Current_WhereTheRouteMakesNothing_IsToldAndNothingChanges(string routes, string sentence)
    {
        await using var hub = await ParkedAsync(Original, "a");
        await hub.RestartAsync(routes);
        var orders = hub.Part<ParkedOrders>();
        (await orders.PreviewAsync(All, ReplayWay.AsItWas, remade: true, CancellationToken.None)).Previews.ShouldHaveSingleItem().Sentence.ShouldStartWith(sentence);
        (await orders.RemakeAsync(All, ReplayWay.AsItWas, CancellationToken.None)).Refused.ShouldHaveSingleItem().Why.ShouldStartWith(sentence);
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)"]);
    }

    [Fact]
    public async Task DryRun_ShowsEachFieldThatDiffers_AndChangesNothing()
    {
        await using var hub = await ParkedAsync(Original, "a");
        await hub.RestartAsync(Original.Replace("record: a, text: \"${event.text}\"", "record: a, text: \"${event.text}!\"", StringComparison.Ordinal));
        var preview = (await hub.Part<ParkedOrders>().PreviewAsync(All, ReplayWay.AsItWas, remade: true, CancellationToken.None)).Previews.ShouldHaveSingleItem();
        preview.Fate.ShouldBe(ParkedFate.Changes);
        var difference = preview.Differences.ShouldHaveSingleItem();
        (difference.Field, difference.Before!.GetValue<string>(), difference.After!.GetValue<string>()).ShouldBe(("with.text", "a", "a!"));
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unknown_IsSentAgainOnlyOnDemand(bool remade)
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.message.received, once: \"${event.record}\", do: fake.reply, with: {to: \"${thread}\", text: words}}]");
        hub.Vendor.Answer("fake.reply", FakeVendor.Fail(FailureKind.Unknown));
        await hub.SendAsync(Message);
        await hub.AdvanceAsync(TimeSpan.FromMinutes(11));
        (await hub.StatesAsync()).ShouldBe(["parked(unknown)"]);
        var orders = hub.Part<ParkedOrders>();
        Task<ParkedResult> OrderAsync(ReplayWay way) => remade ? orders.RemakeAsync(All, way, CancellationToken.None) : orders.ReplayAsync(All, way, CancellationToken.None);
        (await OrderAsync(ReplayWay.AsItWas)).Refused.ShouldHaveSingleItem().Why.ShouldContain("could double");
        (await OrderAsync(Resending)).Done.ShouldBe(1);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(remade ? ["cancelled(remade)", "done"] : ["done"]);
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("max_age: 1h", false)]
    [InlineData("max_age: 1h", true)]
    [InlineData("at: \"${now}\", max_late: 1h", false)]
    [InlineData("at: \"${now}\", max_late: 1h", true)]
    public async Task WhatWouldBeRefusedForItsAge_StaysParked_UnlessThatIsIgnored(string limit, bool remade)
    {
        await using var hub = await ParkedAsync($"routes: [{{id: r, on: fake.thing.happened, {limit}, do: fake.set_field, with: {{record: a, text: t}}}}]", "a", "b");
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        var orders = hub.Part<ParkedOrders>();
        Task<ParkedResult> OrderAsync(ReplayWay way) => remade ? orders.RemakeAsync(All, way, CancellationToken.None) : orders.ReplayAsync(All, way, CancellationToken.None);
        var refused = await OrderAsync(ReplayWay.AsItWas);
        (refused.Done, refused.Refused.Count).ShouldBe((0, 2));
        refused.Refused.ShouldAllBe(one => one.Why.Contains("stays parked") && one.Why.EndsWith(ParkedChanges.ToRunItAllTheSame));
        (await orders.PreviewAsync(All, ReplayWay.AsItWas, remade, CancellationToken.None)).Previews.ShouldAllBe(preview => preview.Fate == ParkedFate.Refused);
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "parked(rejected)"]);
        (await OrderAsync(new(Resends: false, IgnoresAge: true))).Done.ShouldBe(2);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(remade ? ["cancelled(remade)", "cancelled(remade)", "done", "done"] : ["done", "done"]);
    }

    [Theory]
    [InlineData("max_age: 1h", false)]
    [InlineData("max_age: 1h", true)]
    [InlineData("at: \"${now}\", max_late: 1h", false)]
    public async Task EventOfWhichNothingWouldGoForItsAge_StaysParked_UnlessThatIsIgnored(string limit, bool remade)
    {
        var broken = $"routes: [{{id: r, on: fake.thing.happened, if: 1 / event.number > 0, {limit}, do: fake.set_field, with: {{record: a, text: t}}}}]";
        await using var hub = await HubUnderTest.StartAsync(broken);
        await hub.SendAsync(new FakeEvent { Number = 0 });
        await hub.AdvanceAsync(TimeSpan.FromHours(2));
        await hub.RestartAsync(broken.Replace("if: 1 / event.number > 0, ", "", StringComparison.Ordinal));
        var orders = hub.Part<ParkedOrders>();
        Task<ParkedResult> OrderAsync(ReplayWay way) => remade ? orders.RemakeAsync(All, way, CancellationToken.None) : orders.ReplayAsync(All, way, CancellationToken.None);
        (await OrderAsync(ReplayWay.AsItWas)).Refused.ShouldHaveSingleItem().Why.ShouldContain("Nothing of it would go, so it stays parked.");
        (await orders.PreviewAsync(All, ReplayWay.AsItWas, remade, CancellationToken.None)).Previews.ShouldHaveSingleItem().Fate.ShouldBe(ParkedFate.Refused);
        (await hub.EventStatesAsync()).ShouldHaveSingleItem().ShouldStartWith("parked");
        (await OrderAsync(new(Resends: false, IgnoresAge: true))).Done.ShouldBe(1);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task AnUnansweredAttempt_IsNotMadeAnewWithoutLookingForIt()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.thing.happened, do: fake.create_ticket, with: {subject: a}}]");
        hub.Vendor.Answer("fake.create_ticket", [.. Enumerable.Repeat(FakeVendor.Fail(FailureKind.Unknown), 9)]);
        await hub.SendAsync(new FakeEvent());
        foreach (var wait in Hub.Pipeline.RetrySchedule.Default.Waits) await hub.AdvanceAsync((wait * 1.11) + AttemptEnding.FindAfter);
        (await hub.StatesAsync()).ShouldBe(["parked(no_answer)"]);
        (await hub.Part<ParkedOrders>().RemakeAsync(All, ReplayWay.AsItWas, CancellationToken.None)).Refused.ShouldHaveSingleItem().Why.ShouldContain("may have had its effect");
    }

    [Fact]
    public async Task ParkedEvent_TellsWhatItsRoutesWouldMake_AndRuns()
    {
        const string broken = "routes: [{id: r, on: fake.thing.happened, if: 1 / event.number > 0, do: fake.set_field, with: {record: a, text: t}}]";
        await using var hub = await HubUnderTest.StartAsync(broken);
        await hub.SendAsync(new FakeEvent { Number = 0 });
        var orders = hub.Part<ParkedOrders>();
        (await orders.PreviewAsync(All, ReplayWay.AsItWas, remade: false, CancellationToken.None)).Previews.ShouldHaveSingleItem().Fate.ShouldBe(ParkedFate.Fails);
        await hub.RestartAsync(broken.Replace("if: 1 / event.number > 0, ", "", StringComparison.Ordinal));
        orders = hub.Part<ParkedOrders>();
        var preview = (await orders.PreviewAsync(All, ReplayWay.AsItWas, remade: false, CancellationToken.None)).Previews.ShouldHaveSingleItem();
        (preview.Fate, preview.Differences.ShouldHaveSingleItem().Field).ShouldBe((ParkedFate.Runs, "r"));
        (await orders.ReplayAsync(All, ReplayWay.AsItWas, CancellationToken.None)).Done.ShouldBe(1);
        await hub.SettleAsync();
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task Ids_AreTakenInTheOrderOfMaking_AndStrangeOnesAreTold()
    {
        await using var hub = await ParkedAsync(Original, "a", "b");
        var ids = (await hub.CommandsAsync()).ConvertAll(command => command.Id);
        var result = await hub.Part<ParkedOrders>().ReplayAsync(All with { Ids = [ids[1], "none", ids[0], ids[1]] }, ReplayWay.AsItWas, CancellationToken.None);
        await hub.SettleAsync();
        (result.Done, result.Refused.ShouldHaveSingleItem().Id).ShouldBe((2, "none"));
        hub.Vendor.Texts("fake.set_field").TakeLast(2).ShouldBe(["a", "b"]);
        (await hub.Part<ParkedOrders>().ReplayAsync(All with { Ids = ids }, ReplayWay.AsItWas, CancellationToken.None)).Refused.Select(one => one.Why).ShouldAllBe(why => why == "The command is done; only a parked one can be replayed.");
    }

    private static async Task ParkAsAsync(HubUnderTest hub, string reason)
    {
        await hub.WriteAsync("UPDATE command SET reason = $1", reason);
        await hub.WriteAsync("UPDATE counter SET name = $1 WHERE name = 'rejected'", reason);
    }

    // Each of the texts is an event whose command is rejected.
    private static async Task<HubUnderTest> ParkedAsync(string routes, params string[] texts)
    {
        var hub = await HubUnderTest.StartAsync(routes);
        hub.Vendor.Answer("fake.set_field", [.. texts.Select(_ => FakeVendor.Fail(FailureKind.Rejected))]);
        foreach (var text in texts) await hub.PostAsync(new FakeEvent { Text = text });
        await hub.SettleAsync();
        return hub;
    }
}
