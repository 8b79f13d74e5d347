using Sandbox.Shopify;
using Sandbox.Vendors;

namespace Sandbox;

/// <summary>How a world is set up.</summary>
internal sealed record WorldSettings
{
    /// <summary>What all chance follows from.</summary>
    public required int Seed { get; init; }

    /// <summary>The hub's loopback port; the vendors take the next four. 0 for free ones.</summary>
    public int Port { get; init; }

    /// <summary>The folder in which the hub's data stay; null for a new one that is removed at the end.</summary>
    public string? Data { get; init; }

    /// <summary>The folder of the mapping files; null for the project's own.</summary>
    public string? Mappings { get; init; }

    /// <summary>What the shop's plan allows.</summary>
    public ShopPlan ShopPlan { get; init; } = ShopPlan.Standard;

    /// <summary>Further settings of the hub, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Hub { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the hub is started with the vendors; otherwise whoever drives the world starts it.</summary>
    public bool StartsHub { get; init; } = true;

    /// <summary>Faults that are switched on from the start, by vendor.</summary>
    public IReadOnlyList<(string Vendor, Fault Fault)> Faults { get; init; } = [];
}
