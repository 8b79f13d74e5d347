using Hub.Connectors;
using Hub.Customers;
using Hub.Pipeline;
using Hub.Storage;

namespace Hub.Rehearsals;

/// <summary>
/// The hub's state as an event found it: links, consent and window of that moment. Names, phones and languages are those of today: how they were is not kept.
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
            plan = PersonResolver.Resolve(person, await People.KnownAsync(sql, person), Keys.Id("customer", occasion.Row.Id));
            (customerId, threadId) = (plan.CustomerId, People.ThreadId(number!, plan.CustomerId));
        }

        var look = new Look
        {
            Person = plan,
            Customer = customerId is null ? null : await SeeAsync(sql, customerId, at),
            Thread = threadId is null ? null : await ThreadAsync(sql, threadId, at),
            Links = new Dictionary<LinkQuestion, FoundLink>(),
            FoundCustomers = new Dictionary<string, Seen>(),
            Ran = [],
        };
        return look with
        {
            Links = await LinksAsync(sql, occasion, look.Thread?.Id ?? threadId, customerId, at),
            FoundCustomers = await FoundCustomersAsync(sql, occasion, look, at),
        };
    }

    /// <summary>A customer with what they had opted out of at that moment.</summary>
    public static async ValueTask<Seen?> SeeAsync(ISql sql, string customer, DateTimeOffset at) =>
        await People.FindAsync(sql, customer) is { } row ? new Seen(row, await Consents.OptedOutAsOfAsync(sql, row.Id, at)) : null;

    /// <summary>A thread with the window of that moment.</summary>
    public static async ValueTask<ThreadRow?> ThreadAsync(ISql sql, string id, DateTimeOffset at) =>
        await People.FindThreadAsync(sql, id) is { } row ? row with { LastInboundAt = await Messages.LastInboundAsOfAsync(sql, row.Id, at) } : null;

    private static async ValueTask<Dictionary<LinkQuestion, FoundLink>> LinksAsync(ISql sql, Occasion occasion, string? threadId, string? customerId, DateTimeOffset at)
    {
        var links = new Dictionary<LinkQuestion, FoundLink>();
        foreach (var route in occasion.Routes)
        {
            if (Look.QuestionOf(route, occasion.View, threadId, customerId) is not { } question || links.ContainsKey(question)) continue;
            var row = await Links.FindAsOfAsync(sql, question, at);
            var left = row is null || question.FromLeft ? null : await ThreadAsync(sql, row.LeftId, at);
            var person = left is not null ? await SeeAsync(sql, left.Customer, at) : row is null || question.FromLeft ? null : await SeeAsync(sql, row.LeftId, at);
            links.Add(question, new(row, left, person));
        }

        return links;
    }

    private static async ValueTask<Dictionary<string, Seen>> FoundCustomersAsync(ISql sql, Occasion occasion, Look look, DateTimeOffset at)
    {
        var found = new Dictionary<string, Seen>(StringComparer.Ordinal);
        foreach (var route in occasion.Routes.Where(route => route.Find is Mappings.FindBy.ByCustomer))
        {
            if (route.FindCustomer(Moments.Processing(occasion, look, route)) is not { } alias) continue;
            var known = await People.KnownAsync(sql, new([alias], null));
            if (known.Count > 0 && await SeeAsync(sql, known[0].Customer, at) is { } seen) found.Add(route.Id, seen);
        }

        return found;
    }
}
