using Sandbox.WhatsApp;

namespace Sandbox.Stories;

/// <summary>Who writes “orders” or “tickets” gets the last of their own.</summary>
internal sealed class HistoryStory : IStory
{
    // How many of each the example shows.
    private const int Most = 5;

    public string Title => "Orders and requests in the chat: the last five of one's own, in the language of the question";

    public IReadOnlyList<string> MappingFiles => ["desk.yaml", "examples/history.yaml"];

    public async Task PlayAsync(Stage stage)
    {
        var (world, chats) = (stage.World, stage.World.WhatsApp.State);
        var (person, orders) = await BuyerAsync(stage, Most + 1);
        var (other, others) = await BuyerAsync(stage, 1);

        await stage.ActAsync($"{person.Name} has ordered {orders.Count} times, {other.Name} once. {person.Name} writes: “Orders”.", () => chats.Write(person, "Orders"));
        var answer = Last(chats, person);
        await stage.HoldsAsync("the answer has their last five orders, newest first", InOrder(answer, orders.Reverse().Take(Most)) && !answer.Contains(orders[0], StringComparison.Ordinal));
        await stage.HoldsAsync("with price and state, and nobody else's", answer.StartsWith("Your last orders:", StringComparison.Ordinal) && answer.Contains("€89.99: in preparation", StringComparison.Ordinal) && !answer.Contains(others[0], StringComparison.Ordinal));

        await stage.ActAsync($"The shop ships the newest. {person.Name} asks in German: “Bestellungen?”", () =>
        {
            world.Shopify.State.Fulfil(world.Shopify.State.Orders.Single(order => order.Name == orders[^1]), 1);
            chats.Write(person, "Bestellungen?");
        });
        await stage.HoldsAsync("the answer is German, and the order is sent by now", Last(chats, person) is var german && german.StartsWith("Ihre letzten Bestellungen:", StringComparison.Ordinal) && german.Contains("89,99 €: versandt", StringComparison.Ordinal));

        await stage.ActAsync($"{other.Name} writes: “orders”.", () => chats.Write(other, "orders"));
        await stage.HoldsAsync("and gets the one of their own", Last(chats, other).Contains(others[0], StringComparison.Ordinal) && orders.All(name => !Last(chats, other).Contains(name, StringComparison.Ordinal)));

        await stage.ActAsync($"{person.Name} writes: “tickets”. Both have a ticket by now, of what they wrote.", () => chats.Write(person, "tickets"));
        var (mine, theirs) = (world.Zendesk.State.TicketsOf(person.Phone)[0], world.Zendesk.State.TicketsOf(other.Phone)[0]);
        await stage.HoldsAsync("the answer has their own ticket, in progress", Lines(Last(chats, person)) is [var line] && line.StartsWith($"• {mine.Id},", StringComparison.Ordinal) && line.EndsWith("in progress", StringComparison.Ordinal) && mine.Id != theirs.Id);

        await stage.ActAsync("The agent solves it.", () => world.Zendesk.State.SetStatus(mine.Id, "solved"));
        var before = chats.SentTo(person).Count;
        await stage.ActAsync($"{person.Name} writes a sentence: “My two orders have not come, where are they?”", () => chats.Write(person, "My two orders have not come, where are they?"));
        await stage.HoldsAsync("which is a question for people, and gets no list", chats.SentTo(person).Count == before && TicketStory.WordsOn(world, mine.Id).Contains("where are they?", StringComparison.Ordinal));
        stage.ShowHoldings();
    }

    private static async Task<(Person Person, IReadOnlyList<string> Orders)> BuyerAsync(Stage stage, int orders)
    {
        var (world, shop) = (stage.World, stage.World.Shopify.State);
        var somebody = world.People.New();
        var buyer = shop.Add(somebody.FirstName, somebody.LastName, somebody.Phone, "en-GB", "DE");
        List<string> names = [];
        for (var n = 0; n < orders; n++) names.Add(shop.Place(buyer).Name);
        await world.SettleAsync(stage.Cancel);
        return (world.WhatsApp.State.Add(somebody.Phone, somebody.Name), names);
    }

    private static string Last(WhatsAppState chats, Person person) => chats.SentTo(person)[^1].Text;

    private static List<string> Lines(string answer) => [.. answer.Split('\n').Where(line => line.StartsWith('•'))];

    private static bool InOrder(string answer, IEnumerable<string> names) => Lines(answer).Select(line => line[2..line.IndexOf(',', 2)]).SequenceEqual(names);
}
