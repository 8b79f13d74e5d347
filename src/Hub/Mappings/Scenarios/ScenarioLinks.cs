using System.Text.Json.Nodes;
using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>The links of a scenario's one thread and customer.</summary>
internal sealed class ScenarioLinks
{
    // How long the right end still finds a link that has ended.
    private static readonly TimeSpan FoundFromRight = TimeSpan.FromDays(7);

    private readonly Snapshot snapshot;
    private readonly Dictionary<string, Entry> current = new(StringComparer.Ordinal);

    public ScenarioLinks(Snapshot snapshot, JsonObject start, DateTimeOffset now)
    {
        this.snapshot = snapshot;
        foreach (var (name, right) in start)
        {
            if (!snapshot.Links.ContainsKey(name)) throw new ScenarioException($"start: there is no link {name}.{Suggestion.For(name, snapshot.Links.Keys)}{(snapshot.Links.Count == 0 ? " The files declare none." : $" Links are {string.Join(", ", snapshot.Links.Keys)}.")}");
            current[name] = new(right?.ToString() ?? "", LinkedState.Live, now, now);
        }
    }

    /// <summary>What <c>find</c> leads to.</summary>
    public LinkedView? Find(FindBy? find, EventView happened, DateTimeOffset now)
    {
        if (find is not FindBy.ByLink by || !current.TryGetValue(by.Link.Name, out var entry)) return null;
        if (!by.FromLeft && happened.Ends.GetValueOrDefault(by.EndObject) != entry.Right) return null;
        if (entry.State == LinkedState.Ended && now - entry.TouchedAt > (by.FromLeft ? by.Link.Reopen : FoundFromRight)) return null;
        return new(entry.Right, entry.State, entry.OpenedAt, entry.TouchedAt);
    }

    public void Reserve(LinkDraft link, DateTimeOffset now) => current[link.Name] = new(link.RightId ?? "", link.RightId is null ? LinkedState.Reserved : LinkedState.Live, now, now);

    public void Live(LinkDraft link, string? right, DateTimeOffset now)
    {
        if (right is null) current.Remove(link.Name);
        else current[link.Name] = new(right, LinkedState.Live, now, now);
    }

    public void End(string name, DateTimeOffset now)
    {
        if (current.TryGetValue(name, out var entry)) current[name] = entry with { State = LinkedState.Ended, TouchedAt = now };
    }

    /// <summary>A link that could not be made is broken, and one whose target takes nothing more.</summary>
    public void Break(LinkDraft? made, string? closedTarget)
    {
        if (made is not null) current.Remove(made.Name);
        foreach (var (name, _) in current.Where(pair => closedTarget is not null && pair.Value.Right == closedTarget && snapshot.Links.ContainsKey(pair.Key)).ToList())
        {
            current.Remove(name);
        }
    }

    private sealed record Entry(string Right, string State, DateTimeOffset OpenedAt, DateTimeOffset TouchedAt);
}
