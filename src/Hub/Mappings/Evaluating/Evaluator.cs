using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Scenarios;

namespace Hub.Mappings.Evaluating;

/// <summary>What an expression gave.</summary>
/// <param name="Text">The value for people; null where there is none.</param>
/// <param name="Json">The value or the error as one line of JSON, with the trace where it was asked for.</param>
/// <param name="Errors">What is wrong, one sentence each with its place; empty where there is a value.</param>
/// <param name="Trace">What its parts gave, outer ones first; empty where nobody asked.</param>
internal sealed record Evaluated(string? Text, string Json, IReadOnlyList<string> Errors, IReadOnlyList<TraceLine> Trace);

/// <summary>What a part of an expression gave.</summary>
/// <param name="Depth">How far inside it stands: 0 for the whole.</param>
/// <param name="Part">The part as written.</param>
/// <param name="Value">The value for people; of a part inside a loop all of them.</param>
internal sealed record TraceLine(int Depth, string Part, string Value);

/// <summary>Evaluates expressions as routes would, without a hub.</summary>
/// <param name="environment">The connectors, for the types of events.</param>
internal sealed class Evaluator(MappingEnvironment environment)
{
    private readonly MappingTypes types = new(environment.Calendars);

    /// <summary>Evaluates one expression.</summary>
    /// <param name="expression">CEL without braces.</param>
    /// <param name="file">What <c>event</c> is: with its type as in a route, or any JSON as dynamic data; null for none.</param>
    /// <param name="now">What <c>now</c> is, and when the event of a payload happened.</param>
    /// <param name="isTraced">Whether the values of the parts are wanted.</param>
    /// <exception cref="ScenarioException">The event cannot be made of the file; the message is one sentence.</exception>
    public Evaluated Evaluate(string expression, EventFile? file, DateTimeOffset now, bool isTraced)
    {
        var (scope, values) = Names(file, now);
        var compiled = Expression.Compile(expression, scope);
        if (compiled.Compiled is not { } made)
        {
            var sentences = compiled.Errors.Select(error => Sentence(file is null && error.Message.StartsWith("There is no name event here.", StringComparison.Ordinal) ? error with { Message = "There is no event here. Give one with --event FILE." } : error)).ToList();
            return new(null, EvaluationJson.Error(string.Join(' ', sentences)), sentences, []);
        }

        var frame = new Frame(scope);
        foreach (var (name, value) in values) frame[scope.Find(name)!.Slot] = value;
        var trace = isTraced ? Trace.Of(made, frame) : null;
        var result = trace?.Result ?? made.Evaluate(frame);
        return new(
            result.IsError ? null : Notation.Of(result), EvaluationJson.Write(result, trace?.Parts()), result.IsError ? [Sentence(result.AsError)] : [],
            trace is null ? [] : [.. Lines(trace.Parts(), 0)]);
    }

    /// <summary>Evaluates an expression over dynamic data: nothing is checked before.</summary>
    /// <param name="expression">CEL without braces.</param>
    /// <param name="bindings">The names that it may use.</param>
    public Value EvaluateDynamic(string expression, IReadOnlyList<(string Name, Value Value)> bindings)
    {
        var scope = bindings.Aggregate(Scope.Of(types.Functions), (known, binding) => known.With(binding.Name, CelType.Dyn));
        var compiled = Expression.Compile(expression, scope, new() { IsDynamic = true });
        if (compiled.Compiled is not { } made) return Value.Error(compiled.Errors[0]);
        var frame = new Frame(scope);
        foreach (var (name, value) in bindings) frame[scope.Find(name)!.Slot] = value;
        return made.Evaluate(frame);
    }

    private (Scope Scope, List<(string Name, Value Value)> Values) Names(EventFile? file, DateTimeOffset now)
    {
        // Nobody is known here; an expression that guards against that may be tried all the same.
        var scope = Scope.Of(types.Functions).With("customer", types.Customer, nullable: true).With("thread", types.Thread, nullable: true).With("now", CelType.Timestamp);
        List<(string, Value)> values = [("now", Value.Timestamp(now))];
        switch (file)
        {
            case EventFile.Given given:
                var happened = First(given, now);
                var record = types.Event([environment.Connections.SelectMany(pair => pair.Connector.Events).First(type => type.Name == happened.Type)]);
                scope = scope.With("event", record);
                values.Add(("event", Value.Record(record, happened.Data)));
                break;
            case EventFile.OfScenarios { Scenarios: var scenarios, Folder: var folder }:
                var step = scenarios.SelectMany(scenario => scenario.Steps).FirstOrDefault(candidate => candidate.Given is not null)?.Given
                    ?? throw new ScenarioException("No step of the file gives an event.");
                return Names(new EventFile.Given(step, folder), now);
            case EventFile.Plain plain:
                scope = scope.With("event", CelType.Dyn);
                values.Add(("event", Value.FromJson(plain.Json)));
                break;
        }

        return (scope, values);
    }

    private static IEnumerable<TraceLine> Lines(TracePart part, int depth) =>
        [new(depth, part.Text, part.Times == 0 ? "not looked at" : string.Join(", ", part.Values.Select(Notation.Short))), .. part.Times == 0 ? [] : part.Parts.SelectMany(inner => Lines(inner, depth + 1))];

    private IncomingEvent First(EventFile.Given given, DateTimeOffset now) =>
        new ScenarioEvents(given.Folder, environment).Of(given.Fields, now) is [var first, ..] ? first : throw new ScenarioException("The payload holds no event.");

    private static string Sentence(ExpressionError error) => error.Position < 0 ? error.Message : $"at {error.Position + 1}: {error.Message}";
}
