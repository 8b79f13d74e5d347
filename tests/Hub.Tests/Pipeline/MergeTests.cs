using Hub.Connectors;
using Hub.Pipeline;

namespace Hub.Tests.Pipeline;

public class MergeTests
{
    private const string Echo = "routes: [{id: echo, on: fake.message.received, do: fake.reply, with: {to: \"${thread}\", text: \"${event.text}\"}}]";

    private static FakeEvent ByPhone(string text) => new() { Type = "fake.message.received", Phone = "4915112345678", Text = text };

    private static FakeEvent ByUser(string text) => new() { Type = "fake.message.received", User = "DE.1", Text = text };

    private const string EchoOrAsk =
        "routes: [{id: echo, on: fake.message.received, do: fake.reply, with: {to: \"${thread}\", text: \"${event.text}\"}, outside_window: {template: news, language: [en], once_per: closed_window, keep: 72h}}]";

    private static FakeEvent ByBoth(string text) => ByPhone(text) with { User = "DE.1" };

    [Fact]
    public async Task FiftyFirstMessagesAtOnce_MakeOneCustomerAndOneThread()
    {
        await using var hub = await HubUnderTest.StartAsync(Echo);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => hub.PostAsync(ByPhone($"{i}") with { Phone = i % 2 == 0 ? "5511987654321" : "551187654321" })));
        await hub.SettleAsync();
        (await hub.ListAsync("SELECT COUNT(*) FROM customer")).ShouldBe(["1"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM thread")).ShouldBe(["1"]);
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(50);
    }

    [Fact]
    public async Task WhatWaitedInTheThreadThatMerged_GoesBeforeWhatComesAfterTheMerge()
    {
        await using var hub = await HubUnderTest.StartAsync(Echo);
        await hub.SendAsync(ByPhone("older"));
        var go = new TaskCompletionSource();
        hub.Vendor.Answer("fake.reply", FakeVendor.After(go.Task, hub.Vendor.Succeed()));
        await hub.PostAsync(ByUser("1"), ByUser("2"));
        await hub.UntilCalledAsync("fake.reply", 2);
        await hub.PostAsync(ByBoth("3"), ByBoth("4"));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM line WHERE blocked_by LIKE 'line:%' AND ready_at > 9e13") == 1, "the new ones wait for the old ones");
        hub.Vendor.Calls("fake.reply").Count.ShouldBe(2);
        go.SetResult();
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.reply").ShouldBe(["older", "1", "2", "3", "4"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM line_order")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task LineOfTheSurvivor_RunsOnBesideAStuckOne_WithWhatWaitedAlready()
    {
        await using var hub = await HubUnderTest.StartAsync(Echo);
        await hub.SendAsync(ByPhone("older"), ByUser("younger"));
        hub.Vendor.Answer("fake.reply", FakeVendor.Fail(FailureKind.Transient), FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(ByUser("stuck"));
        await hub.SendAsync(ByPhone("waiting"));
        await hub.SendAsync(ByBoth("new"));
        hub.Vendor.Answer("fake.reply", hub.Vendor.Succeed(), FakeVendor.Fail(FailureKind.Transient));
        await hub.AdvanceAsync(TimeSpan.FromSeconds(7));
        await hub.AdvanceAsync(TimeSpan.FromHours(1));
        var went = (await hub.ListAsync("SELECT shown FROM command WHERE state = 'done' ORDER BY ended_at, seq")).Skip(2).ToList();
        went.ShouldBe(["stuck", "waiting", "new"], ignoreOrder: true);
        went.IndexOf("new").ShouldBeGreaterThan(went.IndexOf("stuck"));
    }

    [Fact]
    public async Task LimitPerCustomer_CountsWhatWentToEither()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: echo, on: fake.message.received, do: fake.reply, limit: {count: 2, per: customer, in: 1d, over: drop}, with: {to: \"${thread}\", text: \"${event.text}\"}}]");
        await hub.SendAsync(ByPhone("1"));
        await hub.SendAsync(ByUser("2"));
        await hub.SendAsync(ByBoth("3"));
        (await hub.StatesAsync("echo")).ShouldBe(["done", "done", "refused(capped)"]);
    }

    [Theory]
    [InlineData(FailureKind.WindowClosed)]
    [InlineData(FailureKind.Later)]
    public async Task WordsThatFailedBeforeTheMerge_GoAgainInTheLineOfTheSurvivor(FailureKind kind)
    {
        await using var hub = await HubUnderTest.StartAsync(EchoOrAsk);
        await hub.SendAsync(ByPhone("older"));
        await hub.SendAsync(ByUser("younger"));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await hub.SendAsync(ByBoth("both"));
        await hub.SendAsync(new FakeEvent
        {
            Type = "fake.status.changed", MessageId = "reply-2", Status = MessageStatus.Failed, Failure = kind, AccountWaits = kind == FailureKind.Later ? TimeSpan.FromHours(6) : null,
        });
        var lines = await hub.ListAsync("SELECT subject FROM command WHERE route = 'echo' ORDER BY seq");
        lines.Count.ShouldBe(4);
        lines[1].ShouldNotBe(lines[0]);
        lines[3].ShouldBe(lines[0]);
    }

    [Fact]
    public async Task StartThatProvesTheMerge_BringsBackWhoHadSaidStop()
    {
        await using var hub = await HubUnderTest.StartAsync(Echo);
        await hub.SendAsync(ByPhone("stop"));
        await hub.SendAsync(ByUser("hello"));
        await hub.AdvanceAsync(TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(700));
        await hub.SendAsync(ByBoth("start") with { OccurredAt = HubUnderTest.Start.AddHours(1) });
        (await hub.ListAsync("SELECT source || ' ' || allowed FROM consent ORDER BY at DESC, seq DESC")).ShouldBe(["message 1", "merge 0", "message 0"]);
    }

    [Fact]
    public async Task UndoneMerge_LeavesTwoPersons_ThoughEveryMessageNamesBoth()
    {
        await using var hub = await HubUnderTest.StartAsync(Echo);
        await hub.SendAsync(ByPhone("1"));
        await hub.SendAsync(ByUser("2"));
        await hub.SendAsync(ByBoth("3"));
        (await hub.ListAsync("SELECT COUNT(*) FROM customer WHERE merged_into IS NULL")).ShouldBe(["1"]);
        (await hub.Control.UndoMergeAsync(1, CancellationToken.None)).ShouldBeOfType<ControlResult.Done>();
        (await hub.ListAsync("SELECT COUNT(*) FROM customer WHERE merged_into IS NULL")).ShouldBe(["2"]);
        await hub.SendAsync(ByBoth("4"));
        (await hub.ListAsync("SELECT COUNT(*) FROM customer WHERE merged_into IS NULL")).ShouldBe(["2"]);
        (await hub.ListAsync("SELECT level FROM alert ORDER BY seq")).ShouldBe(["info", "warning"]);
        hub.Vendor.Calls("fake.reply")[^1].Context.Address!.UserId.ShouldBe("DE.1");
        (await hub.Control.UndoMergeAsync(1, CancellationToken.None)).ShouldBeOfType<ControlResult.Refused>();
        (await hub.Control.UndoMergeAsync(2, CancellationToken.None)).ShouldBeOfType<ControlResult.NotFound>();
    }

    [Fact]
    public async Task OptOutThatCameWithTheMerge_GoesWithTheUndo_AndBothAreReported()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: told, on: hub.consent.changed, do: fake.set_field, with: {record: a, text: \"${event.source} ${event.category} ${event.allowed}\"}}]");
        await hub.SendAsync(ByPhone("start"));
        await hub.SendAsync(ByUser("stop"));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(1));
        await hub.SendAsync(ByPhone("start"));
        await hub.SendAsync(ByBoth("hello"));
        await hub.Control.UndoMergeAsync(1, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["message marketing true", "message marketing false", "merge marketing false", "merge marketing true"]);
    }
}
