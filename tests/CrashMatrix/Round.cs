using System.Globalization;
using System.Text;
using Sandbox;
using Sandbox.Shopify;
using Sandbox.Stories;
using Sandbox.Vendors;
using Sandbox.WhatsApp;

namespace CrashMatrix;

/// <summary>Which webhook of a round comes a day late.</summary>
internal enum Late
{
    None,
    Shipment,
    Message,
    Answer,
}

/// <summary>
/// Stories 1 and 2 once: a shipment of two parcels with its webhooks twice over, a new customer's four messages, two of them at the same instant, and
/// an agent's answers and note on an earlier ticket. It knows what the vendors must hold of it.
/// </summary>
internal sealed class Round
{
    // Beyond max_age of the shipment and beyond the window of an answer.
    private static readonly TimeSpan Day = TimeSpan.FromHours(25);

    private readonly World world;
    private readonly Late late;
    private readonly DateTimeOffset began;
    private readonly (Order Order, Fulfillment Fulfillment, Person Buyer)? shipment;
    private readonly List<string> words = [];
    private readonly List<(Person To, string Text)> answers = [];
    private readonly List<(Person To, string Text)> notes = [];
    private Person? waiting;

    private Round(World world, int number, Round? before, Late late, bool isChatOnly)
    {
        this.world = world;
        this.late = late;
        began = world.Clock.GetUtcNow();
        if (!isChatOnly) shipment = Ship(Late.Shipment == late);
        Customer = TicketStory.Newcomer(world);
        var chats = world.WhatsApp.State;
        words.AddRange(Enumerable.Range(1, 4).Select(n => string.Create(CultureInfo.InvariantCulture, $"question {number}.{n}.")));
        chats.Write(Customer, words[0], line: $"{Customer.WaId}/a");
        chats.Write(Customer, words[1], line: $"{Customer.WaId}/b");
        chats.Write(Customer, words[2]);
        if (late == Late.Message) Put(world.WhatsApp.Faults, () => chats.Write(Customer, words[3]));
        else chats.Write(Customer, words[3]);
        if (before is null || isChatOnly || world.Zendesk.State.TicketsOf(before.Customer.Phone) is not [var ticket, ..]) return;
        world.Zendesk.State.Reply(ticket.Id, Note(before.Customer, string.Create(CultureInfo.InvariantCulture, $"note {number}.")), isPublic: false);
        for (var n = 1; n <= 2; n++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"answer {number}.{n}.");
            if (n == 2 && late == Late.Answer) Put(world.Zendesk.Faults, () => Answer(before.Customer, ticket.Id, text));
            else Answer(before.Customer, ticket.Id, text);
        }

        waiting = before.Customer;
    }

    /// <summary>The customer who writes.</summary>
    public Person Customer { get; }

    /// <summary>Begins it: the vendors' webhooks are on their way.</summary>
    public static Round Begin(World world, int number, Round? before, Late late, bool isChatOnly = false) => new(world, number, before, late, isChatOnly);

    /// <summary>The agent answers as soon as there is a ticket.</summary>
    public void AnswerEarly(long ticket)
    {
        for (var n = 1; n <= 2; n++) Answer(Customer, ticket, $"early {n} for {Customer.WaId}.");
    }

    /// <summary>Perhaps a day later: who was answered writes again, since an answer may wait because the window has closed.</summary>
    public void WriteAgain()
    {
        if (waiting is not { } person) return;
        waiting = null;
        world.WhatsApp.State.Write(person, $"back again, for {Customer.WaId}");
    }

    /// <summary>The customer writes another message.</summary>
    public string WriteMore()
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"more {words.Count} from {Customer.WaId}.");
        words.Add(said);
        world.WhatsApp.State.Write(Customer, said);
        return said;
    }

    /// <summary>Whether a ticket of the customer holds the words.</summary>
    public bool IsOnTicket(string said) => WordsOnTickets().Contains(said, StringComparison.Ordinal);

    /// <summary>Counts what the vendors hold of it.</summary>
    public async Task CountAsync(Effects effects, CancellationToken cancel)
    {
        var open = (await world.Api.CommandsAsync("connection=wa&state=parked", cancel)).Where(c => (string?)c["reason"] == "unknown").Select(c => c["input"]?.ToJsonString() ?? "").ToList();
        int Unknown(params IReadOnlyList<string> parts) => open.Count(input => parts.All(part => input.Contains(part, StringComparison.Ordinal)));
        if (shipment is var (order, fulfillment, buyer)) CountShipment(effects, order, fulfillment, buyer, Unknown);

        effects.Exactly($"the ticket of {Customer.Name}", world.Zendesk.State.TicketsOf(Customer.Phone).Count);
        var text = WordsOnTickets();
        foreach (var said in words) effects.Exactly(said, TicketStory.Count(text, said));
        await CountMessagesAsync(effects, text, cancel);

        foreach (var (to, answer) in answers)
        {
            var held = world.WhatsApp.State.SentTo(to).Count(m => m.Text == answer);
            if (IsGivenUp(answer)) effects.AtMostOnce(answer, held);
            else effects.Blind(answer, held, Unknown(answer));
        }

        foreach (var (to, note) in notes) effects.Never(note, world.WhatsApp.State.SentTo(to).Count(m => m.Text.Contains(note, StringComparison.Ordinal)));
        foreach (var to in answers.Select(a => a.To).Distinct()) await CountAnswersAsync(effects, to, cancel);
    }

    private string WordsOnTickets() => string.Join('\n', world.Zendesk.State.TicketsOf(Customer.Phone).Select(t => TicketStory.WordsOn(world, t.Id)));

    private static void Put(FaultSwitch faults, Action act)
    {
        var usual = faults.On;
        faults.Clear();
        faults.Set(new(FaultKind.Delay, Count: 1, Seconds: Day.TotalSeconds));
        act();
        faults.Clear();
        foreach (var fault in usual) faults.Set(fault);
    }

    private (Order Order, Fulfillment Fulfillment, Person Buyer) Ship(bool isLate)
    {
        var (shop, chats) = (world.Shopify.State, world.WhatsApp.State);
        var somebody = world.People.New();
        var buyer = chats.Add(somebody.Phone, somebody.Name);
        var order = shop.Place(shop.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE"));
        var fulfillment = shop.Fulfil(order, 2, "pending");
        if (isLate)
        {
            // The first webhook of the move is the shipment's own.
            Put(world.Shopify.Faults, () => shop.Move(order, fulfillment, "success"));
            return (order, fulfillment, buyer);
        }

        shop.Move(order, fulfillment, "success");
        world.Shopify.Sent.SendAgain(world.Shopify.Sent.Sent.Where(w => w.Line == order.Gid).ToList());
        return (order, fulfillment, buyer);
    }

    private string Note(Person to, string text)
    {
        notes.Add((to, text));
        return text;
    }

    private void Answer(Person to, long ticket, string text)
    {
        world.Zendesk.State.Reply(ticket, text);
        answers.Add((to, text));
    }

    private void CountShipment(Effects effects, Order order, Fulfillment fulfillment, Person buyer, Func<IReadOnlyList<string>, int> unknown)
    {
        var sent = world.WhatsApp.State.SentTo(buyer);
        var tags = world.Shopify.State.TagsOf(order);
        foreach (var parcel in fulfillment.Parcels)
        {
            var held = sent.Count(m => m.Parameters.Contains(parcel.Url));

            // Too old when its webhook comes; a comparison with the shop may have found it before.
            if (late == Late.Shipment)
            {
                effects.AtMostOnce($"{parcel.Url}, whose webhook comes a day late", held);
                effects.Never($"{parcel.Url}, a day late", sent.Count(m => m.Parameters.Contains(parcel.Url) && m.At - began >= Day));
            }
            else
            {
                effects.Blind(parcel.Url, held, unknown([parcel.Url]));
            }
        }

        effects.Blind($"the question after {order.Name}", sent.Count(m => m.Template == "how_was_it"), unknown(["how_was_it", $"\"{order.Name}\""]));
        effects.Exactly($"the tag an-hour-later of {order.Name}", tags.Count(tag => tag == "an-hour-later"));
        effects.Never($"the tag unwanted of {order.Name}", tags.Count(tag => tag == "unwanted"));
        if (ShipmentStory.ShippedTo(world, buyer).Count > 0) effects.Exactly($"the tag whatsapp-sent of {order.Name}", tags.Count(tag => tag == "whatsapp-sent"));
    }

    // The order of the inbox is the order on the ticket, whatever the vendor's own repetitions made of it.
    private async Task CountMessagesAsync(Effects effects, string text, CancellationToken cancel)
    {
        var inbox = (await world.Api.InboxAsync($"wa/{world.WhatsApp.Settings["PhoneNumberId"]}/{Customer.WaId}", "whatsapp.message.received", cancel)).Select(data => (string)data["text"]!).Where(words.Contains).ToList();
        if (inbox.Count != words.Count) effects.Break($"{inbox.Count} messages of {Customer.Name} came in");
        effects.Order($"the words of {Customer.Name}", [.. inbox.Select(said => text.IndexOf(said, StringComparison.Ordinal)).Where(place => place >= 0)]);
    }

    private async Task CountAnswersAsync(Effects effects, Person to, CancellationToken cancel)
    {
        var sent = world.WhatsApp.State.SentTo(to).Select(m => m.Text).ToList();
        List<int> places = [];
        foreach (var ticket in world.Zendesk.State.TicketsOf(to.Phone))
        {
            var inbox = await world.Api.InboxAsync(string.Create(CultureInfo.InvariantCulture, $"desk/ticket/{ticket.Id}"), "zendesk.comment.created", cancel);
            places.AddRange(inbox.Select(data => sent.IndexOf((string)data["body"]!)).Where(place => place >= 0));
        }

        effects.Order($"the answers to {to.Name}", places);
    }

    // Zendesk gives a webhook up after a few tries that nobody answered.
    private bool IsGivenUp(string answer) => world.Zendesk.Webhooks.Lost.Any(webhook => Encoding.UTF8.GetString(webhook.Body).Contains(answer, StringComparison.Ordinal));
}
