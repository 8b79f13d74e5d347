using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>Single customers.</summary>
internal static class CustomerEndpoints
{
    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapCustomers(this IEndpointRouteBuilder routes) => routes.MapGet("/customers/{id}", CustomerAsync).WithTags("looking")
        .WithSummary("A customer with the names by which the hub knows them, open and closed, each with the event that told of it; their threads, and what they allow with its evidence.")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<CustomerEntry>, ProblemHttpResult>> CustomerAsync(string id, bool? reveal, IDatabase database, CancellationToken cancel)
    {
        if (await database.ReadAsync(sql => QueryThread.CustomerAsync(sql, id), cancel) is not { } customer) return Problems.Unknown("There is no customer of this id.");
        return TypedResults.Ok(reveal == true ? customer : Masking.Hide(customer));
    }
}
