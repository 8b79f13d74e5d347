using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Expressions;

namespace Hub.Mappings.Scenarios;

/// <summary>What the vendors answer in a scenario: for each action and query a result, a failure, or a list of them in turn.</summary>
internal sealed class ScenarioAnswers(JsonObject answers)
{
    private static readonly string[] FailureKeys = ["failure", "code", "text"];

    private readonly Dictionary<string, int> asked = new(StringComparer.Ordinal);

    /// <summary>The result of the last action that was done.</summary>
    public object? LastResult { get; private set; }

    /// <summary>What an action leads to; done where the scenario says nothing.</summary>
    public ActionOutcome To(IAction action)
    {
        var answer = Next(action.Name);
        LastResult = null;
        if (FailureOf(answer, action.Name) is { } failure) return new ActionOutcome.Failed(failure);
        if (action.Result is { } type && answer is JsonObject) LastResult = Typed(answer, type, action.Name);
        return new ActionOutcome.Done(LastResult);
    }

    /// <summary>What a query leads to; a scenario whose routes ask must answer.</summary>
    public QueryOutcome To(IQuery query)
    {
        var answer = Next(query.Name) ?? throw new ScenarioException($"The scenario does not say what {query.Name} answers. Add it under answers.", query.Name);
        return FailureOf(answer, query.Name) is { } failure ? new QueryOutcome.Failed(failure) : new QueryOutcome.Found(Typed(answer, query.Result, query.Name));
    }

    /// <summary>What is wrong with an answer; null where it can be given.</summary>
    /// <param name="answer">The answer: fields, a failure, or a list of them.</param>
    /// <param name="name">The action or query.</param>
    /// <param name="result">The type of its result; null where it has none.</param>
    public static string? Mistake(JsonNode? answer, string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo? result)
    {
        if (answer is JsonArray turns) return turns.Count == 0 ? $"The list of answers of {name} is empty." : turns.Select(turn => Mistake(turn, name, result)).FirstOrDefault(mistake => mistake is not null);
        try
        {
            if (FailureOf(answer, name) is not null) return null;
        }
        catch (ScenarioException wrong)
        {
            return wrong.Message;
        }

        return answer is not JsonObject { Count: > 0 } fields ? null
            : result is null ? $"{name} has no result. Write {name}: {{}} for done, or a failure, such as {{failure: rejected}}."
            : UnknownFields.In(fields, result, $"The result of {name}");
    }

    /// <summary>What is said where a link is made of a result that the scenario does not give.</summary>
    public static string Missing(string action, System.Text.Json.Serialization.Metadata.JsonTypeInfo result, string link) =>
        $"The link {link} is made of what {action} gives back, and the scenario does not say what that is. Give answers: {{{action}: {{{string.Join(", ", result.Properties.Where(property => property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false }).Select(property => $"{property.Name}: \"481\""))}}}}}.";

    private static VendorFailure? FailureOf(JsonNode? answer, string name)
    {
        if (answer is not (null or JsonObject)) throw new ScenarioException($"The answer of {name} is {answer.ToJsonString()}. Write the fields of its result as names and values, or a failure, such as {{failure: no_whatsapp}}.");
        if (answer?["failure"] is not { } failure) return null;
        if (((JsonObject)answer).FirstOrDefault(field => !FailureKeys.Contains(field.Key)) is { Key: { } strange })
        {
            throw new ScenarioException($"A failure has no key {strange}.{Suggestion.For(strange, FailureKeys)} Its keys are {string.Join(", ", FailureKeys)}.");
        }

        var kinds = Enum.GetValues<FailureKind>().ToDictionary(Settlement.NameOf, StringComparer.Ordinal);
        if (!kinds.TryGetValue(failure.ToString(), out var found))
        {
            throw new ScenarioException($"There is no failure {failure}.{Suggestion.For(failure.ToString(), kinds.Keys)} Failures are {string.Join(", ", kinds.Keys)}.");
        }

        return new(found, answer["code"]?.ToString() ?? failure.ToString(), answer["text"]?.ToString() ?? "The scenario says so.");
    }

    private static object Typed(JsonNode answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo type, string name)
    {
        try
        {
            return answer.Deserialize(type)!;
        }
        catch (JsonException wrong)
        {
            throw new ScenarioException($"The answer of {name} is not of its result's form: {MisfitData.Of(wrong, answer, type)}");
        }
    }

    /// <summary>Whether an action is answered from now on as it was the last time.</summary>
    public bool StaysAs(IAction action) => answers[action.Name] is not JsonArray turns || asked.GetValueOrDefault(action.Name) >= turns.Count;

    private JsonNode? Next(string name)
    {
        if (answers[name] is not JsonArray turns) return answers[name];
        var turn = asked.GetValueOrDefault(name);
        asked[name] = turn + 1;
        return turns[Math.Min(turn, turns.Count - 1)];
    }
}
