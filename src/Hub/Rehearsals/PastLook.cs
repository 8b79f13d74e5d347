using Hub.Customers;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>
/// The hub's state as an event found it: links, consent, window and state variables of that moment. Names, phones, languages and tags are those of today: how they were is not kept.
/// </summary>
internal static class PastLook
{
    /// <summary>What the occasion's routes would have seen at that moment.</summary>
    public static async ValueTask<Look> TakeAsync(ISql sql, Occasion occasion, DateTimeOffset at, PastVariables variables)
    {
        var number = Look.NumberOf(occasion.Envelope.Fact);
        PersonPlan? plan = null;
        string? customerId = occasion.Followed?.SeenCustomer ?? occasion.Row.Customer, threadId = occasion.Followed?.SeenThread ?? occasion.Row.Thread;
        if (number is not null)
        {
            plan = await People.ResolveAsync(sql, Arrival.PersonOf(occasion.Envelope.Fact), Keys.Id("customer", occasion.Row.Id));
            (customerId, threadId) = (plan.CustomerId, People.ThreadId(number, plan.CustomerId));
        }

        var eyes = new Eyes(sql, occasion.Snapshot, at);
        var look = new Look
        {
            Person = plan,
            Customer = customerId is null ? null : await SeeAsync(eyes, variables, customerId),
            Thread = threadId is null ? null : await ThreadAsync(eyes, variables, threadId),
            Links = new Dictionary<LinkQuestion, FoundLink>(),
            FoundCustomers = new Dictionary<string, IReadOnlyList<Seen>>(),
            Ran = [],
        };
        return look with
        {
            Links = await LinksAsync(eyes, variables, occasion, look.Thread?.Row.Id ?? threadId, customerId),
            FoundCustomers = await FoundCustomersAsync(eyes, variables, occasion, look),
        };
    }

    // A customer with what they had allowed at that moment.
    private static async ValueTask<Seen?> SeeAsync(Eyes eyes, PastVariables variables, string customer) => await eyes.CustomerAsync(customer) is { } seen
        ? seen with
        {
            Consent = await Consents.StandingAsOfAsync(eyes.Sql, seen.Row.Id, eyes.Now),
            Vars = await variables.OfAsync(eyes.Sql, eyes.Files, StateOwner.Customer, seen.Row.Id),
        }
        : null;

    // A thread with the window of that moment.
    private static async ValueTask<SeenThread?> ThreadAsync(Eyes eyes, PastVariables variables, string id) => await eyes.ThreadAsync(id) is { } thread
        ? new(
            thread.Row with { LastInboundAt = await Messages.LastInboundAsOfAsync(eyes.Sql, thread.Row.Id, eyes.Now) },
            await variables.OfAsync(eyes.Sql, eyes.Files, StateOwner.Thread, thread.Row.Id))
        : null;

    private static async ValueTask<Dictionary<LinkQuestion, FoundLink>> LinksAsync(Eyes eyes, PastVariables variables, Occasion occasion, string? threadId, string? customerId)
    {
        var links = new Dictionary<LinkQuestion, FoundLink>();
        foreach (var route in occasion.Routes)
        {
            if (Look.QuestionOf(route, occasion.View, threadId, customerId) is not { } question || links.ContainsKey(question)) continue;
            var row = await Links.FindAsOfAsync(eyes.Sql, question, eyes.Now);
            var left = row is null || question.FromLeft ? null : await ThreadAsync(eyes, variables, row.LeftId);
            var person = left is not null ? await SeeAsync(eyes, variables, left.Row.Customer) : row is null || question.FromLeft ? null : await SeeAsync(eyes, variables, row.LeftId);
            links.Add(question, new(row, left, person));
        }

        return links;
    }

    private static async ValueTask<Dictionary<string, IReadOnlyList<Seen>>> FoundCustomersAsync(Eyes eyes, PastVariables variables, Occasion occasion, Look look)
    {
        var found = new Dictionary<string, IReadOnlyList<Seen>>(StringComparer.Ordinal);
        foreach (var route in occasion.Routes.Where(route => route.Find is FindBy.ByCustomer))
        {
            if (route.FindCustomer(Moments.Processing(occasion, look, route)) is not { } alias) continue;
            var holders = await People.HoldersAsync(eyes.Sql, alias);
            if (holders.Count > 0 && await SeeAsync(eyes, variables, holders[0]) is { } seen) found.Add(route.Id, [seen]);
        }

        return found;
    }
}
