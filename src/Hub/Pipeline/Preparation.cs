using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connections;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Evaluates at delivery what processing has put off: <c>read</c>, <c>when</c>, <c>with</c>, and the id of a link from the result.</summary>
internal sealed class Preparation(IDatabase database, ConnectionRegistry connections, Occasions occasions, SnapshotStore snapshots, GuardedReads reads, EvaluationBorder border, TimeProvider time)
{
    private static readonly RouteFailure NoFiles = new("", "", "The files that made the command cannot be loaded any more.");

    /// <summary>The line of a command whose input is known: the maker of a link stands in the link's line, and a message in its thread's; all others in the line of their target.</summary>
    public static string LineOf(CommandRow row, object input, IAction action) =>
        row is { LinkName: not null, LinkRight: null } || action is IMessageAction || action.TargetOf(input) is not { } target ? row.Subject
        : $"{row.Connection}/{action.Object}/{target}";

    /// <summary>The input of a deferred command.</summary>
    public async Task<DeliveryOutcome> PrepareAsync(CommandRow row, CancellationToken cancel)
    {
        var (route, moment) = await MomentAsync(row, cancel);
        return route is null || moment is null ? new DeliveryOutcome.Failed(NoFiles)
            : await border.WithinAsync(
                route, async (query, input, connection, stop) => Judge(row, connection, await AskAsync(row, query, input, connection, stop)), ask => route.PrepareAsync(moment, ask, cancel));
    }

    /// <summary>Looks at <c>when</c> of a command whose input is known already; null where it goes.</summary>
    public async Task<DeliveryOutcome?> LookAsync(CommandRow row, CancellationToken cancel)
    {
        if (await snapshots.FindAsync(row.Snapshot, cancel) is not { } snapshot || snapshot.Find(row.Route) is not { LooksWhenDue: true }) return null;
        var (route, moment) = await MomentAsync(row, cancel);
        return route is null || moment is null ? new DeliveryOutcome.Failed(NoFiles)
            : border.Within(route, () => route.LookWhenDue(moment), failure => new DeliveryOutcome.Failed(failure));
    }

    /// <summary>The right end of the link that a command makes.</summary>
    public async Task<(string? Id, RouteFailure? Failure)> LinkIdAsync(CommandRow row, object? result, CancellationToken cancel)
    {
        var (route, moment) = await MomentAsync(row, cancel);
        return route is null || moment is null ? (null, NoFiles) : border.Within(route, () => route.LinkId(moment, result), failure => (null, failure));
    }

    /// <summary>The links that the files declare which made a command.</summary>
    public async Task<IReadOnlyList<LinkDeclaration>> LinksAsync(CommandRow row, CancellationToken cancel) =>
        await snapshots.FindAsync(row.Snapshot, cancel) is { } snapshot ? [.. snapshot.Links.Values] : [];

    private async Task<(Route? Route, DeliveryMoment? Moment)> MomentAsync(CommandRow row, CancellationToken cancel)
    {
        if (await snapshots.FindAsync(row.Snapshot, cancel) is not { } snapshot || snapshot.Find(row.Route) is not { } route) return (null, null);
        var now = time.GetUtcNow();
        return (route, await database.AskAsync(sql => ReadMomentAsync(new(sql, snapshot, now), row, route), cancel));
    }

    private async ValueTask<DeliveryMoment?> ReadMomentAsync(Eyes eyes, CommandRow row, Route route)
    {
        var sql = eyes.Sql;
        if (await Events.FindAsync(sql, row.Root) is not { } root || occasions.ViewOf(root) is not { } view) return null;
        var customer = row.SeenCustomer is null ? null : await eyes.CustomerAsync(row.SeenCustomer);
        var thread = row.SeenThread is null ? null : await eyes.ThreadAsync(row.SeenThread);
        var question = Look.QuestionOf(route, view, thread?.Row.Id, customer?.Row.Id);

        // A reserved link has no other end yet: who needs it has waited for it, and its own maker has none.
        var link = question is not null && await Links.FindAsync(sql, question, eyes.Now) is { State: not "reserved" } found ? found : null;
        return new()
        {
            Event = view,
            Bindings = row.Bindings,
            Customer = customer is null ? null : Moments.ViewOf(customer),
            Thread = thread is null ? null : Moments.ViewOf(thread),
            Linked = link is null ? null : Moments.ViewOf(link, question!.FromLeft),
            Followed = row.Followed is null ? null : await FollowedAsync(sql, row.Followed, row.Event),
            Due = row.DueAt,
        };
    }

    private async ValueTask<FollowedCommand?> FollowedAsync(ISql sql, string id, string outcomeEvent) =>
        await Outbox.FindAsync(sql, id) is { } followed && await Events.FindAsync(sql, outcomeEvent) is { FollowedOutcome: { } outcome } ? occasions.ViewOf(followed, outcome) : null;

    // What another connection says of its credentials or its account is no reason to hold the one that the command goes to; and what any
    // says of a question is no news of the action's target, its person or its effect: nothing has been sent.
    private static QueryOutcome Judge(CommandRow row, string asked, QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.Failed { Failure: { Kind: FailureKind.Unauthorized } failure } when asked != row.Connection => new QueryOutcome.Failed(failure with { Kind = FailureKind.Transient }),
        QueryOutcome.Failed { Failure: { IsAccountWide: true } failure } when asked != row.Connection => new QueryOutcome.Failed(failure with { IsAccountWide = false }),
        QueryOutcome.Failed { Failure: var failure } => new QueryOutcome.Failed(failure with { Kind = Settlement.OfQuestion(failure.Kind) }),
        _ => outcome,
    };

    private async Task<QueryOutcome> AskAsync(CommandRow row, IQuery query, object input, string connection, CancellationToken cancel)
    {
        if (connections.Find(connection) is not { } target)
        {
            return new QueryOutcome.Failed(new(FailureKind.Rejected, "no_connection", $"The connection '{connection}' is not configured any more."));
        }

        return await reads.AskAsync(
            new(connection, query.Name, row), () => RunAsync(query, input, target, cancel), failure => new QueryOutcome.Failed(failure), answer => (answer as QueryOutcome.Failed)?.Failure);
    }

    private static async Task<QueryOutcome> RunAsync(IQuery query, object input, Connection target, CancellationToken cancel)
    {
        try
        {
            return await query.RunAsync(input, target, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException && !cancel.IsCancellationRequested)
        {
            // A question changes nothing: whatever became of it, it can be asked again.
            return new QueryOutcome.Failed(VendorErrors.OfNetwork(e) with { Kind = FailureKind.Transient });
        }
    }
}
