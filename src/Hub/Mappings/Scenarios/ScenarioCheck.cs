using System.Text.Json.Nodes;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings.Scenarios;

/// <summary>Checks what a scenario names against the mapping files and the connectors: an expectation with a wrong name could only fail, or hold by chance.</summary>
/// <param name="whole">All files of the folder.</param>
/// <param name="environment">The connectors.</param>
/// <param name="problems">Gathers what is wrong.</param>
internal sealed class ScenarioCheck(Snapshot whole, MappingEnvironment environment, Problems problems)
{
    private readonly Dictionary<string, IAction> actions = environment.All.SelectMany(pair => pair.Connector.Actions).DistinctBy(action => action.Name).ToDictionary(action => action.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, IQuery> queries = environment.All.SelectMany(pair => pair.Connector.Queries).DistinctBy(query => query.Name).ToDictionary(query => query.Name, StringComparer.Ordinal);

    /// <summary>The scenario with what is wrong in it.</summary>
    /// <param name="scenario">The scenario as it was read.</param>
    /// <param name="taken">The files that take part in it.</param>
    /// <param name="before">How many mistakes were known before it was looked at.</param>
    public Scenario Check(Scenario scenario, Snapshot taken, int before)
    {
        foreach (var answer in scenario.Place.Entries.FirstOrDefault(entry => entry.Name == "answers")?.Value is YamlMap answers ? answers.Entries : []) CheckAnswer(answer);
        foreach (var step in scenario.Steps)
        {
            foreach (var entry in step.Place.Entries.FirstOrDefault(entry => entry.Name == "expect")?.Value is YamlList list ? list.Items : []) CheckExpected(entry, taken);
        }

        return scenario with { Mistakes = [.. scenario.Mistakes, .. problems.Errors.Skip(before)] };
    }

    private void CheckAnswer(YamlEntry answer)
    {
        var result = actions.GetValueOrDefault(answer.Name)?.Result ?? queries.GetValueOrDefault(answer.Name)?.Result;
        // A name that nothing has is told where the scenario would begin.
        if (!actions.ContainsKey(answer.Name) && !queries.ContainsKey(answer.Name)) return;
        if (ScenarioAnswers.Mistake(ScenarioJson.Of(answer.Value), answer.Name, result) is { } mistake) problems.Add(answer.Value, $"answers: {mistake}");
    }

    private void CheckExpected(YamlNode node, Snapshot taken)
    {
        if (node is not YamlMap { Entries.Count: > 0 } entry)
        {
            problems.Add(node, $"An entry of expect {(node is YamlMap ? "that says nothing holds whatever comes" : "takes names and values")}. Write what should come, such as {{do: whatsapp.reply, route: answer}}; where nothing should, write expect: [].");
            return;
        }

        var keys = new KeyReader(entry, "An entry of expect", Expectation.Keys, problems);
        var kinds = Expectation.Kinds.Where(keys.Has).ToList();
        if (kinds.Count > 1) problems.Add(entry, $"An entry of expect is one thing that comes, and this one is several: {string.Join(", ", kinds)}. Write an entry for each.");
        if (kinds.Count == 0 && keys.Scalar("action") is { } only) problems.Add(only, $"An entry of expect with action alone does not say what comes of it. Did you mean do: {only.Text}? Else name how it ends: refused, held, cancelled or parked.");
        foreach (var name in Expectation.OfAction.Where(keys.Has)) Known(keys.Scalar(name), name, "action", actions.Keys);
        foreach (var (kind, reasons) in Expectation.Reasons.Where(pair => keys.Has(pair.Key))) CheckReason(keys.Scalar(kind), kind, reasons);
        if (!IsNobody(keys.Node("route"))) CheckRoute(keys.Scalar("route"), taken);
        if (!IsNobody(keys.Node("until")) && keys.Scalar("until") is { } until && !TimestampText.TryParse(until.Text, out _)) problems.Add(until, $"until takes a time such as 2026-03-01T10:00:00Z, not {until.Text}.");
        Known(keys.Scalar("broken"), "broken", "link", whole.Links.Keys);
        foreach (var variable in keys.Map("set")?.Entries ?? []) Known(variable.Key, "set", "state variable", whole.State.Keys);
        if (keys.Map("with") is { } with && keys.Scalar("do") is { } done && actions.GetValueOrDefault(done.Text) is { } action
            && UnknownFields.In((JsonObject)ScenarioJson.Of(with)!, action.Input, action.Name) is { } unknown)
        {
            problems.Add(with, unknown);
        }
    }

    // What an empty slot holds.
    private static bool IsNobody(YamlNode? node) => node is YamlScalar { IsPlain: true, Text: "null" or "~" or "" };

    private void CheckReason(YamlScalar? reason, string kind, IReadOnlyList<string> known)
    {
        if (reason is null || known.Contains(reason.Text, StringComparer.Ordinal) || reason.Text.StartsWith(RefuseReason.EmptyParameter, StringComparison.Ordinal)) return;
        problems.Add(reason, $"{(kind == "for" ? "Nothing waits" : $"Nothing is {kind}")} for {reason.Text} in a scenario.{Suggestion.For(reason.Text, known)} Reasons are {string.Join(", ", known)}.");
    }

    private void CheckRoute(YamlScalar? route, Snapshot taken)
    {
        if (route is null || route.Text == ConsentConfirmation.RouteId || taken.Find(route.Text) is not null) return;
        if (whole.Find(route.Text) is { } other) problems.Add(route, $"The route {route.Text} is in {other.File}, which does not take part: name the file under files.");
        else Known(route, "route", "route", taken.Routes.Select(candidate => candidate.Id));
    }

    private void Known(YamlScalar? name, string key, string what, IEnumerable<string> known)
    {
        if (name is not null && !known.Contains(name.Text, StringComparer.Ordinal)) problems.Add(name, $"{key}: there is no {what} {name.Text}.{ScenarioNames.Meant(name.Text, known)}");
    }
}

/// <summary>The words of <c>expect</c>.</summary>
internal static class Expectation
{
    /// <summary>What <c>for</c> says of a command that waits for the owner of its key.</summary>
    public const string ForKey = "once";

    /// <summary>What <c>for</c> says of a command that waits for a link.</summary>
    public const string ForLink = "link";

    /// <summary>What may come: each is one thing.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["do", "refused", "waits", "held", "kept", "cancelled", "parked", "unknown", "broken", "set", "in_slot"];

    /// <summary>All keys of an entry.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Kinds, "route", "with", "action", "until", "for", "slot", "error", "expression"];

    /// <summary>The keys that take an action.</summary>
    public static IReadOnlyList<string> OfAction { get; } = ["do", "waits", "kept", "unknown", "action"];

    /// <summary>The reasons that a scenario can bring about, by the key that takes them: the hub's own.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Reasons { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["refused"] =
        [
            RefuseReason.Once, RefuseReason.TooLate, RefuseReason.Expired, RefuseReason.Unreachable, RefuseReason.OptedOut, RefuseReason.WindowClosed, RefuseReason.OutOfHours,
            RefuseReason.Capped, RefuseReason.TemplateUnavailable, .. new[] { FailureKind.NoWhatsApp, FailureKind.TargetClosed, FailureKind.Rejected }.Select(Settlement.NameOf), RefuseReason.EmptyParameter,
        ],
        ["held"] = [RefuseReason.OutOfHours, RefuseReason.Capped, .. new[] { FailureKind.Later, FailureKind.Throttled, FailureKind.Unauthorized }.Select(Settlement.NameOf)],
        ["cancelled"] = [CancelReason.SlotTaken, CancelReason.SlotReplaced, CancelReason.SlotCancelled, CancelReason.Replaced, CancelReason.NotWanted, CancelReason.LinkExists],
        ["parked"] = [ParkReason.Rejected, ParkReason.Transient, ParkReason.Conflict, ParkReason.NoAnswer, ParkReason.Unknown, ParkReason.Dependency, ParkReason.RouteFailed],
        ["for"] = [ForKey, ForLink],
    };

    /// <summary>What an entry is, with its value: <c>refused once</c>; null where it says only whose it is.</summary>
    public static string? KindOf(JsonObject entry) => Kinds.FirstOrDefault(entry.ContainsKey) is { } kind ? $"{kind} {Text(entry[kind])}" : null;

    private static string Text(JsonNode? value) => value?.ToString() ?? "null";
}
