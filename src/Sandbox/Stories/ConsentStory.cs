using System.Text.Json.Nodes;
using Sandbox.Shopify;
using Sandbox.WhatsApp;

namespace Sandbox.Stories;

/// <summary>The customer says STOP, and later START.</summary>
internal sealed class ConsentStory : IStory
{
    private const string Marketing = "how_was_it";

    public string Title => "STOP ends marketing and nothing else; START brings it back";

    public async Task PlayAsync(Stage stage)
    {
        var (world, chats, shop) = (stage.World, stage.World.WhatsApp.State, stage.World.Shopify.State);
        var somebody = world.People.New();
        var person = chats.Add(somebody.Phone, somebody.Name);
        var buyer = shop.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE");

        await stage.ActAsync($"{person.Name} writes: “STOP”", () => chats.Write(person, "STOP"));
        await stage.HoldsAsync("a confirmation goes out", chats.SentTo(person).Count == 1);
        await stage.HoldsAsync("consent is recorded with its evidence", Consents(await world.Api.ThreadAsync(somebody.Phone, stage.Cancel)) is [var stop] && !IsAllowed(stop) && (string?)stop["wording"] == "STOP" && (string?)stop["evidence"] is { Length: > 0 });

        await ShipAsync(stage, buyer, "The shop ships an order; the route of marketing.yaml would ask how it was.");
        await stage.HoldsAsync("the marketing template is refused as opted_out", "reason=opted_out", refused => refused.Any(c => c.ToJsonString().Contains(Marketing, StringComparison.Ordinal) && (string?)c["state"] == "refused"));
        await stage.HoldsAsync("and did not go out", Templates(chats, person).All(t => t != Marketing));
        await stage.HoldsAsync("the order update still does", Templates(chats, person).Contains("order_shipped"));

        await stage.ActAsync($"{person.Name} writes: “START”", () => chats.Write(person, "START"));
        await stage.HoldsAsync("the new consent is recorded beside the old one", Consents(await world.Api.ThreadAsync(somebody.Phone, stage.Cancel)) is [.., var start] all && all.Count == 2 && all.Count(IsAllowed) == 1 && (string?)start["evidence"] is { Length: > 0 });
        await ShipAsync(stage, buyer, "The shop ships another order.");
        await stage.HoldsAsync("the marketing template goes out again", Templates(chats, person).Contains(Marketing));
        stage.ShowHoldings();
    }

    private static Task ShipAsync(Stage stage, Buyer buyer, string what) => stage.ActAsync(what, () =>
    {
        var shop = stage.World.Shopify.State;
        shop.Fulfil(shop.Place(buyer), 1);
    });

    private static IReadOnlyList<string?> Templates(WhatsAppState chats, Person person) => [.. chats.SentTo(person).Select(m => m.Template)];

    private static IReadOnlyList<JsonNode> Consents(JsonNode? thread) => [.. (thread?["customer"]?["consents"] as JsonArray ?? []).Select(c => c!)];

    private static bool IsAllowed(JsonNode consent) => (bool?)consent["allowed"] == true;
}
