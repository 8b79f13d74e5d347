using System.Text.Json.Nodes;
using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>The links of a scenario's one thread and customer.</summary>
internal sealed class ScenarioLinks
{
    // How long the right end still finds a link that has ended.
    private static readonly TimeSpan FoundFromRight = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Entry> current = new(StringComparer.Ordinal);

    public ScenarioLinks(Snapshot snapshot, JsonObject start, DateTimeOffset now)
    {
        foreach (var (name, right) in start)
        {
            if (!snapshot.Links.ContainsKey(name)) throw new ScenarioException($"start: there is no link {name}.{Suggestion.For(name, snapshot.Links.Keys)}{(snapshot.Links.Count == 0 ? " The files declare none." : $" Links are {string.Join(", ", snapshot.Links.Keys)}.")}");
            current[name] = new(right?.ToString() ?? "", LinkedState.Live, now, now, null);
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

    /// <summary>Whether a link is live or being made.</summary>
    public bool IsOpen(string name) => current.TryGetValue(name, out var entry) && entry.State != LinkedState.Ended;

    /// <summary>Whether a link is being made, by this command or, without one, by any.</summary>
    public bool IsReserved(string name, int? by = null) => current.TryGetValue(name, out var entry) && entry.State == LinkedState.Reserved && (by is null || entry.By == by);

    /// <summary>A command is to make a link, or has made it where the other end is known.</summary>
    public void Open(LinkDraft link, int by, DateTimeOffset now) =>
        current[link.Name] = new(link.RightId ?? "", link.RightId is null ? LinkedState.Reserved : LinkedState.Live, now, now, by);

    /// <summary>The other end is known now; null where it could not be found out, and the link is broken.</summary>
    public void Live(LinkDraft link, string? right, DateTimeOffset now)
    {
        if (right is null) current.Remove(link.Name);
        else current[link.Name] = new(right, LinkedState.Live, now, now, null);
    }

    public void End(string name, DateTimeOffset now)
    {
        if (current.TryGetValue(name, out var entry)) current[name] = entry with { State = LinkedState.Ended, TouchedAt = now };
    }

    /// <summary>A link that could not be made is broken.</summary>
    /// <returns>False where the command has none to make.</returns>
    public bool Break(LinkDraft? made, int by) => made is not null && IsReserved(made.Name, by) && current.Remove(made.Name);

    /// <summary>The links to a target that takes nothing more are broken.</summary>
    public void BreakTo(string target)
    {
        foreach (var (name, _) in current.Where(pair => pair.Value.Right == target).ToList()) current.Remove(name);
    }

    private sealed record Entry(string Right, string State, DateTimeOffset OpenedAt, DateTimeOffset TouchedAt, int? By);
}
