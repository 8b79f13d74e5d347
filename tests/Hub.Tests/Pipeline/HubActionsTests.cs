using System.Globalization;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Pipeline;

public class HubActionsTests
{
    private const string Phone = "4915112345678";

    private const string ShowCustomer =
        """
          - id: show
            on: fake.message.received
            if: event.text == 'show'
            do: fake.set_field
            with:
              record: a
              text: ${customer.?name.orValue("nobody")} ${customer.?language.orValue("?")} ${customer.?time_zone.orValue("?")} ${customer.?country.orValue("?")} ${customer.tags.join("+")} in ${customer.consent.opted_in.join("+")} out ${customer.consent.opted_out.join("+")}
        """;

    private static FakeEvent Said(string text) => new() { Type = "fake.message.received", Phone = Phone, Text = text };

    [Fact]
    public async Task SetAndTagCustomer_ChangeWhatRoutesSee()
    {
        await using var hub = await HubUnderTest.StartAsync(
            $$$"""
            routes:
              - {id: set, on: fake.message.received, if: event.text == 'set', do: hub.set_customer, with: {customer: "${customer}", name: Ada, language: pt-BR, time_zone: America/Sao_Paulo, country: br}}
              - {id: tag, on: fake.message.received, if: event.text == 'set', do: hub.tag_customer, with: {customer: "${customer}", add: [vip, lead]}}
              - {id: untag, on: fake.message.received, if: event.text == 'untag', do: hub.tag_customer, with: {customer: "${customer}", add: [old], remove: [lead, none]}}
            {{{ShowCustomer}}}
            """);
        foreach (var word in new[] { "show", "set", "show", "untag", "show" }) await hub.SendAsync(Said(word));
        hub.Vendor.Texts("fake.set_field").ShouldBe(
        [
            "nobody ? ? DE  in  out ",
            "Ada pt-BR America/Sao_Paulo BR lead+vip in  out ",
            "Ada pt-BR America/Sao_Paulo BR old+vip in  out ",
        ]);
    }

    [Fact]
    public async Task EndThatIsStoredTwice_HappensOnce()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: set, on: fake.message.received, do: hub.set_customer, with: {customer: \"${customer}\", name: Ada}}]");
        await hub.SendAsync(Said("hello"));
        var before = await hub.ListAsync("SELECT version FROM customer");
        hub.WriteTwice(WriteKind.EndAttempt);
        await hub.SendAsync(Said("again"));
        (await hub.StatesAsync("set")).ShouldBe(["done", "done"]);
        long.Parse((await hub.ListAsync("SELECT version FROM customer"))[0], CultureInfo.InvariantCulture).ShouldBe(long.Parse(before[0], CultureInfo.InvariantCulture) + 1);
    }

    [Fact]
    public async Task WrongInput_IsRejectedAndParked()
    {
        await using var hub = await HubUnderTest.StartAsync("routes: [{id: set, on: fake.message.received, do: hub.set_customer, with: {customer: \"${customer}\", time_zone: \"${event.text}\"}}]");
        await hub.SendAsync(Said("hello"));
        (await hub.StatesAsync("set")).ShouldBe(["parked(rejected)"]);
    }

    [Fact]
    public async Task RecordConsent_ClosesTheGate()
    {
        await using var hub = await HubUnderTest.StartAsync(
            $$$"""
            routes:
              - {id: out, on: fake.message.received, if: event.text == 'no thanks', do: hub.record_consent, with: {customer: "${customer}", allowed: false, wording: "${event.text}"}}
              - {id: offer, on: fake.message.received, if: event.text == 'offer', max_age: 1h, do: fake.send_template, with: {to: "${thread}", template: offer, language: [en]}}
            {{{ShowCustomer}}}
            """);
        await hub.SendAsync(Said("no thanks"));
        await hub.SendAsync(Said("offer"));
        await hub.SendAsync(Said("show"));
        (await hub.StatesAsync("offer")).ShouldBe(["refused(opted_out)"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["nobody ? ? DE  in  out marketing"]);
        (await hub.ListAsync("SELECT source || ' ' || wording || ' ' || taken_by FROM consent")).ShouldBe(["mapping no thanks out"]);
    }

    [Fact]
    public async Task Alert_IsListedOnce()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: tell, on: fake.thing.happened, do: hub.alert, with: {text: "Look at ${event.record}"}}
              - {id: shout, on: fake.thing.happened, do: hub.alert, with: {text: Now, level: critical}}
            """);
        await hub.SendAsync(new FakeEvent { Record = "7" });
        (await hub.ListAsync("SELECT level || ' ' || source || ' ' || text FROM alert ORDER BY seq")).ShouldBe(["warning tell Look at 7", "critical shout Now"], ignoreOrder: true);
    }

    // The effect is stored with the end of the command: a write that fails and is made again leaves one.
    [Fact]
    public async Task EndThatCouldNotBeStoredAtOnce_HasOneEffect()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            state: {}
            routes:
              - {id: tell, on: fake.message.received, do: hub.alert, with: {text: Look}}
              - {id: out, on: fake.message.received, do: hub.record_consent, with: {customer: "${customer}", allowed: false, wording: no}}
              - {id: heard, on: hub.consent.changed, do: fake.set_field, with: {record: a, text: heard}}
            """);
        hub.FailWrites(WriteKind.EndAttempt, 2);
        await hub.PostAsync(Said("hello"));
        await hub.UntilAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command WHERE state = 'done'") == 3, "all is done");
        (await hub.ListAsync("SELECT COUNT(*) FROM alert")).ShouldBe(["1"]);
        (await hub.ListAsync("SELECT COUNT(*) FROM consent")).ShouldBe(["1"]);
        hub.Vendor.Texts("fake.set_field").ShouldBe(["heard"]);
    }

    [Fact]
    public async Task Timer_IsDueAndOthersHangOnIt()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: wait, on: fake.message.received, if: event.text == 'hello', slot: "w/${thread.id}", at: "${now + duration('15m')}", do: hub.timer}
              - {id: escalate, after: wait, outcome: [done], do: fake.set_field, with: {record: a, text: "${event.text}"}}
              - {id: stop, on: fake.message.received, if: event.text == 'stop it', cancel: ["w/${thread.id}"]}
            """);
        await hub.SendAsync(Said("hello"));
        await hub.SendAsync(Said("stop it"));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(16));
        (await hub.StatesAsync("wait")).ShouldBe(["cancelled(slot_cancelled)"]);
        await hub.SendAsync(Said("hello"));
        await hub.AdvanceAsync(TimeSpan.FromMinutes(15));
        hub.Vendor.Texts("fake.set_field").ShouldBe(["hello"]);
    }

    [Fact]
    public async Task NameThatAMappingSet_StaysWhenTheVendorReportsAnother()
    {
        await using var hub = await HubUnderTest.StartAsync(
            $$$"""
            routes:
              - {id: set, on: fake.message.received, if: event.text == 'set', do: hub.set_customer, with: {customer: "${customer}", name: Ada}}
            {{{ShowCustomer}}}
            """);
        await hub.SendAsync(Said("set"));
        await hub.Database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                var person = new Person([new("", AliasKind.WaId, Phone)], "Somebody");
                await People.ApplyAsync(sql, await People.ResolveAsync(sql, person, "new"), person, "a test", hub.Clock.GetUtcNow());
                return true;
            },
            CancellationToken.None);
        (await hub.ListAsync("SELECT name FROM customer")).ShouldBe(["Ada"]);
    }
}
