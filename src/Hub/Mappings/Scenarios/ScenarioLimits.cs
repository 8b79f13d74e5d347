namespace Hub.Mappings.Scenarios;

/// <summary>What a scenario's commands have used of their limits.</summary>
internal sealed class ScenarioLimits
{
    private readonly List<(CommandDraft Command, string To, DateTimeOffset At)> uses = [];

    /// <summary>Until when one more would be over the limit; null where it may go.</summary>
    /// <param name="command">A command with a limit.</param>
    /// <param name="to">To whom it goes.</param>
    /// <param name="now">The moment.</param>
    public DateTimeOffset? FullUntil(CommandDraft command, string to, DateTimeOffset now)
    {
        var limit = command.Limit!;
        var within = uses.Where(use => IsSame(use.Command, use.To, command, to) && use.At > now - limit.In).OrderByDescending(use => use.At).ToList();
        return within.Count < limit.Count ? null : within[limit.Count - 1].At + limit.In;
    }

    /// <summary>Counts a command.</summary>
    public void Take(CommandDraft command, string to, DateTimeOffset now) => uses.Add((command, to, now));

    /// <summary>Whether two commands count against the same limit.</summary>
    public static bool IsSame(CommandDraft one, string toOne, CommandDraft other, string toOther) =>
        one.RouteId == other.RouteId
        && one.Limit!.Per == other.Limit!.Per
        && one.Limit.Key == other.Limit.Key
        && (one.Limit.Per is LimitPer.Route or LimitPer.Key || toOne == toOther);
}
