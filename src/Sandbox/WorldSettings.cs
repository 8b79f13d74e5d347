using Sandbox.Shopify;
using Sandbox.Stories;
using Sandbox.Vendors;

namespace Sandbox;

/// <summary>How a world is set up.</summary>
internal sealed record WorldSettings
{
    /// <summary>What all chance follows from.</summary>
    public required int Seed { get; init; }

    /// <summary>The hub's loopback port; the vendors take the next six. 0 for free ones.</summary>
    public int Port { get; init; }

    /// <summary>The folder in which the hub's data stay; null for a new one that is removed at the end.</summary>
    public string? Data { get; init; }

    /// <summary>The folder of the mapping files; null for the project's own.</summary>
    public string? Mappings { get; init; }

    /// <summary>The mapping files to run in the place of all of the project's, by their paths from the folder <c>mappings</c>: copies, with the simulated business number in the place of the one that examples name.</summary>
    public IReadOnlyList<string> MappingFiles { get; init; } = [];

    /// <summary>What the shop's plan allows.</summary>
    public ShopPlan ShopPlan { get; init; } = ShopPlan.Standard;

    /// <summary>Further settings of the hub, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Hub { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the hub's store is one that nodes share.</summary>
    public bool SharesStore => Hub.TryGetValue("Storage:Provider", out var provider) && provider == "postgres";

    /// <summary>Whether the hub is started with the vendors; otherwise whoever drives the world starts it.</summary>
    public bool StartsHub { get; init; } = true;

    /// <summary>Faults that are switched on from the start, by vendor.</summary>
    public IReadOnlyList<(string Vendor, Fault Fault)> Faults { get; init; } = [];

    /// <summary>The settings of a world for one story alone, which is otherwise like this one.</summary>
    public WorldSettings For(IStory story)
    {
        Dictionary<string, string> hub = new(Hub);
        foreach (var (name, value) in story.HubSettings) hub[name] = value;
        return this with { Port = 0, Data = null, Mappings = null, MappingFiles = story.MappingFiles, Hub = hub };
    }

    /// <summary>Each kind of fault at each vendor but the loss of webhooks for good: what only a comparison finds comes later than a story lasts.</summary>
    /// <param name="part">In which part of all cases, 0 to 1.</param>
    public static IReadOnlyList<(string Vendor, Fault Fault)> Storm(double part) =>
        [.. from vendor in VendorSet.Names from kind in Enum.GetValues<FaultKind>() where kind != FaultKind.Lose select (vendor, new Fault(kind, Rate: part))];
}
