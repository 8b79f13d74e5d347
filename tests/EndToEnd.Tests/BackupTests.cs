using System.Diagnostics;
using Sandbox;
using Sandbox.Stories;
using Sandbox.Vendors;

namespace EndToEnd.Tests;

/// <summary>A copy of the store is taken while the hub works; later the hub's machine is lost, and the copy put back on another.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-backup-").FullName;

    private string Copy => Path.Combine(folder, "copy.db");

    [Fact]
    public async Task StoreThatIsPutBack_BeginsHeld_AndRepeatsNothingThatLeftSinceTheCopy()
    {
        await using var world = await World.StartAsync(new() { Seed = 7, Data = Path.Combine(folder, "world") }, CancellationToken.None);
        var (chats, desk, shop) = (world.WhatsApp.State, world.Zendesk.State, world.Shopify.State);
        var customer = TicketStory.Newcomer(world);
        chats.Write(customer, "Are you open?");
        await world.SettleAsync(CancellationToken.None);
        var ticket = desk.TicketsOf(customer.Phone)[0];

        // Both vendors fail when the copy is taken: an answer and a question are under way in it.
        world.WhatsApp.Faults.Set(new(FaultKind.ServerError, Rate: 1));
        desk.Reply(ticket.Id, "Until six.");
        await WaitingAsync(world, 1);
        world.Zendesk.Faults.Set(new(FaultKind.ServerError, Rate: 1));
        chats.Write(customer, "And tomorrow?");
        await WaitingAsync(world, 2);
        (await HubAsync(world, "backup", Copy)).ShouldBe((0, ""));
        (await HubAsync(world, "backup", Copy)).Error.ShouldContain("is there already. Name another file, or replace it with --overwrite.");
        (await HubAsync(world, "restore", Copy)).Error.ShouldContain("is in use by another hub");

        world.WhatsApp.Faults.Clear();
        world.Zendesk.Faults.Clear();
        await world.SettleAsync(CancellationToken.None, TimeSpan.FromHours(1));
        chats.SentTo(customer).Select(message => message.Text).ShouldBe(["Until six."]);
        TicketStory.Count(TicketStory.WordsOn(world, ticket.Id), "And tomorrow?").ShouldBe(1);

        await world.KillHubAsync(CancellationToken.None);
        (await HubAsync(world, "restore", Copy)).ShouldBe((0, ""));
        File.Exists(Path.Combine(world.DataFolder, "hub.db.replaced-1")).ShouldBeTrue();
        await world.StartHubAsync(CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.UntilAsync("the question waits for the pause", async () => (await world.Api.CommandsAsync("state=waiting", CancellationToken.None)) is [var one] && (string?)one["action"] == "zendesk.add_comment", CancellationToken.None);
        var parked = (await world.Api.CommandsAsync("state=parked", CancellationToken.None)).ShouldHaveSingleItem();
        ((string)parked["reason"]!).ShouldBe("unknown");
        ((string)parked["error"]!).ShouldBe("The store was put back from a copy: whether it was sent after the copy was made is not known.");
        (await HubAsync(world, "paused")).Code.ShouldBe(1);

        foreach (var (connection, _) in world.VendorSet.Connected) (await HubAsync(world, "resume", connection)).ShouldBe((0, ""));
        await world.SettleAsync(CancellationToken.None, TimeSpan.FromHours(1));
        TicketStory.Count(TicketStory.WordsOn(world, ticket.Id), "And tomorrow?").ShouldBe(1);
        chats.SentTo(customer).Count.ShouldBe(1);

        // The next start is like any other.
        await world.KillHubAsync(CancellationToken.None);
        await world.StartHubAsync(CancellationToken.None);
        (await HubAsync(world, "paused")).Code.ShouldBe(0);
        var buyer = world.People.New();
        var person = chats.Add(buyer.Phone, buyer.Name);
        var order = shop.Place(shop.Add(buyer.FirstName, buyer.LastName, buyer.TypedPhone, "de-DE", "DE"));
        shop.Fulfil(order, 1, "success");
        await world.SettleAsync(CancellationToken.None);
        ShipmentStory.ShippedTo(world, person).Count.ShouldBe(1);
        (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
    }

    [Fact]
    public async Task CopyThatIsTakenDuringABurst_ClosesItsSums_AndNothingOfTheLostTimeIsDoneTwice()
    {
        const int many = 25;
        await using var world = await World.StartAsync(new() { Seed = 11, Data = Path.Combine(folder, "world") }, CancellationToken.None);
        var (chats, desk, shop) = (world.WhatsApp.State, world.Zendesk.State, world.Shopify.State);
        var customers = Enumerable.Range(0, many).Select(_ => TicketStory.Newcomer(world)).ToList();
        foreach (var customer in customers.Take(many / 2)) chats.Write(customer, $"first of {customer.WaId}.");
        var copying = HubAsync(world, "backup", Copy);
        foreach (var customer in customers) chats.Write(customer, $"words of {customer.WaId}.");
        (await copying).ShouldBe((0, ""));
        await world.SettleAsync(CancellationToken.None, TimeSpan.FromHours(1));

        // Done after the copy: the store that is put back knows nothing of it, and the shop delivers it again.
        var buyer = world.People.New();
        var person = chats.Add(buyer.Phone, buyer.Name);
        var order = shop.Place(shop.Add(buyer.FirstName, buyer.LastName, buyer.TypedPhone, "de-DE", "DE"));
        shop.Fulfil(order, 1, "success");
        await world.SettleAsync(CancellationToken.None);
        ShipmentStory.ShippedTo(world, person).Count.ShouldBe(1);

        await world.KillHubAsync(CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await HubAsync(world, "restore", Copy)).ShouldBe((0, ""));
        await world.StartHubAsync(CancellationToken.None);
        (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
        world.Shopify.Sent.SendAgain([.. world.Shopify.Sent.Sent.Where(webhook => webhook.Line == order.Gid)]);
        foreach (var (connection, _) in world.VendorSet.Connected) (await HubAsync(world, "resume", connection)).ShouldBe((0, ""));
        await world.SettleAsync(CancellationToken.None, TimeSpan.FromHours(1));
        var stats = await world.Api.StatsAsync(CancellationToken.None);
        (stats.Closes, stats.Webhooks("pending"), stats.Events("pending"), stats.Commands("pending")).ShouldBe((true, 0, 0, 0));
        foreach (var customer in customers)
        {
            var ticket = desk.TicketsOf(customer.Phone).ShouldHaveSingleItem();
            TicketStory.Count(TicketStory.WordsOn(world, ticket.Id), $"words of {customer.WaId}.").ShouldBe(1);
        }

        ShipmentStory.ShippedTo(world, person).Count.ShouldBe(1);
        (await world.Api.CommandsAsync("state=parked", CancellationToken.None)).ShouldContain(command => (string?)command["reason"] == "unknown" && (string?)command["code"] == "put_back");
    }

    [Fact]
    public async Task StartWithHold_HoldsEverythingBack_AndTheNextStartWithoutItWaitsForPeople()
    {
        await using var world = await World.StartAsync(new() { Seed = 8, Hub = new Dictionary<string, string> { ["Hub:Hold"] = "true" } }, CancellationToken.None);
        (await HubAsync(world, "paused")).Code.ShouldBe(1);
        var customer = TicketStory.Newcomer(world);
        world.WhatsApp.State.Write(customer, "Are you open?");
        await world.UntilAsync("the question waits", async () => (await world.Api.CommandsAsync("state=waiting", CancellationToken.None)).Count > 0, CancellationToken.None);
        world.Zendesk.State.TicketsOf(customer.Phone).ShouldBeEmpty();
        foreach (var (connection, _) in world.VendorSet.Connected) (await HubAsync(world, "resume", connection)).ShouldBe((0, ""));
        await world.SettleAsync(CancellationToken.None);
        world.Zendesk.State.TicketsOf(customer.Phone).Count.ShouldBe(1);
    }

    [PostgresFact]
    public async Task DatabaseThatIsPutBackFromADump_BeginsHeld_AndGoesOnWhenPeopleSaySo()
    {
        foreach (var program in (string[])["/usr/bin/pg_dump", "/usr/bin/pg_restore"]) File.Exists(program).ShouldBeTrue($"{program} belongs to PostgreSQL's clients.");
        var (first, second) = (PostgresServer.Create(), PostgresServer.Create());
        try
        {
            await using var world = await World.StartAsync(
                new() { Seed = 9, Hub = new Dictionary<string, string> { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = first } }, CancellationToken.None);
            var customer = TicketStory.Newcomer(world);
            world.WhatsApp.State.Write(customer, "Are you open?");
            await world.SettleAsync(CancellationToken.None);
            var ticket = world.Zendesk.State.TicketsOf(customer.Phone).ShouldHaveSingleItem();
            await RunAsync("pg_dump", first, "-Fc", "-f", Copy);

            // What came and went since the dump.
            world.WhatsApp.State.Write(customer, "And tomorrow?");
            await world.SettleAsync(CancellationToken.None);
            await world.KillHubAsync(CancellationToken.None);
            await RunAsync("pg_restore", second, Copy);
            world.Hub.NextSettings = new Dictionary<string, string> { ["Storage:ConnectionString"] = second, ["Hub:Hold"] = "true" };
            await world.StartHubAsync(CancellationToken.None);
            (await HubAsync(world, "paused")).Code.ShouldBe(1);
            world.WhatsApp.State.Write(customer, "Hello?");
            await world.UntilAsync("the word waits", async () => (await world.Api.CommandsAsync("state=waiting", CancellationToken.None)).Count > 0, CancellationToken.None);
            foreach (var (connection, _) in world.VendorSet.Connected) (await HubAsync(world, "resume", connection)).ShouldBe((0, ""));
            await world.SettleAsync(CancellationToken.None);
            world.Zendesk.State.TicketsOf(customer.Phone).Count.ShouldBe(1);
            var words = TicketStory.WordsOn(world, ticket.Id);
            foreach (var said in (string[])["Are you open?", "And tomorrow?", "Hello?"]) TicketStory.Count(words, said).ShouldBe(1, said);
            (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
        }
        finally
        {
            PostgresServer.Drop(first);
            PostgresServer.Drop(second);
        }
    }

    // One of PostgreSQL's programs, on the database of a connection string.
    private static Task RunAsync(string program, string address, params string[] words)
    {
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(address);
        string[] all = ["env", $"PGPASSWORD={parts.Password}", program, "-h", parts.Host!, "-p", parts.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. parts.Username is { Length: > 0 } user ? (string[])["-U", user] : [], "-d", parts.Database!, .. words];
        return OwnServer.RunAsync(all);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task WaitingAsync(World world, int many) => world.UntilAsync(
        $"{many} have been tried in vain", async () => (await world.Api.CommandsAsync("state=waiting&reason=transient", CancellationToken.None)).Count == many, CancellationToken.None);

    private async Task<(int Code, string Error)> HubAsync(World world, params string[] words)
    {
        var key = Path.Combine(folder, "key");
        await File.WriteAllTextAsync(key, world.AdminKey);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var word in (string[])[HubProcess.Assembly, .. words, .. words[0] == "restore" ? [] : (string[])["--url", world.Hub.Address.ToString(), "--key-file", key]]) start.ArgumentList.Add(word);
        start.Environment["Hub__DataPath"] = world.DataFolder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error.TrimEnd());
    }
}
