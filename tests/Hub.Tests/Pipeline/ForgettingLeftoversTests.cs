using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

/// <summary>What belongs to nothing that is still there goes too: nothing grows without bound.</summary>
public class ForgettingLeftoversTests
{
    private const string Answer = "routes: [{id: answer, on: fake.message.received, do: fake.reply, with: {to: \"${thread}\", text: a}}]";

    [Fact]
    public async Task StatusesOfMessagesThatTheHubHasNotSent_GoAfterTheirDays_AndItsOwnStay()
    {
        await using var hub = await HubUnderTest.StartAsync(Answer, retention: new());
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" });
        await hub.SendAsync(Status((await hub.ListAsync("SELECT vendor_id FROM command"))[0]), Status("foreign"));
        await GoOnAsync(hub, 6);
        (await hub.ListAsync("SELECT COUNT(*) FROM message_status")).ShouldBe(["2"]);
        await GoOnAsync(hub, 2);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM message_status") == 1, "the foreign one is gone");
        (await hub.ListAsync("SELECT COUNT(*) FROM message_status WHERE vendor_id = 'foreign'")).ShouldBe(["0"]);
        await GoOnAsync(hub, 200);
        (await hub.ListAsync("SELECT COUNT(*) FROM message_status")).ShouldBe(["1"]);
    }

    // The table of docs/operations.md: what goes, goes.
    [Fact]
    public async Task EveryTableOfWhichRowsGo_IsEmptyYearsLater()
    {
        string[] going =
        [
            "webhook", "event", "event_route", "record_version", "command", "attempt", "quota_use", "term", "event_key", "once", "message", "message_status", "variable", "reach", "arrival", "alert", "refusal", "line", "line_order", "slot", "pause",
        ];
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: field, on: fake.thing.changed, once: "${event.record}", slot: {key: "s/${event.record}", keep: newest}, limit: {count: 5, per: route, in: 1h, over: hold}, do: fake.set_field, with: {record: "${event.record}", text: t}}
              - {id: answer, on: fake.message.received, do: fake.reply, with: {to: "${thread}", text: a}}
            """,
            retention: new() { MessageDays = 100, ConsentDays = 100 });
        await hub.SendAsync(Changed("a"), new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" });
        await hub.SendAsync(Status((await hub.ListAsync("SELECT vendor_id FROM command WHERE vendor_id IS NOT NULL"))[0]));
        await hub.WriteAsync("INSERT INTO variable (of, owner, name, type, value, set_at, expires_at) VALUES ('thread', 'none', 'ended', 'string', '', $1, $1)", HubUnderTest.Start);
        await hub.WriteAsync("INSERT INTO reach (portfolio, customer, at) VALUES ('p', 'c', $1)", HubUnderTest.Start);
        await hub.WriteAsync("INSERT INTO refusal (connection, began_at, last_at, ended_at, refused) VALUES ('fake', $1, $1, $1, 1)", HubUnderTest.Start);
        await hub.WriteAsync("INSERT INTO alert (id, level, source, text, at) VALUES ('a', 'info', 'hub', 't', $1)", HubUnderTest.Start);
        foreach (var table in (string[])["webhook", "event", "command", "attempt", "once", "quota_use", "term", "message", "message_status", "record_version", "event_route"])
        {
            (await hub.ListAsync($"SELECT COUNT(*) FROM {table}")).ShouldNotBe(["0"], table);
        }

        // What outlives something else, such as the key of an event, goes in a round after that.
        foreach (var first in (string[])["event", "event_key"])
        {
            await GoOnAsync(hub, 401);
            await hub.UntilAsync(async sql => await sql.ScalarAsync<long>($"SELECT COUNT(*) FROM {first}") == 0, $"{first} is empty");
        }

        await GoOnAsync(hub, 401);
        foreach (var table in going) await hub.UntilAsync(async sql => await sql.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}") == 0, $"{table} is empty");
    }

    [Fact]
    public async Task VersionOfARecord_GoesWithItsLastEvent()
    {
        await using var hub = await HubUnderTest.StartAsync(Answer, retention: new());
        await hub.SendAsync(Changed("a"), Changed("b"));
        await GoOnAsync(hub, 20);
        await hub.SendAsync(Changed("b"));
        await GoOnAsync(hub, 11);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM event") == 1, "the first events are gone");
        (await hub.ListAsync("SELECT record FROM record_version")).ShouldBe(["thing/b"]);
        await GoOnAsync(hub, 20);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM record_version") == 0, "the last is gone");
    }

    [Fact]
    public async Task EndedVariable_GoesLater_UnlessItHidesThatOfSomebodyWhoIsTheSamePerson()
    {
        await using var hub = await HubUnderTest.StartAsync(Answer, retention: new());
        await hub.WriteAsync("INSERT INTO customer (id, created_at, merged_into) VALUES ('one', 0, NULL), ('kept', 0, NULL), ('merged', 0, 'kept')");
        await hub.WriteAsync(
            """
            INSERT INTO variable (of, owner, name, type, value, set_at, expires_at) VALUES
              ('customer', 'one', 'ended', 'string', '""', $1, $1), ('customer', 'one', 'lives', 'string', '""', $1, $2),
              ('customer', 'kept', 'hides', 'string', '""', $1, $1), ('customer', 'merged', 'hides', 'string', '""', $1, $2), ('thread', 'none', 'ended', 'string', '""', $1, $1)
            """,
            HubUnderTest.Start, Lines.Never);
        await GoOnAsync(hub, 29);
        (await hub.ListAsync("SELECT COUNT(*) FROM variable")).ShouldBe(["5"]);
        await GoOnAsync(hub, 2);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM variable") == 3, "what has ended is gone");
        (await hub.ListAsync("SELECT owner || ' ' || name FROM variable ORDER BY owner")).ShouldBe(["kept hides", "merged hides", "one lives"]);
    }

    [Fact]
    public async Task AlertsAndRefusals_GoWhenTheyAreLongOver_AndWhatLastsStays()
    {
        await using var hub = await HubUnderTest.StartAsync(Answer, retention: new());
        await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                await Alerts.WarnOnceAsync(sql, "told", "told", HubUnderTest.Start);
                await Alerts.RaiseAsync(sql, "parked", "lasts", "warning", "lasts", HubUnderTest.Start);
                await Alerts.RaiseAsync(sql, "parked", "over", "warning", "over", HubUnderTest.Start);
                await Alerts.ResolveAsync(sql, (await Alerts.ActiveAsync(sql))[1].Id, HubUnderTest.Start.AddDays(10));
                await Refusals.KeepAsync(sql, new("fake", HubUnderTest.Start, HubUnderTest.Start, HubUnderTest.Start, 3));
                return await Refusals.KeepAsync(sql, new("fake", HubUnderTest.Start.AddDays(20), HubUnderTest.Start, HubUnderTest.Start.AddDays(20), 3));
            },
            CancellationToken.None);
        await GoOnAsync(hub, 399);
        (await hub.ListAsync("SELECT text FROM alert WHERE text IN ('told', 'lasts', 'over') ORDER BY text")).ShouldBe(["lasts", "over", "told"]);
        await GoOnAsync(hub, 2);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert WHERE text = 'told'") == 0, "what was told is gone");
        await GoOnAsync(hub, 10);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert WHERE text = 'over'") == 0, "what is over is gone");
        (await hub.ListAsync("SELECT text FROM alert WHERE text IN ('told', 'lasts', 'over')")).ShouldBe(["lasts"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM refusal")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task FilesToWhichNothingRefersAnyMore_GoBeyondTheNewest_WithWhatIsKnownOfTheirRoutes()
    {
        const int replaced = 70;
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: later, on: fake.thing.happened, at: '${now + duration("2400h")}', max_late: 5d, do: fake.set_field, with: {record: a, text: b}}
            """,
            retention: new());
        await hub.SendAsync(new FakeEvent());
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678" });
        var used = (await hub.ListAsync("SELECT hash FROM snapshot"))[0];
        await hub.WriteAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
            INSERT INTO snapshot (hash, sources, at, is_active, is_used) SELECT 'h' || i, '[]', CAST($2 AS BIGINT) + i, 0, 1 FROM n
            """,
            replaced, HubUnderTest.Start);
        await hub.WriteAsync("UPDATE event SET snapshot = 'h3' WHERE type = 'fake.message.received'");
        await hub.WriteAsync("INSERT INTO route_content (snapshot, route, content) VALUES ('h1', 'r', 'c'), ('h70', 'r', 'c')");
        await hub.RestartAsync("routes: [{id: other, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: c}}]");
        await GoOnAsync(hub, 29);
        (await hub.ListAsync("SELECT COUNT(*) FROM snapshot WHERE hash LIKE 'h%'")).ShouldBe([$"{replaced}"]);
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", Phone = "4915112345678", Key = "later" });
        await hub.WriteAsync("UPDATE event SET snapshot = 'h5' WHERE arrived_at > $1", HubUnderTest.Start.AddDays(1));
        await GoOnAsync(hub, 2);
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM snapshot") == Snapshots.Kept + 3, "the old ones are gone");
        var left = await hub.ListAsync("SELECT hash FROM snapshot");
        left.ShouldContain(used, "a command that waits refers to it");
        left.ShouldContain("h5", "an event refers to it");
        left.ShouldNotContain("h3", "its event is gone");
        (await hub.ListAsync("SELECT snapshot FROM route_content WHERE route = 'r'")).ShouldBe(["h70"]);
    }

    private static FakeEvent Status(string message) => new() { Type = "fake.status.changed", MessageId = message, Status = MessageStatus.Delivered };

    private static FakeEvent Changed(string record) => new() { Type = "fake.thing.changed", Record = record, Version = 5 };

    // Days on, and past the next hour at which the hub looks for what is old.
    private static Task GoOnAsync(HubUnderTest hub, double days) => hub.AdvanceAsync(TimeSpan.FromDays(days) + TimeSpan.FromHours(1.1));
}
