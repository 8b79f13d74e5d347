using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Mappings.Explaining;

namespace Hub.Mappings.Scenarios;

/// <summary>Keeps of each step how its events were read and what the routes made of them, so that a command which did not come can be explained.</summary>
/// <param name="snapshot">The compiled folder.</param>
/// <param name="environment">What it was checked against.</param>
/// <param name="inner">Who else watches; null for nobody.</param>
internal sealed class StepWatch(Snapshot snapshot, MappingEnvironment environment, ScenarioWatch? inner) : ScenarioWatch
{
    private readonly List<string> events = [];
    private readonly List<string> lacks = [];
    private readonly List<(Route Route, ProcessingMoment Moment)> looks = [];
    private readonly List<string> refusals = [];

    /// <summary>A step begins: what is kept of the last one is dropped.</summary>
    public void Begin()
    {
        events.Clear();
        lacks.Clear();
        looks.Clear();
        refusals.Clear();
    }

    /// <summary>An event of the step happens.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="given">What the step gives.</param>
    public void Happens(IncomingEvent happened, JsonObject given)
    {
        var (connection, connector) = environment.All.First(pair => pair.Connector.Events.Any(type => type.Name == happened.Type));
        events.Add($"the event was read as {happened.Type} by {connection}");
        if (Notes.Lacking(snapshot, connector.Events.First(type => type.Name == happened.Type), happened.Data, given) is { } lacking) lacks.Add(lacking);
        events.AddRange(Notes.Of(snapshot, happened.Type).Concat(Notes.NotAsked(snapshot, happened.Type, connection).Select(route => $"{route.Route} ({route.File}:{route.Line}) was not asked. {route.Note}")));
    }

    /// <summary>How the step's events were read, and what each route that looked made of them; one line each.</summary>
    /// <param name="ofRoutes">Whether that is asked; else only what the events lack is told, which may be why a value is another one.</param>
    public IReadOnlyList<string> Explain(bool ofRoutes) => ofRoutes ? [.. events, .. lacks, .. looks.Select(look => Line(look.Route.Explain(look.Moment, snapshot.Find))), .. refusals.Distinct(StringComparer.Ordinal)] : lacks;

    /// <inheritdoc/>
    public override void Looked(Route route, ProcessingMoment moment, RouteOutcome outcome)
    {
        looks.Add((route, moment));
        inner?.Looked(route, moment, outcome);
    }

    /// <inheritdoc/>
    public override void Prepared(CommandDraft command, DeliveryOutcome outcome) => inner?.Prepared(command, outcome);

    /// <inheritdoc/>
    public override void Kept(CommandDraft command) => inner?.Kept(command);

    /// <inheritdoc/>
    public override void Held(CommandDraft command, string verdict) => inner?.Held(command, verdict);

    /// <inheritdoc/>
    public override void Ended(CommandDraft command, string state, string? reason)
    {
        if (command.Refusal is { } refusal) refusals.Add($"{command.RouteId}: {refusal.Sentence}");
        inner?.Ended(command, state, reason);
    }

    private static string Line(RouteExplanation route)
    {
        var name = $"{route.Route} ({route.File}:{route.Line}){(route.After is null ? "" : $", after {route.After},")}";
        return route.Outcome switch
        {
            "matched" => $"{name} matched",
            "failed" => $"{name} failed at {route.Failure?.Where}: {route.Failure?.Message}",
            _ => $"{name} did not match. {route.Note ?? string.Join("; ", route.Looks.SelectMany(look => Against(look.Item, look.Parts)).Distinct(StringComparer.Ordinal))}".TrimEnd(),
        };
    }

    // The parts that decided: what is false, down to what is made of no other conditions.
    private static IEnumerable<string> Against(int? item, IReadOnlyList<PartExplanation> parts) => parts.Where(part => part.Result is not ("true" or "not looked at")).SelectMany(part =>
        part.Parts.Count > 0 ? Against(item, part.Parts) : [$"{(item is null ? "" : $"item {item}: ")}{part.Text} is {part.Result}{Where(part.Fields)}"]);

    private static string Where(IReadOnlyList<FieldValue> fields) =>
        fields.Any(field => field.IsKnown) ? $", where {string.Join(", ", fields.Where(field => field.IsKnown).Select(field => $"{field.Field} = {Shown(field.Value)}"))}" : "";

    private static string Shown(JsonElement? value) => value?.GetRawText() ?? "absent";
}
