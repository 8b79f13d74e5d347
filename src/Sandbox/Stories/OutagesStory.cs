using System.Globalization;
using Sandbox.Shopify;
using Sandbox.Vendors;
using Sandbox.WhatsApp;

namespace Sandbox.Stories;

/// <summary>Each vendor is down in turn while the others go on; then all records agree, and comparing finds nothing.</summary>
internal sealed class OutagesStory : IStory
{
    private const int Each = 3;
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Return = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortStep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongStep = TimeSpan.FromMinutes(1);

    public string Title => "Each vendor is down for twenty minutes in turn: the others go on, its own lines move within a minute of its return, and all records agree";

    public IReadOnlyList<string> MappingFiles => ["desk.yaml", "shipping.yaml", "../src/Sandbox/Stories/everywhere.yaml"];

    // Comparisons are asked for by hand here: what they find is counted.
    public IReadOnlyDictionary<string, string> HubSettings => new Dictionary<string, string> { ["Hub:ReconcileEvery"] = "00:00:00" };

    public async Task PlayAsync(Stage stage)
    {
        var world = stage.World;
        List<Scene> scenes = [];
        foreach (var down in world.Vendors) scenes.Add(await BeDownAsync(stage, down));

        await AgreeAsync(stage, scenes, "now");
        var stats = await world.Api.StatsAsync(stage.Cancel);
        await stage.HoldsAsync("the hub's books close on every level, and nothing is parked or unknown", (stats.Closes, stats.Commands("parked"), stats.Commands("unknown"), stats.Events("parked")) == (true, 0, 0, 0));
        await CompareAsync(stage);
        await AgreeAsync(stage, scenes, "after the comparisons too");
        stage.ShowHoldings();
    }

    private static async Task<Scene> BeDownAsync(Stage stage, IVendor down)
    {
        var world = stage.World;
        var began = world.Clock.GetUtcNow();

        Scene scene = new(down.Name, [], []);
        down.Faults.Set(new(FaultKind.ServerError, Rate: 1));
        await stage.ActAsync($"{down.Name} answers 503 to everything. {Each} people write, and the shop ships {Each} orders.", () => Begin(world, scene),
            $"only what goes by way of {down.Name} waits", world.IsStormy ? LongStep : ShortStep, () => OnlyWaitsFor(world, scene, down.Name));
        await stage.HoldsInTimeAsync("all that has nothing to do with it is there at once", () => world.Clock.GetUtcNow() - began < Return);

        await stage.ActAsync("Twenty minutes pass.", () => { }, "twenty minutes pass", LongStep, () => world.Clock.GetUtcNow() >= began + Outage);
        await stage.HoldsAsync($"after twenty minutes only that waits: {string.Join(", ", Lacking(world, scene).Distinct(StringComparer.Ordinal))}", OnlyWaitsFor(world, scene, down.Name));

        world.RestoreFaults(down);
        var back = world.Clock.GetUtcNow();
        if (world.IsStormy) await stage.ActAsync($"{down.Name} is back.", () => { });
        else await stage.ActAsync($"{down.Name} is back.", () => { }, $"what waited for {down.Name} is there", ShortStep, () => Lacking(world, scene).Count == 0);
        await stage.HoldsAsync($"what waited for {down.Name} is there", Lacking(world, scene).Count == 0);
        await stage.HoldsInTimeAsync("its lines move again within a minute", () => down.Log.Calls.Any(call => call.At >= back && call.At < back + Return && call.Status is >= 200 and < 300));
        await stage.HoldsInTimeAsync(string.Create(CultureInfo.InvariantCulture, $"and all that waited is there after {(world.Clock.GetUtcNow() - back).TotalSeconds:0} s"), () => world.Clock.GetUtcNow() - back < Return);
        await world.SettleAsync(stage.Cancel);
        return scene;
    }

    private static void Begin(World world, Scene scene)
    {
        for (var n = 0; n < Each; n++)
        {
            var writer = TicketStory.Newcomer(world);
            world.WhatsApp.State.Write(writer, Words(scene));
            scene.Writers.Add(writer);
            var (buyer, order) = Order(world);
            world.Shopify.State.Fulfil(order, 1);
            scene.Orders.Add((buyer, order));
        }
    }

    /// <summary>Somebody orders.</summary>
    public static (Person Buyer, Order Order) Order(World world)
    {
        var somebody = world.People.New();
        var buyer = world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
        return (buyer, world.Shopify.State.Place(world.Shopify.State.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE")));
    }

    // Zoho sends each notification once: what a storm has dropped the comparison alone finds.
    private static async Task CompareAsync(Stage stage)
    {
        var world = stage.World;
        await stage.PassAsync("Some minutes pass, and each connection is compared with its vendor.", TimeSpan.FromMinutes(5));
        var comparing = new Comparing(world);
        string[] compared = ["desk", "shop", "crm", "zoho", "bookings"];
        foreach (var connection in compared)
        {
            var repaired = await comparing.RunAsync(connection, stage.Cancel);
            await stage.HoldsAsync(string.Create(CultureInfo.InvariantCulture, $"{connection}: {repaired} changes that no webhook had brought"), repaired == 0 || (world.IsStormy && connection == "zoho"));
        }

        await world.SettleAsync(stage.Cancel);
        foreach (var connection in compared)
        {
            var repaired = await comparing.RunAsync(connection, stage.Cancel);
            await stage.HoldsAsync($"{connection}: none when it is compared again", repaired == 0);
        }
    }

    private static async Task AgreeAsync(Stage stage, IReadOnlyList<Scene> scenes, string when)
    {
        var world = stage.World;
        foreach (var scene in scenes)
        {
            await stage.HoldsAsync($"who wrote while {scene.Down} was down is one record in every system {when}, with their words once", scene.Writers.TrueForAll(writer => IsOnceEverywhere(world, scene, writer)));
            await stage.HoldsAsync("and each shipment was told once, its order tagged once", scene.Orders.TrueForAll(one => ShipmentStory.ShippedTo(world, one.Buyer).Count == 1 && world.Shopify.State.TagsOf(one.Order).SequenceEqual(["whatsapp-sent"])));
        }
    }

    private static bool IsOnceEverywhere(World world, Scene scene, Person person) =>
        world.Zendesk.State.TicketsOf(person.Phone) is [var ticket]
        && TicketStory.Count(TicketStory.WordsOn(world, ticket.Id), Words(scene)) == 1
        && (InHubSpot(world, person), InZoho(world, person), AtSquare(world, person)) == (1, 1, 1);

    private static bool OnlyWaitsFor(World world, Scene scene, string down) => Lacking(world, scene) is { Count: > 0 } lacking && lacking.TrueForAll(what => WaitsFor(what, down));

    // A shipment is told and its order tagged by way of the shop and of WhatsApp; everything else waits for its own vendor alone.
    private static bool WaitsFor(string what, string down) => what == down || (what is "shipment" or "tag" && down is "shopify" or "whatsapp");

    private static List<string> Lacking(World world, Scene scene)
    {
        List<string> lacking = [];
        foreach (var writer in scene.Writers)
        {
            if (world.Zendesk.State.TicketsOf(writer.Phone).Count == 0) lacking.Add("zendesk");
            if (InHubSpot(world, writer) == 0) lacking.Add("hubspot");
            if (InZoho(world, writer) == 0) lacking.Add("zoho");
            if (AtSquare(world, writer) == 0) lacking.Add("square");
        }

        foreach (var (buyer, order) in scene.Orders)
        {
            if (ShipmentStory.ShippedTo(world, buyer).Count == 0) lacking.Add("shipment");
            if (world.Shopify.State.TagsOf(order).Count == 0) lacking.Add("tag");
        }

        return lacking;
    }

    private static int InHubSpot(World world, Person person) => world.HubSpot.State.Of("contacts").Count(contact => contact["phone"] == person.Phone || contact["mobilephone"] == person.Phone);

    private static int InZoho(World world, Person person) => world.Zoho.State.Records.Count(record => record.Module == "Contacts" && (record.Text("Mobile") == person.Phone || record.Text("Phone") == person.Phone));

    private static int AtSquare(World world, Person person) => world.Square.State.Customers.Count(customer => customer.Fields.GetValueOrDefault("phone_number") == person.Phone);

    private static string Words(Scene scene) => $"Hello, {scene.Down} is down";

    private sealed record Scene(string Down, List<Person> Writers, List<(Person Buyer, Order Order)> Orders);
}
