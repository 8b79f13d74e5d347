using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sandbox.Vendors;

namespace Sandbox;

/// <summary>The vendors alone, for a hub that somebody else runs.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Readable = new() { TypeInfoResolver = PlainJson.Default, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HubApi hub;
    private readonly Uri address;
    private readonly string adminKey;
    private readonly string encryptionKey;
    private readonly string mappings;

    private StandIns(VendorSet vendors, WorldSettings settings, Uri address)
    {
        Vendors = vendors;
        this.address = address;
        adminKey = new Dice(settings.Seed, "hub").Secret();
        encryptionKey = new Dice(settings.Seed, "encryption").Key();
        mappings = settings.Mappings ?? Path.Combine(World.RepositoryRoot(), "mappings");
        hub = new(address, adminKey);
        vendors.Clock.Hub = hub.SetClockAsync;
        foreach (var (_, vendor) in vendors.Connected) vendor.Webhooks.Hub = address;
        foreach (var (name, fault) in settings.Faults) vendors.Connected.Single(v => v.Vendor.Name == name).Vendor.Faults.Set(fault);
    }

    /// <summary>The vendors.</summary>
    public VendorSet Vendors { get; }

    /// <summary>Starts them.</summary>
    /// <param name="settings">Seed, ports, faults, and the mapping files that the hub's settings name.</param>
    /// <param name="hub">Where the hub listens, or will.</param>
    public static async Task<StandIns> StartAsync(WorldSettings settings, Uri hub) => new(await VendorSet.StartAsync(settings, hub), settings, hub);

    /// <summary>The hub's <c>appsettings.json</c>: with it the hub calls these vendors, and takes their webhooks for genuine.</summary>
    public string Settings()
    {
        var connections = new JsonObject();
        foreach (var (name, vendor) in Vendors.Connected)
        {
            var connection = new JsonObject { ["Connector"] = vendor.Name, ["BaseUrl"] = vendor.Address.ToString() };
            foreach (var (key, value) in vendor.Settings) connection[key] = value;
            connections[name] = connection;
        }

        return new JsonObject
        {
            ["urls"] = address.ToString().TrimEnd('/'),
            ["Hub"] = new JsonObject { ["Sandbox"] = true, ["PublicUrl"] = address.AbsoluteUri, ["DataPath"] = "data", ["Mappings"] = mappings, ["AdminKey"] = adminKey, ["EncryptionKey"] = encryptionKey },
            ["Connections"] = connections,
        }.ToJsonString(Readable) + "\n";
    }

    /// <summary>Writes the settings into a new file that only its owner may read.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(file, options);
        writer.Write(Settings());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, vendor) in Vendors.Connected) await vendor.DisposeAsync();
        Vendors.Clock.Dispose();
        hub.Dispose();
    }
}
