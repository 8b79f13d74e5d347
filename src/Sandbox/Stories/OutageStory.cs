using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox.Stories;

/// <summary>The vendors fail, and nothing is lost or doubled.</summary>
internal sealed class OutageStory : IStory
{
    public string Title => "Zendesk fails for a while, WhatsApp's answer never comes: nothing is lost, nothing doubled";

    public async Task PlayAsync(Stage stage)
    {
        await ZendeskFailsAsync(stage);
        await AnswerNeverComesAsync(stage);
        stage.ShowHoldings();
    }

    private static async Task ZendeskFailsAsync(Stage stage)
    {
        var (world, chats, desk) = (stage.World, stage.World.WhatsApp.State, stage.World.Zendesk);
        var person = TicketStory.Newcomer(world);
        desk.Faults.Set(new(FaultKind.ServerError, Rate: 1));
        var before = desk.Log.Calls.Count;
        await stage.ActAsync(
            $"Zendesk answers 503 to everything. {person.Name} writes three messages.",
            () =>
            {
                foreach (var text in (string[])["One.", "Two.", "Three."]) chats.Write(person, text);
            },
            "the hub has tried, and has taken in the three messages",
            async () => desk.Log.Calls.Count > before && (await world.Api.StatsAsync(stage.Cancel)).Events("pending") == 0 && world.WhatsApp.Webhooks.Outstanding == 0);
        await stage.HoldsAsync("no ticket was opened", desk.State.TicketsOf(person.Phone).Count == 0);

        world.RestoreFaults(desk);
        var refused = desk.Log.Calls.Count;
        desk.Faults.Set(new(FaultKind.TooManyRequests, Count: 2, Seconds: 40));
        await stage.ActAsync("Zendesk is back, says 429 twice, with Retry-After, and then works. Time passes.", () => { });
        var tickets = desk.State.TicketsOf(person.Phone);
        await stage.HoldsAsync("there is one ticket", tickets.Count == 1);
        var words = TicketStory.WordsOn(world, tickets[0].Id);
        var places = (await stage.ArrivedAsync(person, "One.", "Two.", "Three.")).Select(t => words.IndexOf(t, StringComparison.Ordinal)).ToList();
        await stage.HoldsAsync("with the three messages, each once, in their order", places.TrueForAll(p => p >= 0) && places.SequenceEqual(places.Order()) && TicketStory.Count(words, "One.") == 1 && TicketStory.Count(words, "Three.") == 1);
        await stage.HoldsAsync("every Retry-After was kept", KeptWaits([.. desk.Log.Calls.Skip(refused)]));
    }

    private static async Task AnswerNeverComesAsync(Stage stage)
    {
        var (world, chats, desk) = (stage.World, stage.World.WhatsApp.State, stage.World.Zendesk.State);
        var person = TicketStory.Newcomer(world);
        await stage.ActAsync($"{person.Name} writes: “Are you open?”", () => chats.Write(person, "Are you open?"));
        var ticket = desk.TicketsOf(person.Phone)[0];

        chats.HoldsStatuses = true;
        world.WhatsApp.Faults.Set(new(FaultKind.TimeoutAfterEffect, Count: 1));
        await stage.ActAsync(
            "The agent answers: “Until six.” WhatsApp sends it, but its answer never reaches the hub.",
            () => desk.Reply(ticket.Id, "Until six."),
            "the hub does not know what became of the send",
            async () => Of(await world.Api.CommandsAsync("state=unknown", stage.Cancel), "Until six.") == 1);
        await stage.HoldsAsync("the send ends as unknown; it is not repeated", chats.SentTo(person).Count == 1);

        await stage.ActAsync("The statuses of the message arrive.", () => chats.HoldsStatuses = false);
        await stage.HoldsAsync("the status settles it as done", "state=done", done => Of(done, "Until six.") == 1);
        await stage.HoldsAsync("the customer has got the words once", chats.SentTo(person).Select(m => m.Text).SequenceEqual(["Until six."]));
        var stats = await world.Api.StatsAsync(stage.Cancel);
        await stage.HoldsAsync("and the hub's books close on every level", stats.Closes);
    }

    private static int Of(IReadOnlyList<JsonNode> commands, string text) => commands.Count(c => c["input"]?.ToJsonString().Contains(text, StringComparison.Ordinal) == true);

    // No call within the wait that a 429 asked for.
    private static bool KeptWaits(IReadOnlyList<VendorCall> calls) =>
        !calls.Where(c => c.Fault == FaultKind.TooManyRequests).Any(refused => calls.Any(c => c.At > refused.At && c.At < refused.At + TimeSpan.FromSeconds(39)));
}
