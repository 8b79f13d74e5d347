using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>The state variables of a scenario's one customer and thread, with their life times.</summary>
internal sealed class ScenarioState
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public ScenarioState(Snapshot snapshot, JsonObject start, DateTimeOffset now)
    {
        foreach (var (name, value) in start)
        {
            if (!snapshot.State.TryGetValue(name, out var variable))
            {
                throw new ScenarioException($"There is no state variable {name}.{ScenarioNames.Meant(name, snapshot.State.Keys)}");
            }

            if (value is not null) entries[name] = new(variable, Stored(variable, value), now + variable.For);
        }
    }

    /// <summary>Writes a variable.</summary>
    /// <returns>Its value as a scenario shows it.</returns>
    public JsonNode? Set(SetDraft set, DateTimeOffset now)
    {
        if (set.Value is { } value) entries[set.Variable.Name] = new(set.Variable, value, now + set.Variable.For);
        else entries.Remove(set.Variable.Name);
        return set.Value is null ? null : JsonNode.Parse(set.Value);
    }

    /// <summary>What is set and alive, as routes see it.</summary>
    public VarsView Of(StateOwner owner, DateTimeOffset now) => new(entries.Values
        .Where(entry => entry.Variable.Of == owner && entry.Until > now)
        .ToDictionary(entry => entry.Variable.Name, entry => new VarValue(entry.Variable.TypeName, entry.Value), StringComparer.Ordinal));

    // What a scenario writes: a duration as files write it, everything else as it is stored.
    private static string Stored(StateDeclaration variable, JsonNode value)
    {
        var text = value.ToString();
        var json = variable.Type.Kind switch
        {
            ValueKind.Duration when DurationText.TryParse(text, out var span) => BindingsJson.ElementOf(Value.Duration(span)).GetRawText(),
            ValueKind.Double or ValueKind.Int or ValueKind.Bool => text,
            ValueKind.String or ValueKind.Timestamp => BindingsJson.ElementOf(Value.String(text)).GetRawText(),
            _ => value.ToJsonString(),
        };
        try
        {
            using var read = JsonDocument.Parse(json);
            ValueJson.Read(read.RootElement, variable.Type);
            return json;
        }
        catch (JsonException)
        {
            throw new ScenarioException($"The state variable {variable.Name} is declared as {variable.TypeName}, and {text} is none.");
        }
    }

    private sealed record Entry(StateDeclaration Variable, string Value, DateTimeOffset Until);
}
