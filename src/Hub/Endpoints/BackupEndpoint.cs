using Hub.Storage;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>A copy of the store while the hub runs.</summary>
internal static class BackupEndpoint
{
    /// <summary>The route, under <c>/api/v1</c>.</summary>
    public static void MapBackup(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/backup", TakeAsync).WithTags("control").WithSummary("The whole store of this moment, as a SQLite file. Work goes on meanwhile. It holds people's data in clear.")
            .Produces(StatusCodes.Status200OK, contentType: "application/vnd.sqlite3").ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task TakeAsync(HttpContext context, Backups backups, TimeProvider time, CancellationToken cancel)
    {
        var begun = backups.Begin();
        if (begun is BackupResult.Refused refused) await Problems.Conflict(refused.Sentence).ExecuteAsync(context);
        if (begun is not BackupResult.Ready { Lease: var lease }) return;
        using var ends = lease;
        context.Response.ContentType = "application/vnd.sqlite3";

        // The caller learns that it has begun before the copy is made, which may take minutes.
        await context.Response.StartAsync(cancel);
        try
        {
            await using var copy = await backups.TakeAsync(time.GetUtcNow(), cancel);
            await copy.CopyToAsync(context.Response.Body, cancel);
        }
        catch (StoreUnavailableException)
        {
            // The answer has begun: only an end without its last chunk tells that it is none.
            context.Abort();
        }
    }
}
