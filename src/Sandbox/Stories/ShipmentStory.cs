using System.Text.Json.Nodes;
using Sandbox.Shopify;
using Sandbox.WhatsApp;

namespace Sandbox.Stories;

/// <summary>A shipment reaches the buyer's WhatsApp.</summary>
internal sealed class ShipmentStory : IStory
{
    private const string Shipped = "order_shipped";

    public string Title => "A shipment reaches the buyer's WhatsApp, once a parcel, in the order's language";

    public async Task PlayAsync(Stage stage)
    {
        await TwoParcelsAsync(stage, "de-DE", "de", "Hallo");
        await TwoParcelsAsync(stage, "en-GB", "en", "Hi");
        await WithoutWhatsAppAsync(stage, Reach.RefusedAtOnce, "at once");
        await WithoutWhatsAppAsync(stage, Reach.RefusedLater, "by a later status");
        stage.ShowHoldings();
    }

    /// <summary>The <c>order_shipped</c> messages that a person got.</summary>
    public static IReadOnlyList<ChatMessage> ShippedTo(World world, Person person) => [.. world.WhatsApp.State.SentTo(person).Where(m => m.Template == Shipped)];

    private static async Task TwoParcelsAsync(Stage stage, string locale, string language, string greeting)
    {
        var (world, shop) = (stage.World, stage.World.Shopify.State);
        var somebody = world.People.New();
        var person = world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
        var buyer = shop.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, locale, "DE");
        var order = shop.Place(buyer);
        Fulfillment? fulfillment = null;

        await stage.ActAsync($"{somebody.Name} has ordered {order.Name} (language {locale}). The shop prepares a shipment of two parcels: pending.", () => fulfillment = shop.Fulfil(order, 2, "pending"));
        await stage.HoldsAsync("a pending shipment tells the buyer nothing", ShippedTo(world, person).Count == 0);

        await stage.ActAsync("The parcels are handed over: the shipment becomes success.", () => shop.Move(order, fulfillment!, "success"));
        var sent = ShippedTo(world, person);
        await stage.HoldsAsync($"the buyer has got {Shipped} once for each of the two parcels", sent.Count == 2 && sent.Select(m => m.Parameters[^1]).ToHashSet().SetEquals(fulfillment!.Parcels.Select(p => p.Url)));
        await stage.HoldsAsync($"with name, order number and tracking link, in {language}", sent.All(m => m.Language == language && m.Text.StartsWith($"{greeting} {somebody.FirstName}", StringComparison.Ordinal) && m.Parameters.Contains(order.Name)));
        var history = await world.Api.ThreadAsync(somebody.Phone, stage.Cancel);
        await stage.HoldsAsync("sent, delivered and read stand on both messages in the hub's history", sent.All(m => IsRead(history, m.Id, world.IsStormy)));
        await stage.HoldsAsync("the order carries the tag whatsapp-sent", shop.TagsOf(order).SequenceEqual(["whatsapp-sent"]));

        await stage.HoldsAsync("whoever searches the hub for the order's number or the buyer's phone finds both messages", await FoundByAsync(world, [order.Name, somebody.Phone, somebody.TypedPhone], 2, stage.Cancel));

        await stage.ActAsync("The same webhooks come three times more.", () =>
        {
            var all = world.Shopify.Sent.Sent.Where(w => w.Line == order.Gid).ToList();
            for (var i = 0; i < 3; i++) world.Shopify.Sent.SendAgain(all);
        });
        await stage.ActAsync("Late ones come: the old pending state, and an update that changes nothing.", () =>
        {
            shop.TellAgain(order, fulfillment!, "pending", TimeSpan.FromSeconds(-30));
            shop.Move(order, fulfillment!, "success");
        });
        await stage.HoldsAsync("nothing more has been sent", ShippedTo(world, person).Count == 2);
        await stage.HoldsAsync("and no other tag set", shop.TagsOf(order).SequenceEqual(["whatsapp-sent"]));
    }

    private static async Task WithoutWhatsAppAsync(Stage stage, Reach reach, string how)
    {
        var (world, shop) = (stage.World, stage.World.Shopify.State);
        var somebody = world.People.New();
        world.WhatsApp.State.Add(somebody.Phone, somebody.Name, reach);
        var order = shop.Place(shop.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE"));

        await stage.ActAsync($"{somebody.Name} has ordered {order.Name} and has no WhatsApp: 131026 {how}. The shop ships.", () => shop.Fulfil(order, 1));
        await stage.HoldsAsync("an after route has given the order the tag whatsapp-failed", shop.TagsOf(order).Contains("whatsapp-failed"));
    }

    private static async Task<bool> FoundByAsync(World world, IReadOnlyList<string> texts, int messages, CancellationToken cancel)
    {
        foreach (var text in texts)
        {
            var found = await world.Api.SearchAsync(text, cancel);
            var shipped = (found["commands"] as JsonArray ?? []).Count(c => (string?)c?["route"] == "shipped" && (string?)c["state"] == "done");
            if (shipped != messages || found["events"] is not JsonArray { Count: > 0 }) return false;
        }

        return true;
    }

    // A status that comes after a later one is stale: the later one stands.
    private static bool IsRead(JsonNode? history, string id, bool isStormy) =>
        history?["messages"] is JsonArray messages
        && messages.FirstOrDefault(m => (string?)m?["id"] == id) is { } message
        && (string?)message["status"] == "read"
        && (isStormy || (message["statuses"] as JsonArray ?? []).Select(s => (string?)s?["status"]).ToHashSet().IsSupersetOf(["sent", "delivered", "read"]));
}
