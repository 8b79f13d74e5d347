using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class DeliveryLimitsTests
{
    private const string Set = "routes: [{id: r, on: fake.thing.happened, do: fake.set_field, with: {record: \"${event.record}\", text: \"${event.text}\"}}]";

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Throttled_HoldsTheOtherLinesWhereTheWholeAccountIsMeant(bool isAccountWide, int calls)
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        var slow = new ActionOutcome.Failed(new(FailureKind.Throttled, "429", "Slow down.", TimeSpan.FromSeconds(20)) { IsAccountWide = isAccountWide });
        hub.Vendor.Answer("fake.set_field", (_, _) => Task.FromResult<ActionOutcome>(slow));
        await hub.SendAsync(new FakeEvent { Text = "a" });
        await hub.SendAsync(new FakeEvent { Text = "b", Record = "2" });
        hub.Vendor.Calls().Count.ShouldBe(calls);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(19));
        hub.Vendor.Calls().Count.ShouldBe(calls);
        (await hub.CommandsAsync()).Where(row => row.State == "waiting").ShouldAllBe(row => row.Attempts == 0);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(2));
        (await hub.StatesAsync()).ShouldBe(["done", "done"]);
    }

    [Fact]
    public async Task RecordThatIsWrittenTooOften_IsBrakedAndTold_WhileOthersGoOn()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, settings: new() { MaxWritesPerRecord = 3 });
        for (var i = 0; i < 5; i++) await hub.SendAsync(new FakeEvent { Text = $"{i}" });
        await hub.SendAsync(new FakeEvent { Text = "other", Record = "2" });
        hub.Vendor.Calls().Count.ShouldBe(4);
        (await hub.CommandsAsync()).Where(row => row.State == "waiting").ShouldAllBe(row => row.Attempts == 0);
        (await hub.ListAsync("SELECT blocked_by FROM line")).ShouldBe(["throttled"]);

        await hub.AdvanceAsync(TimeSpan.FromSeconds(20));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(20));
        (await hub.StatesAsync()).ShouldAllBe(state => state == "done");
        hub.Vendor.Texts("fake.set_field").ShouldBe(["0", "1", "2", "other", "3", "4"]);
        (await hub.ListAsync("SELECT text FROM alert")).ShouldHaveSingleItem().ShouldContain("is written more often than Hub:MaxWritesPerRecord allows, last by the route r");
        hub.Log.Of(1205).ShouldHaveSingleItem().ShouldContain("MaxWritesPerRecord");
    }

    [Theory]
    [InlineData("fake.thing.happened", "fake.set_field", "{record: \"1\", text: a}", 0)]
    [InlineData("fake.thing.happened", "fake.create_ticket", "{subject: a}", 2)]
    [InlineData("fake.message.received", "fake.reply", "{to: \"${thread}\", text: a}", 2)]
    public async Task WhatWritesNoRecordOrHasNoBrake_IsNotBraked(string type, string action, string with, int most)
    {
        await using var hub = await HubUnderTest.StartAsync($"routes: [{{id: r, on: {type}, do: {action}, with: {with}}}]", settings: new() { MaxWritesPerRecord = most });
        for (var i = 0; i < 5; i++) await hub.SendAsync(new FakeEvent { Type = type, Phone = "5511987654321" });
        hub.Vendor.Calls().Count.ShouldBe(5);
    }

    [Fact]
    public async Task AccountThatWaits_IsAskedNothingEither()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: r, on: fake.thing.happened, do: fake.set_field, with: {record: "1", text: a}}
              - id: asked
                on: fake.thing.changed
                read: {it: {query: fake.ask, with: {record: "1"}}}
                do: fake.set_field
                with: {record: "2", text: "${read.it.text}"}
            """);
        var slow = new ActionOutcome.Failed(new(FailureKind.Throttled, "429", "Slow down.", TimeSpan.FromSeconds(20)) { IsAccountWide = true });
        hub.Vendor.Answer("fake.set_field", (_, _) => Task.FromResult<ActionOutcome>(slow));
        var questions = 0;
        hub.Vendor.OnQuestion = _ =>
        {
            questions++;
            return Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("answer")));
        };
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed" });
        questions.ShouldBe(0);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(21));
        questions.ShouldBe(1);
    }

    [Fact]
    public async Task WhatTheVendorTellsOfItsLimit_IsHeededBeforeItRefuses_AndCostsNoAttempt()
    {
        await using var hub = await HubUnderTest.StartAsync(Set);
        hub.Vendor.Answer("fake.set_field", Tell(hub, new("account", 10, 2) { ResetsIn = TimeSpan.FromSeconds(30) }));
        for (var i = 0; i < 3; i++) await hub.SendAsync(new FakeEvent { Record = $"{i}" });
        hub.Vendor.Calls().Count.ShouldBe(1);
        (await hub.CommandsAsync()).Where(row => row.State == "waiting").ShouldAllBe(row => row.Attempts == 0);
        (await hub.ListAsync("SELECT DISTINCT blocked_by FROM line")).ShouldBe(["throttled"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(30));
        (await hub.StatesAsync()).ShouldBe(["done", "done", "done"]);
    }

    [Fact]
    public async Task ShareThatIsKept_IsForWhoWaitsForAnAnswer()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: r, on: fake.thing.happened, do: fake.set_field, with: {record: "${event.record}", text: a}}
              - {id: answer, on: fake.message.received, do: fake.reply, with: {to: "${thread}", text: a}}
            """);
        hub.Vendor.Answer("fake.set_field", Tell(hub, new("account", 10, 2) { ResetsIn = TimeSpan.FromSeconds(30) }));
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(new FakeEvent { Record = "2" });
        for (var i = 0; i < 3; i++) await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = $"491511234567{i}" });
        (await hub.StatesAsync("r")).ShouldBe(["done", "waiting"]);
        (await hub.StatesAsync("answer")).ShouldBe(["done", "done", "waiting"]);
    }

    [Fact]
    public async Task ReadsTakeOfTheSameLimitAsActions()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: r, on: fake.thing.happened, do: fake.set_field, with: {record: "1", text: a}}
              - id: asked
                on: fake.thing.changed
                read: {it: {query: fake.ask, with: {record: "1"}}}
                do: fake.set_field
                with: {record: "2", text: "${read.it.text}"}
            """);
        hub.Vendor.Answer("fake.set_field", Tell(hub, new("account", 10, 2) { ResetsIn = TimeSpan.FromSeconds(30) }));
        var questions = 0;
        hub.Vendor.OnQuestion = _ =>
        {
            questions++;
            return Task.FromResult<QueryOutcome>(new QueryOutcome.Found(new Answer("answer")));
        };
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(new FakeEvent { Type = "fake.thing.changed" });
        questions.ShouldBe(0);
        (await hub.CommandsAsync("asked")).ShouldHaveSingleItem().Attempts.ShouldBe(0);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(31));
        questions.ShouldBe(1);
        (await hub.StatesAsync("asked")).ShouldBe(["done"]);
    }

    [Fact]
    public async Task AttemptThatCouldNotBegin_GivesBackWhatItTook()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.thing.happened, do: fake.paced, with: {record: \"1\", text: a}}]");
        hub.FailWrites(WriteKind.BeginAttempt, 1);
        await hub.SendAsync(new FakeEvent());
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        (await hub.StatesAsync()).ShouldBe(["done"]);
    }

    [Fact]
    public async Task CallThatTheHubKeptBack_CostsNoAttempt_AndIsNoWordOfTheVendor()
    {
        await using var hub = await HubUnderTest.StartAsync(Set, breakers: new(1, TimeSpan.FromSeconds(15)));
        hub.Vendor.Answer("fake.set_field", (_, _) => throw new CallWithheldException("Not now.", TimeSpan.FromSeconds(20)));
        await hub.SendAsync(new FakeEvent());
        (await hub.CommandsAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(0);
        (await hub.ListAsync("SELECT outcome FROM attempt")).ShouldBe(["throttled"]);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(21));
        (await hub.StatesAsync()).ShouldBe(["done"]);
        hub.Log.Of(1201).ShouldBeEmpty();
    }

    private static FakeAnswer Tell(HubUnderTest hub, Budget budget) => (call, cancel) =>
    {
        call.Context.Connection.Tell(budget);
        return hub.Vendor.Succeed()(call, cancel);
    };
}
