using System.Text.Json.Nodes;
using Sandbox.HubSpot;

namespace Sandbox.Stories;

/// <summary>The conversation stands on the HubSpot contact's timeline, and the contact's deal and consent reach the chat.</summary>
internal sealed class TimelineStory : IStory
{
    private const string News = "deal_news";
    private const string Marketing = "thank_you";
    private const string Consent = "whatsapp_marketing";

    public string Title => "The conversation stands on the HubSpot contact's timeline, a deal's stage reaches the chat, and consent holds on both sides";

    public IReadOnlyList<string> MappingFiles => ["examples/timeline.yaml"];

    public async Task PlayAsync(Stage stage)
    {
        var (world, chats, crm) = (stage.World, stage.World.WhatsApp.State, stage.World.HubSpot.State);
        MakeProperty(crm);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        await stage.PassUntilAsync("Time passes until a Tuesday evening in New York, when sales is closed.", NextAt(zone, world.Clock.GetUtcNow(), DayOfWeek.Tuesday, 20));
        var somebody = world.People.New();
        var person = chats.Add(somebody.Phone, somebody.Name);

        await stage.ActAsync($"{person.Name} writes twice.", () =>
        {
            chats.Write(person, "What does the kitchen cost?");
            chats.Write(person, "With the island, I mean.");
        });
        var contact = crm.Of("contacts").Single();
        await stage.HoldsAsync("they are one contact in HubSpot", contact["phone"] == somebody.Phone);
        var asked = await stage.ArrivedAsync(person, "What does the kitchen cost?", "With the island, I mean.");
        await stage.HoldsAsync("their words stand on the contact's timeline, in order", Timeline(crm, contact) is [var one, var two] && IsSaid(one, somebody.Name, asked[0]) && IsSaid(two, somebody.Name, asked[1]));
        await stage.ActAsync("Somebody of sales, still there, answers from the phone app: “9,000, with the island.”", () => chats.Answer(person, "9,000, with the island."));
        await stage.HoldsAsync("the answer stands on the timeline after them", Timeline(crm, contact) is [_, _, var answer] && IsSaid(answer, "Kairos", "9,000, with the island."));

        var deal = crm.Add("deals", Values(("dealname", "Kitchen"), ("pipeline", "default"), ("dealstage", "appointmentscheduled")));
        await stage.ActAsync("Sales makes a deal of it.", () => crm.Associate(deal, contact));
        await stage.ActAsync("In the evening the deal goes to the next stage.", () => crm.Change(deal, Values(("dealstage", "qualifiedtobuy"))));
        var opens = NextAt(zone, world.Clock.GetUtcNow(), DayOfWeek.Wednesday, 9);
        await stage.HoldsAsync("nothing goes out at night", chats.SentTo(person).Count == 0);
        await stage.HoldsAsync("the news of the deal wait until sales opens", "state=scheduled", held => held is [var news] && (string?)news["route"] == "deal-news" && Stage.DueOf(news) == opens);
        await stage.PassUntilAsync("Time passes until sales opens.", opens);
        var sent = chats.SentTo(person);
        await stage.HoldsAsync("they go out in the morning", sent is [{ Template: News }] && stage.IsPunctual(sent[0], opens));
        await stage.HoldsAsync("and stand on the timeline too, after what was said in the evening", Timeline(crm, contact) is [_, _, _, var news] && IsSaid(news, "Kairos", "we are working on your offer"));

        await stage.ActAsync("The deal goes on within the same day.", () => crm.Change(deal, Values(("dealstage", "contractsent"))));
        await stage.HoldsAsync("no second template on one day", chats.SentTo(person).Count == 1);
        await stage.PassUntilAsync("A day passes.", Later(opens.AddHours(26), sent[0].At.AddHours(25)));
        await stage.ActAsync("The deal goes back, and the next day's news go out.", () => crm.Change(deal, Values(("dealstage", "qualifiedtobuy"))));
        await stage.HoldsAsync("the second template", chats.SentTo(person).Count(message => message.Template == News) == 2);

        await stage.ActAsync($"{person.Name} unsubscribes in HubSpot.", () => crm.Change(contact, Values(("hs_email_optout", "true"))));
        await stage.ActAsync("The deal is won; the route deal-won would send marketing.", () => crm.Change(deal, Values(("dealstage", "closedwon"))));
        await stage.HoldsAsync("the marketing template is refused as opted_out", "reason=opted_out", refused => refused.Any(command => (string?)command["route"] == "deal-won"));
        await stage.HoldsAsync("and did not go out", chats.SentTo(person).All(message => message.Template != Marketing));
        await stage.HoldsAsync("what came from HubSpot is not written back to it", contact[Consent].Length == 0);

        await StopAsync(stage);
        stage.ShowHoldings();
    }

    private static async Task StopAsync(Stage stage)
    {
        var (world, chats, crm) = (stage.World, stage.World.WhatsApp.State, stage.World.HubSpot.State);
        var somebody = world.People.New();
        var person = chats.Add(somebody.Phone, somebody.Name);
        await stage.ActAsync($"{person.Name} writes, and is a contact.", () => chats.Write(person, "Hello"));
        var contact = crm.Of("contacts").Single(one => one["phone"] == somebody.Phone);

        await stage.ActAsync($"{person.Name} writes: “STOP”", () => chats.Write(person, "STOP"));
        await stage.HoldsAsync("HubSpot shows it at the contact", contact[Consent] == "no");
        await stage.HoldsAsync("and on the timeline, in their own words", crm.With(contact, "notes").Any(note => note["hs_note_body"].Contains("STOP", StringComparison.Ordinal)));
        await stage.HoldsAsync("where the hub's confirmation stands too", Timeline(crm, contact) is [_, _, var confirmation] && confirmation["hs_communication_body"].Contains("Kairos", StringComparison.Ordinal));

        // What the hub has changed HubSpot tells as any change, by webhooks of the same kind.
        var events = await world.Api.EventsAsync("", stage.Cancel);
        await stage.HoldsAsync("the hub's own writes came back from HubSpot and are known as such", events.Any(e => IsOfContact(e) && (string?)e["reason"] == "echo"));
        await stage.HoldsAsync("they started nothing", !events.Any(e => IsOfContact(e) && (string?)e["state"] == "applied" && (string?)e["subject"] == $"crm/contact/{contact.Key}"));
    }

    private static bool IsOfContact(JsonNode e) => (string?)e["type"] is "hubspot.contact.changed" or "hubspot.contact.created";

    private static IReadOnlyList<CrmRecord> Timeline(HubSpotState crm, CrmRecord contact) => [.. crm.With(contact, "communications").OrderBy(message => message["hs_timestamp"], StringComparer.Ordinal)];

    private static bool IsSaid(CrmRecord message, string author, string words) =>
        message["hs_communication_body"] is var body && body.Contains(author, StringComparison.Ordinal) && body.Contains(words, StringComparison.Ordinal);

    private static Dictionary<string, string> Values(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) all[name] = value;
        return all;
    }

    // As the example asks: somebody makes it once.
    private static void MakeProperty(HubSpotState crm) => crm.WithProperties("contacts", all =>
    {
        all.AddGroup("contacts", new JsonObject { ["name"] = "whatsapp", ["label"] = "WhatsApp" });
        return all.Add("contacts", new JsonObject { ["name"] = Consent, ["label"] = "Marketing by WhatsApp", ["type"] = "string", ["fieldType"] = "text", ["groupName"] = "whatsapp" });
    });

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // The next such day of the week at this hour, by the clock of the zone.
    private static DateTimeOffset NextAt(TimeZoneInfo zone, DateTimeOffset now, DayOfWeek day, int hour)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).Date.AddHours(hour);
        while (local.DayOfWeek != day || new DateTimeOffset(local, zone.GetUtcOffset(local)) <= now) local = local.AddDays(1);
        return new(local, zone.GetUtcOffset(local));
    }
}
