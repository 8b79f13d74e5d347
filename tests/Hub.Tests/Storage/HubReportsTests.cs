using Hub.Connectors;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Storage;

public class HubReportsTests
{
    private const string Phone = "4915112345678";

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Phone = Phone, Text = text };

    [Fact]
    public async Task ConsentThatChanges_IsReported_AndTheSameWordAgainIsNot()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: told, on: hub.consent.changed, do: fake.set_field, with: {record: a, text: \"${event.category} ${event.allowed} ${event.source} ${string(customer.id == event.customer_id)}\"}}]");
        await hub.SendAsync(Said("STOP"));
        await hub.SendAsync(Said("stop"));
        await hub.SendAsync(Said("START"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["marketing false message true", "marketing true message true"]);
        (await hub.EventsAsync()).Count(e => e.Type == "hub.consent.changed").ShouldBe(2);
    }

    [Fact]
    public async Task WhatNobodyListensTo_IsNotStored()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: r, on: fake.message.received, do: fake.reply, with: {to: \"${thread}\", text: yes}}]");
        await hub.SendAsync(Said("STOP"));
        (await hub.EventsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task OwnStopMessage_IsSeenByItsRoutesAlready()
    {
        await using var hub = await HubUnderTest.StartAsync(
            "routes: [{id: told, on: fake.message.received, if: \"'marketing' in customer.consent.opted_out\", do: fake.set_field, with: {record: a, text: out}}]");
        await hub.SendAsync(Said("STOP"));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["out"]);
    }

    [Fact]
    public async Task MessageThatLeaves_IsReported_AndItsRouteDoesNotRunOnItsOwn()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: answer, on: fake.message.received, do: fake.reply, with: {to: "${thread}", text: "re: ${event.text}"}}
              - {id: echo, on: fake.message.sent, do: fake.reply, with: {to: "${thread}", text: "also: ${event.text}"}}
              - {id: copy, on: fake.message.sent, do: fake.set_field, with: {record: "${thread.id}", text: "${event.kind} ${event.text} ${event.route}"}}
            """);
        await hub.SendAsync(Said("hello"));
        hub.Vendor.Texts("fake.reply").ShouldBe(["re: hello", "also: re: hello"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["text re: hello answer", "text also: re: hello echo"]);
    }

    [Fact]
    public async Task CommandThatParks_IsReported_AndARouteThatParksItselfEnds()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: works, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}
              - {id: tell, on: hub.command.parked, do: fake.create_ticket, with: {subject: "${event.route}: ${event.reason} ${event.?code.orValue('none')}"}}
              - {id: also, on: hub.command.parked, do: fake.pay, with: {record: a, text: "${event.route}"}}
            """);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        hub.Vendor.Answer("fake.create_ticket", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        hub.Vendor.Answer("fake.pay", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        hub.Vendor.Texts("fake.create_ticket").ShouldBe(["works: rejected code", "also: rejected code"]);
        hub.Vendor.Texts("fake.pay").ShouldBe(["works", "tell"], ignoreOrder: true);
        (await hub.StatesAsync()).ShouldAllBe(state => state == "parked(rejected)");
    }

    [Fact]
    public async Task AfterRouteThatParks_DoesNotBringBackTheRouteAtTheHeadOfItsChain()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: works, on: fake.thing.happened, do: fake.set_field, with: {record: a, text: b}}
              - {id: tell, on: hub.command.parked, do: fake.create_ticket, with: {subject: "${event.route}"}}
              - {id: comment, after: tell, outcome: [done], do: fake.add_comment, with: {ticket: "1", text: c}}
            """);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Rejected));
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Rejected), FakeVendor.Fail(FailureKind.Rejected));
        await hub.SendAsync(new FakeEvent());
        hub.Vendor.Texts("fake.create_ticket").ShouldBe(["works"]);
    }

    [Fact]
    public async Task RefusedCredentials_AreReportedOnce_WithAnAlert()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: works, on: fake.thing.happened, do: fake.set_field, with: {record: "${event.record}", text: b}}
              - {id: tell, on: hub.connection.failed, do: hub.alert, with: {text: "${event.connection} ${event.code}"}}
            """);
        hub.Vendor.Answer("fake.set_field", FakeVendor.Fail(FailureKind.Unauthorized));
        await hub.SendAsync(new FakeEvent(), new FakeEvent { Record = "2" });
        (await hub.ListAsync("SELECT source || ': ' || text FROM alert ORDER BY seq")).ShouldBe(
            ["hub: The connection fake was paused: its credentials were refused (code). Mend them, then resume it.", "tell: fake code"]);
    }

    [Fact]
    public async Task TemplateThatIsPaused_IsReported()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: tell, on: hub.template.paused, do: hub.alert, with: {text: \"${event.name} ${event.language} ${event.category} ${event.status}\"}}]");
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM template") == 2, "the templates are fetched");
        hub.Vendor.Templates[0] = hub.Vendor.Templates[0] with { Status = "paused" };
        hub.Vendor.Templates.RemoveAt(1);
        hub.RefreshTemplates();
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM alert") == 2, "the alerts are there");
        (await hub.ListAsync("SELECT text FROM alert ORDER BY text")).ShouldBe(["news en utility paused", "offer en marketing deleted"]);
    }

    [Fact]
    public async Task CustomersWhoAreMerged_AreReported()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: tell, on: hub.customer.merged, do: hub.alert, with: {text: \"${string(customer.id == event.customer_id)} ${string(event.merged_id != event.customer_id)}\"}}]");
        await hub.SendAsync(Said("by phone"));
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", User = "U.1", Text = "by user" });
        await hub.SendAsync(new FakeEvent { Type = "fake.message.received", User = "U.1", Phone = Phone, Text = "both" });
        (await hub.ListAsync("SELECT text FROM alert")).ShouldBe(["true true"]);
    }

    [Fact]
    public async Task ReportThatFailsInARoute_IsParkedAndReplayed()
    {
        const string routes = "routes: [{id: told, on: hub.consent.changed, if: \"10 / size(event.wording) > 3\", do: fake.set_field, with: {record: a, text: told}}]";
        await using var hub = await HubUnderTest.StartAsync(routes.Replace("size(event.wording)", "(size(event.wording) - 4)", StringComparison.Ordinal));
        await hub.SendAsync(Said("STOP"));
        var report = (await hub.EventsAsync()).Single(e => e.Type == "hub.consent.changed");
        report.State.ShouldBe("parked");
        await hub.RestartAsync(routes.Replace("> 3", "> 1", StringComparison.Ordinal));
        await hub.Control.ReplayEventAsync(report.Id, CancellationToken.None);
        await hub.SettleAsync();
        hub.Vendor.Texts("fake.set_field").ShouldBe(["told"]);
    }
}
