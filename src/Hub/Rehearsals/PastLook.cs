using Hub.Connectors;
using Hub.Customers;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>
/// The hub's state as an event found it: links, consent and window of that moment. Names, phones, languages and state variables are those of today: how they were is not kept.
/// </summary>
internal static class PastLook
{
    /// <summary>What the occasion's routes would have seen at that moment.</summary>
    public static async ValueTask<Look> TakeAsync(ISql sql, Occasion occasion, DateTimeOffset at)
    {
        var (number, person) = occasion.Envelope.Fact switch
        {
            ConversationFact.MessageReceived m => (m.Number, m.From),
            ConversationFact.PreferenceStated p => (p.Number, p.From),
            _ => (null, null),
        };
        PersonPlan? plan = null;
        string? customerId = occasion.Followed?.SeenCustomer, threadId = occasion.Followed?.SeenThread;
        if (person is not null)
        {
            plan = await People.ResolveAsync(sql, person, Keys.Id("customer", occasion.Row.Id));
            (customerId, threadId) = (plan.CustomerId, People.ThreadId(number!, plan.CustomerId));
        }

        var eyes = new Eyes(sql, occasion.Snapshot, at);
        var look = new Look
        {
            Person = plan,
            Customer = customerId is null ? null : await SeeAsync(eyes, customerId),
            Thread = threadId is null ? null : await ThreadAsync(eyes, threadId),
            Links = new Dictionary<LinkQuestion, FoundLink>(),
            FoundCustomers = new Dictionary<string, IReadOnlyList<Seen>>(),
            Ran = [],
        };
        return look with
        {
            Links = await LinksAsync(eyes, occasion, look.Thread?.Row.Id ?? threadId, customerId),
            FoundCustomers = await FoundCustomersAsync(eyes, occasion, look),
        };
    }

    /// <summary>A customer with what they had allowed at that moment.</summary>
    public static async ValueTask<Seen?> SeeAsync(Eyes eyes, string customer) =>
        await eyes.CustomerAsync(customer) is { } seen ? seen with { Consent = await Consents.StandingAsOfAsync(eyes.Sql, seen.Row.Id, eyes.Now) } : null;

    /// <summary>A thread with the window of that moment.</summary>
    public static async ValueTask<SeenThread?> ThreadAsync(Eyes eyes, string id) => await eyes.ThreadAsync(id) is { } thread
        ? thread with { Row = thread.Row with { LastInboundAt = await Messages.LastInboundAsOfAsync(eyes.Sql, thread.Row.Id, eyes.Now) } }
        : null;

    private static async ValueTask<Dictionary<LinkQuestion, FoundLink>> LinksAsync(Eyes eyes, Occasion occasion, string? threadId, string? customerId)
    {
        var links = new Dictionary<LinkQuestion, FoundLink>();
        foreach (var route in occasion.Routes)
        {
            if (Look.QuestionOf(route, occasion.View, threadId, customerId) is not { } question || links.ContainsKey(question)) continue;
            var row = await Links.FindAsOfAsync(eyes.Sql, question, eyes.Now);
            var left = row is null || question.FromLeft ? null : await ThreadAsync(eyes, row.LeftId);
            var person = left is not null ? await SeeAsync(eyes, left.Row.Customer) : row is null || question.FromLeft ? null : await SeeAsync(eyes, row.LeftId);
            links.Add(question, new(row, left, person));
        }

        return links;
    }

    private static async ValueTask<Dictionary<string, IReadOnlyList<Seen>>> FoundCustomersAsync(Eyes eyes, Occasion occasion, Look look)
    {
        var found = new Dictionary<string, IReadOnlyList<Seen>>(StringComparer.Ordinal);
        foreach (var route in occasion.Routes.Where(route => route.Find is Mappings.FindBy.ByCustomer))
        {
            if (route.FindCustomer(Moments.Processing(occasion, look, route)) is not { } alias) continue;
            var holders = await People.HoldersAsync(eyes.Sql, alias);
            if (holders.Count > 0 && await SeeAsync(eyes, holders[0]) is { } seen) found.Add(route.Id, [seen]);
        }

        return found;
    }
}
