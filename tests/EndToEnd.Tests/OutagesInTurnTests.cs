using System.Globalization;
using System.Security.Cryptography;
using Sandbox;
using Sandbox.Shopify;
using Sandbox.Stories;
using Sandbox.Vendors;
using Sandbox.WhatsApp;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Each vendor is down for twenty minutes in turn while the others go on; then its lines move again, all records agree, and a comparison finds nothing, or what was lost.</summary>
public sealed class OutagesInTurnTests(ITestOutputHelper output) : IDisposable
{
    // Five failures of one kind of call and a vendor is asked every 15 s: two lines with their first retries are enough.
    private const int Lines = 3;
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(20);

    // Whoever writes is a record in every system; the desk's and the shop's files are the project's own.
    private const string Everywhere =
        """
        language: 1
        name: Whoever writes is known everywhere
        routes:
          - id: crm
            on: whatsapp.message.received
            if: customer != null
            do: hubspot.upsert_contact
            with: {customer: "${customer}"}
          - id: zoho
            on: whatsapp.message.received
            if: customer != null
            do: zoho.upsert_contact
            with: {customer: "${customer}", mobile: "${customer.phone}"}
          - id: bookings
            on: whatsapp.message.received
            if: customer != null
            do: square.upsert_customer
            with: {customer: "${customer}"}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-outages-").FullName;

    [Fact]
    public async Task EachVendorDownInTurn_HoldsUpOnlyItself_AndAllAgreesAfterwards()
    {
        await using var world = await StartAsync();
        List<Scene> scenes = [];
        foreach (var down in world.Vendors)
        {
            var scene = await BeginAsync(world, down);
            await StandsStillAsync(world, scene);
            down.Faults.Clear();
            var back = world.Clock.GetUtcNow();
            await world.UntilAsync($"what waited for {down.Name} moves", async () => (await LackingAsync(world, scene)).Count == 0, CancellationToken.None);
            var took = world.Clock.GetUtcNow() - back;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{down.Name} is back: all of it is there after {took.TotalSeconds:0} s"));
            took.ShouldBeLessThan(TimeSpan.FromMinutes(1), down.Name);
            await world.SettleAsync(CancellationToken.None);
            scenes.Add(scene);
        }

        foreach (var scene in scenes) await AgreesAsync(world, scene);
        var stats = await world.Api.StatsAsync(CancellationToken.None);
        (stats.Closes, stats.Commands("parked"), stats.Commands("unknown"), stats.Events("parked")).ShouldBe((true, 0, 0, 0), stats.Json.ToJsonString());
        await world.MoveAsync(TimeSpan.FromMinutes(5), CancellationToken.None);

        // Nobody has told Zoho where the hub is, so that no webhook comes from there: the comparison finds the contacts that the hub itself has made, and they start nothing.
        var made = world.Zoho.State.Records.Count(record => record.Module == "Contacts");
        foreach (var connection in Compared) (await CompareAsync(world, connection)).ShouldBe(connection == "zoho" ? made : 0, connection);
        await world.SettleAsync(CancellationToken.None);
        foreach (var connection in Compared) (await CompareAsync(world, connection)).ShouldBe(0, connection);
        foreach (var scene in scenes) await AgreesAsync(world, scene);
    }

    [Fact]
    public async Task LostWebhooks_AreFoundByTheComparison_AndDoTheirWork()
    {
        await using var world = await StartAsync();
        var person = await WriteAsync(world, "Where is my order?");
        await world.SettleAsync(CancellationToken.None);
        var ticket = world.Zendesk.State.TicketsOf(person.Phone).ShouldHaveSingleItem();
        foreach (var vendor in (IVendor[])[world.Shopify, world.Zendesk]) vendor.Faults.Set(new(FaultKind.Lose, Rate: 1));
        world.Zendesk.State.Reply(ticket.Id, "It left today.");
        var (buyer, order) = Order(world);
        world.Shopify.State.Fulfil(order, 1);
        await world.SettleAsync(CancellationToken.None);
        world.WhatsApp.State.SentTo(person).ShouldBeEmpty();
        ShipmentStory.ShippedTo(world, buyer).ShouldBeEmpty();
        foreach (var vendor in (IVendor[])[world.Shopify, world.Zendesk]) vendor.Faults.Clear();

        await world.MoveAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        (await CompareAsync(world, "desk")).ShouldBe(1, "the agent's answer");
        (await CompareAsync(world, "shop")).ShouldBe(world.Shopify.Webhooks.Lost.Count, "every webhook of the order, its buyer and its shipment");
        await world.SettleAsync(CancellationToken.None);
        world.WhatsApp.State.SentTo(person).Select(message => message.Text).ShouldBe(["It left today."]);
        ShipmentStory.ShippedTo(world, buyer).Count.ShouldBe(1);
        world.Shopify.State.TagsOf(order).ShouldBe(["whatsapp-sent"]);
        foreach (var connection in (string[])["desk", "shop"]) (await CompareAsync(world, connection)).ShouldBe(0, connection);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IReadOnlyList<string> Compared { get; } = ["desk", "shop", "crm", "zoho", "bookings"];

    private async Task<World> StartAsync()
    {
        var own = Path.Combine(World.RepositoryRoot(), "mappings");
        foreach (var file in (string[])["desk.yaml", "shipping.yaml"]) File.Copy(Path.Combine(own, file), Path.Combine(folder, file), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "everywhere.yaml"), Everywhere);
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");

        // Comparisons are asked for by hand here: what they find is counted.
        return await World.StartAsync(new() { Seed = seed, Mappings = folder, Hub = new Dictionary<string, string> { ["Hub:ReconcileEvery"] = "00:00:00" } }, CancellationToken.None);
    }

    private static async Task<Scene> BeginAsync(World world, IVendor down)
    {
        down.Faults.Set(new(FaultKind.ServerError, Rate: 1));
        Scene scene = new(down.Name, [], []);
        for (var n = 0; n < Lines; n++)
        {
            scene.People.Add(await WriteAsync(world, $"Hello, {down.Name} {n}"));
            var (buyer, order) = Order(world);
            scene.Orders.Add((buyer, order));
            world.Shopify.State.Fulfil(order, 1);
        }

        return scene;
    }

    private async Task StandsStillAsync(World world, Scene scene)
    {
        for (var passed = TimeSpan.Zero; passed < Outage;)
        {
            // The first minute by small steps: the first retries fall into it.
            var step = passed < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(1);
            await world.MoveAsync(step, CancellationToken.None);
            passed += step;
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        }

        var lacking = await LackingAsync(world, scene);
        output.WriteLine($"{scene.Down} is down: {string.Join(", ", lacking)}");
        lacking.ShouldNotBeEmpty(scene.Down);
        lacking.ShouldAllBe(what => WaitsFor(what, scene.Down), scene.Down);
    }

    // A shipment goes by way of the shop, which names the order, and of WhatsApp; everything else waits for its own vendor alone.
    private static bool WaitsFor(string what, string down) => what == down || (what == "shipment" && down is "shopify" or "whatsapp") || (what == "tag" && down is "shopify" or "whatsapp");

    private static Task<List<string>> LackingAsync(World world, Scene scene)
    {
        List<string> lacking = [];
        foreach (var person in scene.People)
        {
            if (world.Zendesk.State.TicketsOf(person.Phone).Count == 0) lacking.Add("zendesk");
            if (!ContactsOf(world, person).Any()) lacking.Add("hubspot");
            if (!ZohoContactsOf(world, person).Any()) lacking.Add("zoho");
            if (!world.Square.State.Customers.Any(customer => customer.Fields.GetValueOrDefault("phone_number") == person.Phone)) lacking.Add("square");
        }

        foreach (var (buyer, order) in scene.Orders)
        {
            if (ShipmentStory.ShippedTo(world, buyer).Count == 0) lacking.Add("shipment");
            if (world.Shopify.State.TagsOf(order).Count == 0) lacking.Add("tag");
        }

        return Task.FromResult(lacking);
    }

    private static async Task AgreesAsync(World world, Scene scene)
    {
        (await LackingAsync(world, scene)).ShouldBeEmpty(scene.Down);
        foreach (var person in scene.People)
        {
            var ticket = world.Zendesk.State.TicketsOf(person.Phone).ShouldHaveSingleItem(scene.Down);
            TicketStory.Count(TicketStory.WordsOn(world, ticket.Id), $"Hello, {scene.Down}").ShouldBe(1, scene.Down);
            ContactsOf(world, person).Count().ShouldBe(1, scene.Down);
            ZohoContactsOf(world, person).Count().ShouldBe(1, scene.Down);
            world.Square.State.Customers.Count(customer => customer.Fields.GetValueOrDefault("phone_number") == person.Phone).ShouldBe(1, scene.Down);
        }

        foreach (var (buyer, order) in scene.Orders)
        {
            ShipmentStory.ShippedTo(world, buyer).Count.ShouldBe(1, scene.Down);
            world.Shopify.State.TagsOf(order).ShouldBe(["whatsapp-sent"], scene.Down);
        }
    }

    private static IEnumerable<Sandbox.HubSpot.CrmRecord> ContactsOf(World world, Person person) =>
        world.HubSpot.State.Of("contacts").Where(contact => contact.Properties.GetValueOrDefault("phone") == person.Phone || contact.Properties.GetValueOrDefault("mobilephone") == person.Phone);

    private static IEnumerable<Sandbox.Zoho.CrmRecord> ZohoContactsOf(World world, Person person) =>
        world.Zoho.State.Records.Where(record => record.Module == "Contacts" && ((string?)record.Fields["Mobile"] == person.Phone || (string?)record.Fields["Phone"] == person.Phone));

    // How many changes of the last day no webhook had brought.
    private static async Task<long> CompareAsync(World world, string connection)
    {
        // The two clocks differ by a little, and the comparison before must not be taken for this one.
        await world.MoveAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
        var asked = world.Clock.GetUtcNow() - TimeSpan.FromSeconds(2);
        await world.Api.ReconcileAsync(connection, "24h", CancellationToken.None);
        long? repaired = null;
        await world.UntilAsync(
            $"{connection} is compared with its vendor",
            async () =>
            {
                // A vendor's limit of calls may hold it up.
                await world.MoveAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
                var row = (await world.Api.ReconciliationsAsync(CancellationToken.None)).FirstOrDefault(one => (string?)one["connection"] == connection && (string?)one["kind"] == "asked");
                if (row?["endedAt"] is not { } ended || DateTimeOffset.Parse(ended.GetValue<string>(), CultureInfo.InvariantCulture) < asked) return false;
                repaired = (long?)row["repaired"];
                return true;
            },
            CancellationToken.None);
        return repaired ?? -1;
    }

    private static Task<Person> WriteAsync(World world, string text)
    {
        var somebody = world.People.New();
        var person = world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
        world.WhatsApp.State.Write(person, text);
        return Task.FromResult(person);
    }

    private static (Person Buyer, Order Order) Order(World world)
    {
        var somebody = world.People.New();
        var person = world.WhatsApp.State.Add(somebody.Phone, somebody.Name);
        return (person, world.Shopify.State.Place(world.Shopify.State.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE")));
    }

    private sealed record Scene(string Down, List<Person> People, List<(Person Buyer, Order Order)> Orders);
}
