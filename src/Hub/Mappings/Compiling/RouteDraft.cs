using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Compiling;

/// <summary>A route while its folder is compiled: what it follows, what follows it, and what it turned out to use.</summary>
internal sealed class RouteDraft(MappingFile file, RouteSource source)
{
    public MappingFile File => file;

    public RouteSource Source => source;

    public string Id => source.Id.Text;

    public Problems Problems => file.Problems;

    public RouteDraft? Followed { get; set; }

    public List<RouteDraft> Followers { get; } = [];

    // The connections whose templates it sends, where these are not known.
    public List<string> Unchecked { get; } = [];

    /// <summary>The outcomes of the route followed that it waits for.</summary>
    public IReadOnlyList<string> Outcomes { get; set; } = [];

    /// <summary>The types of the events that it can come from; for <c>after</c> routes those of the route at the head of the chain.</summary>
    public IReadOnlyList<EventType> Events { get; set; } = [];

    /// <summary>Its action; null without one, and where it is not known.</summary>
    public IAction? Action { get; set; }

    /// <summary>What it compiled to; null where something is wrong.</summary>
    public RouteParts? Parts { get; set; }

    /// <summary>Names that routes which follow it may use, in the order of their declaration.</summary>
    public IReadOnlyList<Variable> Offered { get; set; } = [];

    /// <summary>Facts about the event that hold when its command was made.</summary>
    public Guards Facts { get; set; } = Guards.None;

    /// <summary>Names that its keys use, through lets too.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that <c>read</c>, <c>when</c>, <c>with</c> and <c>outside_window</c> need, where they wait for delivery.</summary>
    public HashSet<string> KeptForDelivery { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that the link's value needs when the action has succeeded.</summary>
    public HashSet<string> KeptForLink { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that have to be left for its own later moments and for the routes that follow it.</summary>
    /// <param name="isDeferred">Whether its own delivery needs them too.</param>
    public HashSet<string> Kept(bool isDeferred)
    {
        var kept = new HashSet<string>(KeptForLink, StringComparer.Ordinal);
        if (isDeferred) kept.UnionWith(KeptForDelivery.Where(name => name != "linked" || !Own.Contains(name)));
        foreach (var follower in Followers)
        {
            kept.UnionWith(follower.Used.Concat(follower.Kept(isDeferred: true)).Where(name => !follower.Own.Contains(name)));
        }

        kept.IntersectWith(Offered.Select(variable => variable.Name));
        return kept;
    }

    /// <summary>Names that it declares itself and so does not take from the route followed.</summary>
    public HashSet<string> Own { get; } = new(StringComparer.Ordinal);
}
