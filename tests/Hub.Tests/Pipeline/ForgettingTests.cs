using Hub.Connectors;

namespace Hub.Tests.Pipeline;

/// <summary>What has ended goes by class after its time; what is open, and what it came of, stays.</summary>
public class ForgettingTests
{
    private const string Field = "routes: [{id: field, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: \"${event.text}\"}}]";

    [Fact]
    public async Task WebhooksOfStatuses_GoAfterTheirDays_AndOthersAfterTheirs()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, retention: new());
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m", Status = MessageStatus.Delivered });
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(new FakeEvent { Type = "fake.status.changed", MessageId = "m", Status = MessageStatus.Read }, new FakeEvent());
        await GoOnAsync(hub, 6);
        (await CountsAsync(hub)).ShouldBe(["3", "4", "2"]);
        await GoOnAsync(hub, 2);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook") == 2, "the webhook of statuses is gone");
        (await CountsAsync(hub)).ShouldBe(["2", "3", "2"]);
        await GoOnAsync(hub, 23);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook") == 0, "all webhooks are gone");
        (await CountsAsync(hub)).ShouldBe(["0", "0", "2"]);
        await GoOnAsync(hub, 60);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command") == 0, "the commands are gone");
        (await hub.ListAsync("SELECT COUNT(*) FROM attempt")).ShouldBe(["0"]);
        (await hub.ListAsync("SELECT value FROM counter WHERE level = 'retention' AND name LIKE 'bytes.%'")).ShouldBe(["0", "0"]);
    }

    [Fact]
    public async Task WhatComesAgainAfterItsWebhookHasGone_IsStillKnown()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, retention: new());
        await hub.SendAsync(new FakeEvent { Key = "once" });
        await GoOnAsync(hub, 31);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook") == 0, "the webhook is gone");
        await hub.SendAsync(new FakeEvent { Key = "once" });
        (await hub.EventStatesAsync()).ShouldBe(["noop(duplicate)"]);
        hub.Vendor.Calls("fake.set_field").Count.ShouldBe(1);
    }

    [Fact]
    public async Task ParkedAndScheduled_StayWithTheEventsThatTheyCameOf_AndStillRun()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: later, on: fake.thing.happened, if: "event.text == 'later'", at: '${now + duration("2400h")}', max_late: 5d, do: fake.set_field, with: {record: a, text: "${event.text}"}}
              - {id: fails, on: fake.thing.happened, if: "event.text == 'fails'", do: fake.set_field, with: {record: b, text: "${event.text}"}}
            """,
            retention: new());
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent { Text = "fails" });
        await hub.SendAsync(new FakeEvent { Text = "later" });
        await hub.SendAsync(new FakeEvent { Text = "nothing" });
        await GoOnAsync(hub, 99);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook") == 2, "what nothing came of is gone");
        (await hub.StatesAsync()).ShouldBe(["parked(rejected)", "scheduled"], ignoreOrder: true);
        await hub.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        (await hub.StatesAsync("later")).ShouldBe(["done"]);
        await hub.Control.ReplayAsync((await hub.CommandsAsync("fails"))[0].Id, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["fails", "later", "fails"]);
        await GoOnAsync(hub, 91);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command") == 0, "what has ended since is gone");
        (await CountsAsync(hub)).ShouldBe(["0", "0", "0"]);
    }

    [Fact]
    public async Task OutcomeThatIsNotSettled_KeepsTheEventThatItLooksBackOn()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: first, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: "${event.text}"}}
              - {id: second, after: first, outcome: [done], max_late: 5d, at: '${now + duration("1000h")}', do: fake.set_field, with: {record: b, text: "${event.text} again"}}
            """,
            retention: new());
        await hub.SendAsync(new FakeEvent { Text = "word" });
        await GoOnAsync(hub, 41);
        await hub.AdvanceAsync(TimeSpan.FromDays(1));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["word", "word again"]);
    }

    [Fact]
    public async Task MoreThanTheyMayTake_TheOldestGoBeforeTheirTime_WithAnAlertOnceADay()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, retention: new() { WebhookMegabytes = 1 });
        for (var i = 0; i < 6; i++) await hub.SendAsync(new FakeEvent { Key = $"{i}", Text = new string((char)('a' + i), 200_000) });
        var size = long.Parse((await hub.ListAsync("SELECT value FROM counter WHERE level = 'retention' AND name = 'bytes.webhooks'"))[0], null);
        size.ShouldBeInRange(1_200_000, 1_300_000);
        await GoOnAsync(hub, 0.1);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT value FROM counter WHERE level = 'retention' AND name = 'bytes.webhooks'") < 1024 * 1024, "there is room again");
        (await hub.ListAsync("SELECT SUBSTR(text, 1, 61) FROM alert")).ShouldBe(["Webhooks took more room than Retention:WebhookMegabytes allow"]);
    }

    [Fact]
    public async Task ManyOldRows_AreLookedAtAndDeletedAFewAtATime()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, retention: new());
        await hub.WriteAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO webhook (endpoint, method, suffix, query, headers, body, arrived_at, is_read, outcome, is_status)
            SELECT 'fake', 'POST', '', '{}', '{}', $2, CAST($1 AS BIGINT) + i, 1, CASE WHEN i % 3 = 0 THEN 'parked' ELSE 'noop' END, i % 2 FROM n
            """,
            HubUnderTest.Start, Array.Empty<byte>());
        await hub.WriteAsync("INSERT INTO counter (level, name, value) VALUES ('webhooks', 'received', 3000), ('webhooks', 'noop', 2000), ('webhooks', 'parked', 1000)");
        await GoOnAsync(hub, 8);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook") == 2000, "those of statuses are gone");
        await GoOnAsync(hub, 23);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM webhook") == 1000, "only the parked ones stay");
    }

    [Fact]
    public async Task MessagesAndReplacedWordsOfConsent_GoOnlyWhereThatIsSet_AndTheLastWordStays()
    {
        await using var hub = await HubUnderTest.StartAsync(Field, retention: new() { MessageDays = 365, ConsentDays = 730 });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "+61412345678", Text = "STOP" });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "+61412345678", Text = "START" });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "+61412345678", Text = "STOP" });
        (await hub.ListAsync("SELECT COUNT(*) FROM consent")).ShouldBe(["3"]);
        await GoOnAsync(hub, 366);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM message") == 0, "the messages are gone");
        (await hub.ListAsync("SELECT COUNT(*) FROM consent")).ShouldBe(["3"]);
        await GoOnAsync(hub, 366);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM consent") == 1, "what was replaced is gone");
        (await hub.ListAsync("SELECT allowed FROM consent")).ShouldBe(["0"]);
    }

    // Days on, and past the next hour at which the hub looks for what is old.
    private static Task GoOnAsync(HubUnderTest hub, double days) => hub.AdvanceAsync(TimeSpan.FromDays(days) + TimeSpan.FromHours(1.1));

    private static async Task<List<string>> CountsAsync(HubUnderTest hub) =>
        await hub.ListAsync("SELECT COUNT(*) FROM webhook UNION ALL SELECT COUNT(*) FROM event WHERE webhook IS NOT NULL UNION ALL SELECT COUNT(*) FROM command");
}
