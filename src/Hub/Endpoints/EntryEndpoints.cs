using Hub.Connections;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>A command with what was tried.</summary>
/// <param name="Command">The command, as lists show it.</param>
/// <param name="Attempts">Its attempts, in their order.</param>
internal sealed record CommandDetail(CommandEntry Command, IReadOnlyList<AttemptEntry> Attempts);

/// <summary>An event with what came of it.</summary>
/// <param name="Event">The event, as lists show it.</param>
/// <param name="Commands">The ids of the commands that its routes made, in their order.</param>
internal sealed record EventDetail(EventEntry Event, IReadOnlyList<string> Commands);

/// <summary>Single events and commands.</summary>
internal static class EntryEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapEntries(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/events/{id}", EventAsync).WithTags("lists").WithSummary("An event with what the routes did, and the ids of the commands that they made.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/commands/{id}", CommandAsync).WithTags("lists").WithSummary("A command with its attempts.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<EventDetail>, ProblemHttpResult>> EventAsync(string id, bool? reveal, IDatabase database, ConnectionRegistry connections, CancellationToken cancel)
    {
        var (entry, commands) = await database.ReadAsync(
            async sql => (await QueryLists.EventAsync(sql, id), (await QueryLists.CommandsOfAsync(sql, id)).Select(command => command.Id).ToList()), cancel);
        if (entry is null) return Problems.Unknown("There is no event of this id.");
        return TypedResults.Ok(new EventDetail(reveal == true ? entry : Masking.Hide(entry, connections.NamesPerson(entry.Connection)), commands));
    }

    private static async Task<Results<Ok<CommandDetail>, ProblemHttpResult>> CommandAsync(string id, bool? reveal, IDatabase database, CancellationToken cancel)
    {
        var found = await database.ReadAsync(
            async sql => (await QueryLists.CommandAsync(sql, id)).FirstOrDefault(command => command.Id == id) is { } entry ? new CommandDetail(entry, await QueryAttempts.OfAsync(sql, id)) : null, cancel);
        if (found is null) return Problems.Unknown("There is no command of this id.");
        return TypedResults.Ok(reveal == true ? found : new(Masking.Hide(found.Command), [.. found.Attempts.Select(attempt => attempt with { Error = ErrorMask.Hide(attempt.Error) })]));
    }
}
