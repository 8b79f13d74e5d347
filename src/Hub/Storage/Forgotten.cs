namespace Hub.Storage;

/// <summary>How much of each level has been deleted by itself, so that the counts of what was received and of what is there can be compared.</summary>
internal static class Forgotten
{
    /// <summary>The level of the counters; their names are those of another level and its state, as <c>commands.done</c>.</summary>
    public const string Level = "forgotten";

    /// <summary>Counts a row that is deleted.</summary>
    public static ValueTask CountAsync(ISql sql, string level, string state) => Counters.AddAsync(sql, Level, $"{level}.{state}");
}
