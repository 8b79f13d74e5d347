namespace Hub.Benchmarks.Load;

/// <summary>What was sent, what the hub counts of it, and what the stand-in and the store hold: all of it must agree.</summary>
internal sealed record Sums
{
    /// <summary>Webhooks that were answered 200.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Webhooks without an answer: each may be stored or not. Nothing is wrong here that would explain one.</summary>
    public long Unanswered { get; init; }

    /// <summary>Webhooks that the hub has stored.</summary>
    public required long Stored { get; init; }

    /// <summary>Of them applied.</summary>
    public required long Applied { get; init; }

    /// <summary>Events that were read of them.</summary>
    public required long Events { get; init; }

    /// <summary>Commands that the route made; null where there is no route.</summary>
    public long? Commands { get; init; }

    /// <summary>Of them done.</summary>
    public long Done { get; init; }

    /// <summary>Things of the vendor that the calls have changed, or messages that the statuses are of, each counted once.</summary>
    public required long Distinct { get; init; }

    /// <summary>Calls that changed a thing again.</summary>
    public long Repeated { get; init; }

    /// <summary>Whether the hub's counts add up.</summary>
    public required bool Closes { get; init; }

    /// <summary>How many were lost.</summary>
    public long Lost => Math.Max(0, Acknowledged - Distinct);

    /// <summary>How many were done twice.</summary>
    public long Doubled => Repeated + Math.Max(0, Stored - Acknowledged - Unanswered);

    /// <summary>What does not hold, a sentence each.</summary>
    public IReadOnlyList<string> NotHeld()
    {
        var broken = new List<string>();
        if (Lost > 0) broken.Add($"{Lost} were acknowledged and lost");
        if (Doubled > 0) broken.Add($"{Doubled} were done twice");
        if (Unanswered > 0) broken.Add($"{Unanswered} were sent and not answered");
        if (Stored < Acknowledged) broken.Add($"{Acknowledged} webhooks were acknowledged, and {Stored} are stored");
        if (Applied != Stored) broken.Add($"of {Stored} stored webhooks {Applied} are applied");
        if (Events != Stored) broken.Add($"{Stored} webhooks of one event each have brought {Events} events");
        if (Commands is { } commands && commands != Stored) broken.Add($"{Stored} webhooks have made {commands} commands");
        if (Commands is { } made && made != Done) broken.Add($"of {made} commands {Done} are done");
        if (Distinct > Stored) broken.Add($"{Stored} webhooks have had {Distinct} effects");
        if (!Closes) broken.Add("the hub's sums do not close");
        return broken;
    }
}
