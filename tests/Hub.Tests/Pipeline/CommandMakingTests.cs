using Hub.Connectors;

namespace Hub.Tests.Pipeline;

public class CommandMakingTests
{
    private const string Desk =
        """
        links: {desk: {left: whatsapp.thread, right: fake.ticket, one_per: left, reopen: 72h}}
        routes:
          - {id: open, on: fake.message.received, find: desk, if: linked == null, link: {desk: "${result.ticket_id}"}, do: fake.create_ticket, with: {subject: "${event.text}"}}
          - {id: comment, on: fake.message.received, find: desk, if: linked != null && event.number == 1, do: fake.add_comment, with: {ticket: "${linked.id}", text: "${event.text}"}}
          - id: asked
            on: fake.message.received
            find: desk
            if: linked != null && event.number == 2
            read: {it: {query: fake.ask, with: {record: "1"}}}
            do: fake.add_comment
            with: {ticket: "${linked.id}", text: "${event.text}"}
          - {id: elsewhere, on: fake.thing.happened, if: event.number == 1, do: fake.add_comment, with: {ticket: answer, text: "${event.text}"}}
          - id: read
            on: fake.thing.happened
            if: event.number == 2
            read: {it: {query: fake.ask, with: {record: "1"}}}
            do: fake.add_comment
            with: {ticket: "${read.it.text}", text: "${event.text}"}
        """;

    private static FakeEvent Said(string text, int number = 1) => new() { Type = "fake.message.received", Phone = "4915112345678", Text = text, Number = number };

    [Fact]
    public async Task DeferredByARead_StandsInTheLineOfWhatItsRouteHasFound()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        await hub.SendAsync(Said("1"));
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(Said("2"));
        await hub.SendAsync(Said("3", number: 2));
        (await hub.StatesAsync("asked")).ShouldBe(["waiting"]);
        (await hub.CommandsAsync("asked"))[0].Subject.ShouldBe("fake/fake.ticket/create_ticket-1");
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        string.Join('+', hub.Vendor.Texts("fake.add_comment").Skip(1)).ShouldBe("2+3");
    }

    [Fact]
    public async Task WithoutATarget_StandsInALineOfItsEventsSubject_WhichDoesNotNameThePerson()
    {
        await using var hub = await HubUnderTest.StartAsync(
            """
            routes:
              - {id: open, on: fake.message.received, do: fake.create_ticket, with: {subject: "${event.text}"}}
              - {id: then, after: open, outcome: done, do: fake.create_ticket, with: {subject: then}}
            """);
        await hub.SendAsync(Said("1"), Said("2"));
        await hub.SendAsync(Said("3") with { Phone = "4915112345679" });
        var lines = (await hub.CommandsAsync("open")).ConvertAll(command => command.Subject);
        lines[1].ShouldBe(lines[0]);
        lines[2].ShouldNotBe(lines[0]);
        (await hub.ListAsync("SELECT subject FROM command UNION ALL SELECT subject FROM event WHERE followed IS NOT NULL")).ShouldAllBe(subject => !subject.Contains("4915112345"));
    }

    [Fact]
    public async Task TargetThatOnlyTheReadTells_MovesTheCommandToTheTargetsLineInItsPlace()
    {
        await using var hub = await HubUnderTest.StartAsync(Desk);
        hub.Vendor.Answer("fake.add_comment", FakeVendor.Fail(FailureKind.Transient));
        await hub.SendAsync(new FakeEvent { Text = "1" });
        await hub.SendAsync(new FakeEvent { Text = "2", Number = 2 });
        await hub.SendAsync(new FakeEvent { Text = "3" });
        (await hub.CommandsAsync("read"))[0].Subject.ShouldBe("fake/fake.ticket/answer");
        hub.Vendor.Calls("fake.add_comment").Count.ShouldBe(1);
        await hub.AdvanceAsync(TimeSpan.FromSeconds(6));
        string.Join('+', hub.Vendor.Texts("fake.add_comment").Skip(1)).ShouldBe("1+2+3");
    }
}
