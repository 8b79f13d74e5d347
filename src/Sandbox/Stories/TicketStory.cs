using System.Globalization;
using Sandbox.WhatsApp;
using Sandbox.Zendesk;

namespace Sandbox.Stories;

/// <summary>A WhatsApp thread is a Zendesk ticket, both ways.</summary>
internal sealed class TicketStory : IStory
{
    public string Title => "A WhatsApp thread is a Zendesk ticket, both ways";

    public async Task PlayAsync(Stage stage)
    {
        var (person, ticket) = await FirstMessageAsync(stage);
        await SixtyMoreAsync(stage, person, ticket);
        await TwoAtOnceAsync(stage);
        await AgentAsync(stage, person, ticket);
        await CommentAndSolveAsync(stage, statusFirst: false);
        await CommentAndSolveAsync(stage, statusFirst: true);
        await ReopenAsync(stage);
        await FollowUpAsync(stage);
        stage.ShowHoldings();
    }

    /// <summary>The words of a person that the ticket holds, in the order of its comments.</summary>
    public static string WordsOn(World world, long ticket) => string.Join('\n', world.Zendesk.State.CommentsOf(ticket).Where(c => !c.Author.IsStaff).Select(c => c.Body));

    /// <summary>A new person who has WhatsApp.</summary>
    public static Person Newcomer(World world)
    {
        var somebody = world.People.New();
        return world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
    }

    private static async Task<(Person Person, Ticket Ticket)> FirstMessageAsync(Stage stage)
    {
        var world = stage.World;
        var person = Newcomer(world);
        await stage.ActAsync($"{person.Name} writes for the first time: “My lamp flickers.”", () => world.WhatsApp.State.Write(person, "My lamp flickers."));
        var tickets = world.Zendesk.State.TicketsOf(person.Phone);
        await stage.HoldsAsync("one ticket has been opened", tickets.Count == 1);
        var ticket = tickets[0];
        await stage.HoldsAsync("with requester, subject and text", ticket.Requester.Name == person.Name && ticket.Subject.Length > 0 && WordsOn(world, ticket.Id).Contains("My lamp flickers.", StringComparison.Ordinal));
        return (person, ticket);
    }

    private static async Task SixtyMoreAsync(Stage stage, Person person, Ticket ticket)
    {
        var world = stage.World;
        await stage.ActAsync($"{person.Name} writes 60 more messages within a minute.", () =>
        {
            for (var n = 1; n <= 60; n++) world.WhatsApp.State.Write(person, string.Create(CultureInfo.InvariantCulture, $"line {n:D2} of 60"));
        });
        var words = WordsOn(world, ticket.Id);
        var arrived = await stage.ArrivedAsync(person, [.. Enumerable.Range(1, 60).Select(n => string.Create(CultureInfo.InvariantCulture, $"line {n:D2} of 60"))]);
        var places = arrived.Select(line => words.IndexOf(line, StringComparison.Ordinal)).ToList();
        await stage.HoldsAsync("all 60 stand on the ticket, in their order, each once", places.TrueForAll(p => p >= 0) && places.SequenceEqual(places.Order()) && Count(words, " of 60") == 60);
        await stage.HoldsAsync("and the limit of 30 updates in 10 minutes was not touched", world.Zendesk.Log.Calls.All(c => c.Status != 429 || c.Fault is not null) && ticket.Updates.Count < 30);
        await stage.HoldsAsync("it is still one ticket", world.Zendesk.State.TicketsOf(person.Phone).Count == 1);
    }

    private static async Task TwoAtOnceAsync(Stage stage)
    {
        var world = stage.World;
        var person = Newcomer(world);
        await stage.ActAsync($"Two first messages of {person.Name} arrive at the same instant.", () =>
        {
            world.WhatsApp.State.Write(person, "Hello?", line: $"{person.WaId}/a");
            world.WhatsApp.State.Write(person, "Is anybody there?", line: $"{person.WaId}/b");
        });
        var tickets = world.Zendesk.State.TicketsOf(person.Phone);
        await stage.HoldsAsync("they make one ticket", tickets.Count == 1);
        var words = WordsOn(world, tickets[0].Id);
        await stage.HoldsAsync("that holds both", Count(words, "Hello?") == 1 && Count(words, "Is anybody there?") == 1);
    }

    private static async Task AgentAsync(Stage stage, Person person, Ticket ticket)
    {
        var (world, desk) = (stage.World, stage.World.Zendesk.State);
        await stage.ActAsync($"The agent answers on ticket {ticket.Id}: “Is the bulb loose?”", () => desk.Reply(ticket.Id, "Is the bulb loose?"));
        await stage.HoldsAsync("the public reply reaches the customer", Received(world, person).SequenceEqual(["Is the bulb loose?"]));
        await stage.ActAsync("The agent writes an internal note: “Ask the workshop.”", () => desk.Reply(ticket.Id, "Ask the workshop.", isPublic: false));
        await stage.HoldsAsync("the private note does not, and the hub's own comments do not come back", Received(world, person).SequenceEqual(["Is the bulb loose?"]));
    }

    private static async Task CommentAndSolveAsync(Stage stage, bool statusFirst)
    {
        var (world, desk) = (stage.World, stage.World.Zendesk.State);
        var (person, ticket) = await OpenAsync(stage, "Where is my invoice?");
        await stage.ActAsync($"The agent comments and solves ticket {ticket.Id} by one click; the webhook of the {(statusFirst ? "status" : "comment")} comes first.", () => desk.Reply(ticket.Id, "It is in your mail.", status: "solved", statusFirst: statusFirst));
        await stage.HoldsAsync("the comment is delivered", Received(world, person).SequenceEqual(["It is in your mail."]));
    }

    private static async Task ReopenAsync(Stage stage)
    {
        var (world, desk) = (stage.World, stage.World.Zendesk.State);
        var (person, ticket) = await OpenAsync(stage, "The door squeaks.");
        await stage.ActAsync($"The agent solves ticket {ticket.Id}.", () => desk.SetStatus(ticket.Id, "solved"));
        await stage.PassAsync("Two days pass.", TimeSpan.FromHours(48));
        await stage.ActAsync($"{person.Name} writes again, within the reopen window: “It still squeaks.”", () => world.WhatsApp.State.Write(person, "It still squeaks."));
        await stage.HoldsAsync("the ticket is open again and holds the message", ticket.Status == "open" && Count(WordsOn(world, ticket.Id), "It still squeaks.") == 1 && desk.TicketsOf(person.Phone).Count == 1);

        await stage.ActAsync($"The agent solves ticket {ticket.Id} again.", () => desk.SetStatus(ticket.Id, "solved"));
        await stage.PassAsync("Four days pass.", TimeSpan.FromHours(96));
        await stage.ActAsync($"{person.Name} writes after the reopen window: “Now it is the window.”", () => world.WhatsApp.State.Write(person, "Now it is the window."));
        var tickets = desk.TicketsOf(person.Phone);
        await stage.HoldsAsync("a new ticket is opened", tickets.Count == 2 && Count(WordsOn(world, tickets[1].Id), "Now it is the window.") == 1 && ticket.Status == "solved");
    }

    private static async Task FollowUpAsync(Stage stage)
    {
        var (world, desk) = (stage.World, stage.World.Zendesk.State);
        var (person, ticket) = await OpenAsync(stage, "The table wobbles.");
        await stage.ActAsync($"The agent solves ticket {ticket.Id}, and a rule closes it.", () =>
        {
            desk.SetStatus(ticket.Id, "solved");
            desk.SetStatus(ticket.Id, "closed");
        });
        await stage.ActAsync($"{person.Name} writes twice at the same instant: “It wobbles again.” and “On three legs.”", () =>
        {
            world.WhatsApp.State.Write(person, "It wobbles again.");
            world.WhatsApp.State.Write(person, "On three legs.");
        });
        var tickets = desk.TicketsOf(person.Phone);
        await stage.HoldsAsync("the closed ticket gets one follow-up", tickets.Count == 2 && tickets[1].FollowsUp == ticket.Id);
        await stage.HoldsAsync("that holds both texts, in order", InOrder(WordsOn(world, tickets[1].Id), await stage.ArrivedAsync(person, "It wobbles again.", "On three legs.")));
        await stage.ActAsync($"{person.Name} writes: “Now it fell.”", () => world.WhatsApp.State.Write(person, "Now it fell."));
        await stage.HoldsAsync("and the next message joins it", desk.TicketsOf(person.Phone).Count == 2
            && InOrder(WordsOn(world, tickets[1].Id), await stage.ArrivedAsync(person, "It wobbles again.", "On three legs.", "Now it fell.")));
    }

    private static async Task<(Person Person, Ticket Ticket)> OpenAsync(Stage stage, string text)
    {
        var person = Newcomer(stage.World);
        await stage.ActAsync($"{person.Name} writes: “{text}”", () => stage.World.WhatsApp.State.Write(person, text));
        var tickets = stage.World.Zendesk.State.TicketsOf(person.Phone);
        await stage.HoldsAsync("a ticket is opened", tickets.Count == 1);
        return (person, tickets[0]);
    }

    private static bool InOrder(string words, params IReadOnlyList<string> texts)
    {
        var places = texts.Select(text => words.IndexOf(text, StringComparison.Ordinal)).ToList();
        return texts.All(text => Count(words, text) == 1) && places.SequenceEqual(places.Order());
    }

    private static IReadOnlyList<string> Received(World world, Person person) => [.. world.WhatsApp.State.SentTo(person).Select(m => m.Text)];

    /// <summary>How often a text stands in another.</summary>
    public static int Count(string text, string part) => text.Split(part).Length - 1;
}
