using System.Security.Cryptography;
using Sandbox;
using Sandbox.WhatsApp;
using Sandbox.Zendesk;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>The example that routes new conversations, through the whole host.</summary>
public sealed class RoutingTests(ITestOutputHelper output) : IDisposable
{
    private const string AlwaysOpen =
        """
        {"Calendars": {"support": {"Zone": "Europe/Berlin", "Open": {
          "Monday": "00:00-24:00", "Tuesday": "00:00-24:00", "Wednesday": "00:00-24:00", "Thursday": "00:00-24:00", "Friday": "00:00-24:00", "Saturday": "00:00-24:00", "Sunday": "00:00-24:00"}}}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-routing-").FullName;

    [Fact]
    public async Task Conversation_IsRouted_AndEscalatedOnce_UntilAnAgentAnswers()
    {
        // The Sandbox has one business number of its own, and its orders cost less than those that the example calls big. It also hurries on what is due
        // within the hour, so a quarter of an hour becomes six hours here.
        var example = await File.ReadAllTextAsync(Path.Combine(World.RepositoryRoot(), "mappings", "examples", "routing.yaml"));
        var here = example.Replace("event.number.id == vars.support_number", "event.number.id != \"\"", StringComparison.Ordinal)
            .Replace("big_order: 50000", "big_order: 1", StringComparison.Ordinal).Replace("duration(\"15m\")", "duration(\"6h\")", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "routing.yaml"), here);
        await File.WriteAllTextAsync(Path.Combine(folder, "calendars.json"), AlwaysOpen);
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new() { Seed = seed, Mappings = folder }, CancellationToken.None);
        var (chats, desk) = (world.WhatsApp.State, world.Zendesk.State);
        var somebody = world.People.New();
        var person = chats.Add(somebody.Phone, somebody.Name);
        world.Shopify.State.Place(world.Shopify.State.Add(somebody.FirstName, somebody.LastName, somebody.Phone, "de-DE", "DE"));
        await world.SettleAsync(CancellationToken.None);

        await WriteAsync(world, person, "Wo ist mein Paket?");
        var ticket = desk.TicketsOf(person.Phone).ShouldHaveSingleItem();
        ticket.Tags.ShouldBe(["big_order", "language_de", "topic_delivery"]);
        ticket.Priority.ShouldBe("high");

        // The second message comes when most of the time is over, and does not begin it anew.
        await world.MoveAsync(TimeSpan.FromHours(4), CancellationToken.None);
        await WriteAsync(world, person, "Hallo?");
        ticket.Priority.ShouldBe("high");
        await world.MoveAsync(TimeSpan.FromHours(3), CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
        ticket.Priority.ShouldBe("urgent");
        Notes(desk, ticket).ShouldBe(1);

        await WriteAsync(world, person, "Noch da?");
        await world.MoveAsync(TimeSpan.FromHours(8), CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
        Notes(desk, ticket).ShouldBe(1);

        // An answer ends what was escalated; what is asked then and answered in time is not.
        desk.Reply(ticket.Id, "Es kommt heute.");
        await world.SettleAsync(CancellationToken.None);
        await WriteAsync(world, person, "Wann?");
        desk.Reply(ticket.Id, "Um drei.");
        await world.SettleAsync(CancellationToken.None);
        await world.MoveAsync(TimeSpan.FromHours(8), CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
        Notes(desk, ticket).ShouldBe(1);
        chats.SentTo(person).Select(message => message.Text).ShouldBe(["Es kommt heute.", "Um drei."]);

        // A note of the agent is no answer.
        await WriteAsync(world, person, "Es ist nicht gekommen.");
        desk.Reply(ticket.Id, "Das Lager fragen.", isPublic: false);
        await world.SettleAsync(CancellationToken.None);
        await world.MoveAsync(TimeSpan.FromHours(7), CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
        Notes(desk, ticket).ShouldBe(2);

        // When it is solved, the next message is a new conversation.
        desk.SetStatus(ticket.Id, "solved");
        await world.SettleAsync(CancellationToken.None);
        await WriteAsync(world, person, "Danke");
        desk.TicketsOf(person.Phone).Count.ShouldBe(2);
        (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task WriteAsync(World world, Person person, string text)
    {
        world.WhatsApp.State.Write(person, text);
        await world.SettleAsync(CancellationToken.None);
    }

    private static int Notes(ZendeskState desk, Ticket ticket) => desk.CommentsOf(ticket.Id).Count(comment => !comment.IsPublic && comment.Body.StartsWith("Nobody has answered", StringComparison.Ordinal));
}
