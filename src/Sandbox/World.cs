using System.Diagnostics;
using Sandbox.HubSpot;
using Sandbox.Shopify;
using Sandbox.Square;
using Sandbox.Vendors;
using Sandbox.WhatsApp;
using Sandbox.Zendesk;
using Sandbox.Zoho;

namespace Sandbox;

/// <summary>The hub, the vendors and the time: what stories and tests drive.</summary>
internal sealed class World : IAsyncDisposable
{
    // The business number that examples name.
    private const string ExampleNumber = "100200500";

    /// <summary>The pause between two looks, in real time.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>How long something is waited for, in real time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A dead node's work goes on elsewhere within 10 s; a little more on a busy machine.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(12);

    private readonly string folder;
    private readonly ScratchFolder? scratch;
    private readonly string mappings;
    private readonly Dictionary<string, string> nodeSettings;
    private long hubStarted;

    private World(WorldSettings settings, VendorSet vendors, Uri address)
    {
        scratch = settings.Data is null ? new(Path.GetTempPath()) : null;
        folder = scratch?.Path ?? Directory.CreateDirectory(settings.Data!).FullName;
        VendorSet = vendors;
        Settings = settings;
        People = new(new(settings.Seed, "people"));
        AdminKey = new Dice(settings.Seed, "hub").Secret();
        EncryptionKey = new Dice(settings.Seed, "encryption").Key();
        mappings = settings.MappingFiles.Count > 0 ? Copies(settings.MappingFiles) : settings.Mappings ?? ProjectMappings;
        nodeSettings = HubSettings(settings, address);
        Hub = new(nodeSettings, folder, address);
        Api = new(Hub.Address, AdminKey);
        Clock.Hub = Api.SetClockAsync;
        foreach (var vendor in Vendors) RestoreFaults(vendor);
    }

    public VendorSet VendorSet { get; }

    /// <summary>How it was set up.</summary>
    public WorldSettings Settings { get; }

    public SandboxClock Clock => VendorSet.Clock;

    public WhatsAppSimulator WhatsApp => VendorSet.WhatsApp;

    public ZendeskSimulator Zendesk => VendorSet.Zendesk;

    public ShopifySimulator Shopify => VendorSet.Shopify;

    public HubSpotSimulator HubSpot => VendorSet.HubSpot;

    public ZohoSimulator Zoho => VendorSet.Zoho;

    public SquareSimulator Square => VendorSet.Square;

    public HubProcess Hub { get; }

    public HubApi Api { get; }

    /// <summary>Where the hub keeps its data.</summary>
    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>Where the hub's mapping files are.</summary>
    public string MappingFolder => mappings;

    /// <summary>Whether work is perhaps still held for a node that was killed before the hub was started: by the clock of the store that nodes share, which nobody moves.</summary>
    public bool AwaitsClaims => Settings.SharesStore && Stopwatch.GetElapsedTime(hubStarted) < LongestClaim;

    /// <summary>The key of the hub's admin API.</summary>
    public string AdminKey { get; }

    /// <summary>The key with which the hub seals the tokens that it keeps.</summary>
    public string EncryptionKey { get; }

    public People People { get; }

    /// <summary>Whether faults strike that no story asks for, so that webhooks overtake each other and blind sends may end as unknown.</summary>
    public bool IsStormy => Settings.Faults.Count > 0;

    public IReadOnlyList<IVendor> Vendors => [.. VendorSet.Connected.Select(one => one.Vendor)];

    /// <summary>How many webhooks of all vendors are neither acknowledged nor given up.</summary>
    public int Outstanding => Vendors.Sum(v => v.Webhooks.Outstanding);

    private static string ProjectMappings => Path.Combine(RepositoryRoot(), "mappings");

    /// <summary>Starts the vendors and the hub.</summary>
    public static async Task<World> StartAsync(WorldSettings settings, CancellationToken cancel)
    {
        var address = HubProcess.AddressAt(settings.Port == 0 ? Ports.Free() : settings.Port);
        var vendors = await VendorSet.StartAsync(settings, address);
        var world = new World(settings, vendors, address);
        var hasStarted = false;
        try
        {
            if (settings.StartsHub) await world.StartHubAsync(cancel);
            hasStarted = true;
            return world;
        }
        finally
        {
            if (!hasStarted) await world.DisposeAsync();
        }
    }

    /// <summary>The root of the repository: the folder that holds the solution.</summary>
    public static string RepositoryRoot()
    {
        for (var here = new DirectoryInfo(AppContext.BaseDirectory); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "Hub.sln"))) return here.FullName;
        }

        throw new InvalidOperationException("Hub.sln is in no folder above the program: run it inside the repository.");
    }

    /// <summary>Another hub with the same settings, not started yet: a node beside the first, where their store is one that nodes share.</summary>
    public HubProcess AnotherNode() => new(nodeSettings, folder, HubProcess.AddressAt(Ports.Free()));

    /// <summary>Starts the hub at the vendors' time, and lets the vendors reach it.</summary>
    public async Task StartHubAsync(CancellationToken cancel)
    {
        hubStarted = Stopwatch.GetTimestamp();
        await Hub.StartAsync(Clock.Ahead, cancel);
        Reach(Hub.Address);
    }

    /// <summary>Kills the hub as a crash would.</summary>
    public async Task KillHubAsync(CancellationToken cancel)
    {
        await Hub.KillAsync(cancel);
        Reach(null);
    }

    /// <summary>Moves the time of the vendors and the hub ahead.</summary>
    public Task MoveAsync(TimeSpan by, CancellationToken cancel) => Clock.MoveAsync(by, cancel);

    /// <summary>Ends the faults that a story has switched on at a vendor: those stay that were on from the start.</summary>
    public void RestoreFaults(IVendor vendor)
    {
        vendor.Faults.Clear();
        foreach (var (_, fault) in Settings.Faults.Where(one => one.Vendor == vendor.Name)) vendor.Faults.Set(fault);
    }

    /// <summary>Waits until something holds.</summary>
    /// <param name="what">What, for the text of a failure.</param>
    /// <param name="holds">Looks.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StoryBrokenException">It does not hold in time.</exception>
    public async Task UntilAsync(string what, Func<Task<bool>> holds, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new StoryBrokenException(await DescribeAsync($"waited in vain for this: {what}", cancel));
            await Task.Delay(Look, TimeProvider.System, cancel);
        }
    }

    /// <summary>Waits until something holds.</summary>
    public Task UntilAsync(string what, Func<bool> holds, CancellationToken cancel) => UntilAsync(what, () => Task.FromResult(holds()), cancel);

    /// <summary>Waits until nothing is on its way any more: no webhook, no event, and no command that is not waiting for a later time, a customer's answer or a status.
    /// Where only time can bring things on (a retry, a limit's refill), the time is moved on by steps.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="longest">How far the time may be moved in all.</param>
    /// <exception cref="StoryBrokenException">It does not come to rest.</exception>
    public Task SettleAsync(CancellationToken cancel, TimeSpan? longest = null) => new Settling(this, longest).RunAsync(cancel);

    /// <summary>A failure, readable: what was expected, what each vendor holds, what the hub holds back, the end of its log.</summary>
    public async Task<string> DescribeAsync(string expected, CancellationToken cancel)
    {
        List<string> lines = [$"expected: {expected}"];
        foreach (var vendor in Vendors)
        {
            lines.Add($"{vendor.Name} holds ({vendor.Webhooks.Outstanding} webhooks outstanding, {vendor.Webhooks.Lost.Count} given up, faults: {string.Join("; ", vendor.Faults.On.Select(f => f.ToString()).DefaultIfEmpty("none"))})");
            lines.AddRange(vendor.Holdings().Select(h => $"  {h}"));
        }

        try
        {
            lines.Add($"hub counts {(await Api.StatsAsync(cancel)).Json.ToJsonString()}");
            foreach (var state in (string[])["parked", "pending", "unknown"])
            {
                foreach (var command in (await Api.CommandsAsync($"state={state}", cancel)).Take(12))
                {
                    lines.Add($"  command {(string?)command["route"]} → {(string?)command["action"]} {(string?)command["state"]} {(string?)command["reason"]} {(string?)command["code"]} {(string?)command["error"]} due {(string?)command["dueAt"]}, next {(string?)command["nextAt"]}");
                    lines.AddRange((await Api.AttemptsAsync((string)command["id"]!, cancel)).TakeLast(12).Select(attempt => $"    tried {(string?)attempt["startedAt"]}: {(string?)attempt["outcome"]} {(string?)attempt["code"]}"));
                }
            }

            lines.AddRange((await Api.EventsAsync("state=parked", cancel)).Take(12).Select(e => $"  event {(string?)e["type"]} parked {(string?)e["reason"]} {(string?)e["error"]} {e["routes"]?.ToJsonString()}"));
        }
        catch (HttpRequestException error)
        {
            lines.Add($"hub does not answer: {error.Message}");
        }

        lines.Add("hub's log");
        lines.AddRange(Hub.Output.TakeLast(25).Select(l => $"  {l}"));
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        Reach(null);
        if (scratch is null) await Hub.StopAsync(CancellationToken.None);
        await Hub.DisposeAsync();
        Api.Dispose();
        foreach (var vendor in Vendors) await vendor.DisposeAsync();
        Clock.Dispose();
        scratch?.Dispose();
    }

    private string Copies(IReadOnlyList<string> files)
    {
        var copies = Directory.CreateDirectory(Path.Combine(folder, "mappings")).FullName;
        File.Copy(Path.Combine(ProjectMappings, "examples", "calendars.json"), Path.Combine(copies, "calendars.json"));
        foreach (var file in files)
        {
            var text = File.ReadAllText(Path.Combine(ProjectMappings, file));
            File.WriteAllText(Path.Combine(copies, Path.GetFileName(file)), text.Replace(ExampleNumber, WhatsApp.Settings["PhoneNumberId"], StringComparison.Ordinal));
        }

        return copies;
    }

    private void Reach(Uri? address)
    {
        foreach (var vendor in Vendors) vendor.Webhooks.Hub = address;
    }

    private Dictionary<string, string> HubSettings(WorldSettings world, Uri address)
    {
        Dictionary<string, string> settings = new(world.Hub)
        {
            ["Hub:Sandbox"] = "true",
            ["Hub:PublicUrl"] = address.AbsoluteUri,
            ["Hub:DataPath"] = DataFolder,
            ["Hub:Mappings"] = mappings,
            ["Hub:AdminKey"] = AdminKey,
            ["Hub:EncryptionKey"] = EncryptionKey,
        };
        foreach (var (name, vendor) in VendorSet.Connected)
        {
            settings[$"Connections:{name}:Connector"] = vendor.Name;
            settings[$"Connections:{name}:BaseUrl"] = vendor.Address.ToString();
            foreach (var (key, value) in vendor.Settings) settings[$"Connections:{name}:{key}"] = value;
        }

        return settings;
    }
}
