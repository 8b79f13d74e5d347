using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Rehearsals;

namespace Hub.Endpoints;

/// <summary>The samples of a simulation without personal data. Where two texts differ and are masked alike, each says from which character on.</summary>
internal static class SampleMask
{
    // What a command is stays readable; what it says, and the keys made of people's data, are masked.
    private static readonly string[] Open = ["do", "via", "refused", "at", "max_age", "unlink"];

    /// <summary>A sample as it is shown.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="reveal">Whether personal data is shown whole.</param>
    public static SimulatedSample Show(ChangeSample sample, bool reveal)
    {
        var (before, after) = reveal ? (sample.Before, sample.After) : (Hide(sample.Before), Hide(sample.After));
        if (!reveal && (before, after) is ({ } left, { } right)) (before, after) = Told(sample.Before!.Value, sample.After!.Value, left, right);
        return new(
            sample.Kind.ToString().ToLowerInvariant(), sample.Event, sample.EventType, sample.ArrivedAt, sample.Action, before, after, reveal ? sample.Note : ErrorMask.Hide(sample.Note));
    }

    private static JsonElement? Hide(JsonElement? content)
    {
        if (content is not { } shown) return null;
        var whole = shown.EnumerateObject().Where(entry => Open.Contains(entry.Name, StringComparer.Ordinal)).ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        var masked = JsonMask.Hide(shown).EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, whole.GetValueOrDefault(entry.Name, entry.Value)));
        return JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>(masked, StringComparer.Ordinal), AdminJson.Default.DictionaryStringJsonElement);
    }

    private static (JsonElement Before, JsonElement After) Told(JsonElement before, JsonElement after, JsonElement maskedBefore, JsonElement maskedAfter)
    {
        var (left, right) = (Node(maskedBefore), Node(maskedAfter));
        Tell(before, after, left, right);
        return (JsonSerializer.SerializeToElement(left, AdminJson.Default.JsonNode), JsonSerializer.SerializeToElement(right, AdminJson.Default.JsonNode));
    }

    private static void Tell(JsonElement before, JsonElement after, JsonNode? left, JsonNode? right)
    {
        if ((left, right) is (JsonObject, JsonObject))
        {
            foreach (var (name, inner) in left.AsObject().ToList())
            {
                if (before.TryGetProperty(name, out var one) && after.TryGetProperty(name, out var other) && right[name] is { } beside) TellOf(one, other, inner, beside);
            }
        }
        else if ((left, right) is (JsonArray, JsonArray))
        {
            for (var i = 0; i < Math.Min(left.AsArray().Count, right.AsArray().Count); i++) TellOf(before[i], after[i], left[i], right[i]);
        }
    }

    private static void TellOf(JsonElement before, JsonElement after, JsonNode? left, JsonNode? right)
    {
        if (before.ValueKind != after.ValueKind || left is null || right is null) return;
        if (before.ValueKind != JsonValueKind.String)
        {
            Tell(before, after, left, right);
            return;
        }

        var (one, other) = (before.GetString()!, after.GetString()!);
        if (one == other || left.GetValue<string>() == one || right.GetValue<string>() == other) return;
        var same = one.AsSpan().CommonPrefixLength(other) + 1;
        left.ReplaceWith(JsonValue.Create($"{left.GetValue<string>()}, other from character {same} on", AdminJson.Default.String));
        right.ReplaceWith(JsonValue.Create($"{right.GetValue<string>()}, other from character {same} on", AdminJson.Default.String));
    }

    private static JsonNode? Node(JsonElement json) => JsonSerializer.SerializeToNode(json, AdminJson.Default.JsonElement);
}
