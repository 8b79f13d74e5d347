using System.Text.Json;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Rehearsals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>Mapping files to run over stored events.</summary>
/// <param name="Files">All of them.</param>
/// <param name="From">How far back, such as <c>24h</c>, or since when, such as <c>2026-03-01T10:00:00Z</c>.</param>
internal sealed record SimulateRequest(IReadOnlyList<MappingText> Files, string From);

/// <summary>One line of the answer: how far it has come, or at the end what was found.</summary>
/// <param name="Events">How many events were run.</param>
/// <param name="Percent">How much of the time was run through.</param>
/// <param name="Result">What was found; null before the end.</param>
internal sealed record SimulationLine(long Events, int Percent, SimulationEntry? Result);

/// <summary>What would have been different.</summary>
/// <param name="Before">The hash of the files in force.</param>
/// <param name="After">The hash of the files of the call.</param>
/// <param name="From">Where the time begins.</param>
/// <param name="Events">How many events were run.</param>
/// <param name="Skipped">How many of them could not be, because their connection is not configured any more.</param>
/// <param name="Routes">The routes that make commands, or would have.</param>
/// <param name="Unsure">The routes whose answers may differ from what would have been: they read what is not known as it was.</param>
internal sealed record SimulationEntry(string Before, string After, DateTimeOffset From, long Events, long Skipped, IReadOnlyList<SimulatedRoute> Routes, IReadOnlyList<SimulatedDoubt> Unsure);

/// <summary>A route that reads what is not known as it was.</summary>
/// <param name="Route">The route's id.</param>
/// <param name="Fields">What it reads: state variables that were not kept with the event, and fields of the customer that are today's.</param>
/// <param name="Events">For how many events.</param>
internal sealed record SimulatedDoubt(string Route, IReadOnlyList<string> Fields, long Events);

/// <summary>What would have been different of one route.</summary>
/// <param name="Route">The route's id.</param>
/// <param name="Before">How many commands the files in force make.</param>
/// <param name="After">How many commands the files of the call make.</param>
/// <param name="Added">How many only the files of the call make.</param>
/// <param name="Removed">How many only the files in force make.</param>
/// <param name="Changed">How many both make, otherwise.</param>
/// <param name="Failed">How often an expression of the files of the call fails that did not before.</param>
/// <param name="Samples">A few of each.</param>
internal sealed record SimulatedRoute(string Route, long Before, long After, long Added, long Removed, long Changed, long Failed, IReadOnlyList<SimulatedSample> Samples);

/// <summary>An example, people's data masked.</summary>
/// <param name="Kind"><c>added</c>, <c>removed</c>, <c>changed</c> or <c>failed</c>.</param>
/// <param name="Event">The event's id.</param>
/// <param name="EventType">Its type.</param>
/// <param name="ArrivedAt">When it arrived.</param>
/// <param name="Action">The action.</param>
/// <param name="Before">What the files in force make of it.</param>
/// <param name="After">What the files of the call make of it.</param>
/// <param name="Note">Why, where the two do not show it.</param>
internal sealed record SimulatedSample(string Kind, string Event, string EventType, DateTimeOffset ArrivedAt, string? Action, JsonElement? Before, JsonElement? After, string? Note);

/// <summary>Runs other mapping files over the stored events.</summary>
internal static class SimulationEndpoint
{
    /// <summary>The media type of the answer: a JSON object a line.</summary>
    public const string Lines = "application/x-ndjson";

    /// <summary>The route, under <c>/api/v1</c>.</summary>
    public static void MapSimulation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/mappings/simulate", SimulateAsync).WithTags("mappings")
            .WithSummary("Runs mapping files over the stored events of a time, sends nothing, and tells what would have been different: a JSON object a line, the last one with the result.")
            .Produces<SimulationLine>(StatusCodes.Status200OK, Lines)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static Results<PushStreamHttpResult, ProblemHttpResult> SimulateAsync(
        JsonBody<SimulateRequest> body, bool? reveal, HttpContext context, Simulator simulator, SnapshotStore snapshots, MappingEnvironment environment, TimeProvider time)
    {
        if (MappingEndpoints.Read(body, request => request.Files, out var sources) is { } refused) return refused;
        if (BeginOf(body.Value!.From, time.GetUtcNow()) is not { } from) return Problems.Wrong("from takes a duration such as 24h or 7d, or a moment such as 2026-03-01T10:00:00Z.");
        if (snapshots.Active is not { } active) return Problems.Busy("No mapping files are in force yet.");
        var loaded = MappingFolder.Compile(sources, environment, context.RequestAborted);
        if (loaded.Snapshot is not { } other) return MappingEndpoints.Wrong([.. loaded.Errors.Select(error => error.ToString())]);
        var cancel = context.RequestAborted;
        return TypedResults.Stream(
            async answer =>
            {
                var found = await simulator.RunAsync(active, other, from, progress => WriteAsync(answer, new(progress.Events, (int)(progress.Part * 100), null), cancel), cancel);
                await WriteAsync(answer, new(found.Events, 100, Show(found, reveal == true)), cancel);
            },
            Lines);
    }

    /// <summary>Where a time begins that is given as a duration back from now, or as a moment; null where it is neither.</summary>
    public static DateTimeOffset? BeginOf(string from, DateTimeOffset now) =>
        DurationText.TryParse(from, out var back) ? now - back : TimestampText.TryParse(from, out var moment) ? moment : null;

    private static async Task WriteAsync(Stream body, SimulationLine line, CancellationToken cancel)
    {
        await JsonSerializer.SerializeAsync(body, line, AdminJson.Default.SimulationLine, cancel);
        await body.WriteAsync("\n"u8.ToArray(), cancel);
        await body.FlushAsync(cancel);
    }

    private static SimulationEntry Show(Simulation found, bool reveal) => new(
        found.Before, found.After, found.From, found.Events, found.Skipped, [.. found.Routes.Select(route => Show(route, reveal))],
        [.. found.Unsure.Select(route => new SimulatedDoubt(route.Route, route.Fields, route.Events))]);

    private static SimulatedRoute Show(RouteTally tally, bool reveal) => new(
        tally.Route, tally.Before, tally.After, tally.Count(ChangeKind.Added), tally.Count(ChangeKind.Removed), tally.Count(ChangeKind.Changed), tally.Count(ChangeKind.Failed),
        [.. tally.Samples.Select(sample => SampleMask.Show(sample, reveal))]);
}
