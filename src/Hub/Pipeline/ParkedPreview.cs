using System.Text.Json.Nodes;

namespace Hub.Pipeline;

/// <summary>What a replay of one entry would come to.</summary>
internal enum ParkedFate
{
    /// <summary>It would run as it was made.</summary>
    Runs,

    /// <summary>It would run, and differ from what it was.</summary>
    Changes,

    /// <summary>A route would fail again, so that it would be parked again.</summary>
    Fails,

    /// <summary>It would stay parked.</summary>
    Refused,
}

/// <summary>A field that a replay would change.</summary>
/// <param name="Field">Its path, for example <c>with.to.phone</c>; of an event the route that makes a command.</param>
/// <param name="Before">What it is; null for nothing.</param>
/// <param name="After">What it would be; null for nothing.</param>
internal sealed record ParkedDifference(string Field, JsonNode? Before, JsonNode? After)
{
    /// <summary>The fields in which two objects differ, in the order of the first, then of the second.</summary>
    public static IReadOnlyList<ParkedDifference> Between(JsonObject before, JsonObject after)
    {
        var differences = new List<ParkedDifference>();
        Compare("", before, after, differences);
        return differences;
    }

    private static void Compare(string path, JsonObject before, JsonObject after, List<ParkedDifference> into)
    {
        foreach (var name in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key), StringComparer.Ordinal))
        {
            var (one, two) = (before[name], after[name]);
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (one is JsonObject first && two is JsonObject second) Compare(field, first, second, into);
            else if (!JsonNode.DeepEquals(one, two)) into.Add(new(field, one?.DeepClone(), two?.DeepClone()));
        }
    }
}

/// <summary>What a replay of one entry would do now.</summary>
/// <param name="Place">The entry.</param>
/// <param name="Fate">What it would come to.</param>
/// <param name="Sentence">Why it is refused or fails, or what cannot be shown.</param>
/// <param name="Differences">What would be otherwise than it was.</param>
internal sealed record ParkedPreview(Storage.ParkedPlace Place, ParkedFate Fate, string? Sentence, IReadOnlyList<ParkedDifference> Differences);
