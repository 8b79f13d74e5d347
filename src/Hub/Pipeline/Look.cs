using Hub.Connectors;
using Hub.Customers;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>An event on its way through the routes.</summary>
internal sealed record Occasion
{
    /// <summary>The stored event.</summary>
    public required EventRow Row { get; init; }

    /// <summary>What mappings see; for an outcome of a command, the event at the root of the chain.</summary>
    public required EventView View { get; init; }

    /// <summary>The stored envelope, after completion.</summary>
    public required EventEnvelope Envelope { get; init; }

    /// <summary>Whether it reports a record's state and so may be stale.</summary>
    public required EventNature Nature { get; init; }

    /// <summary>What was fetched, to be stored with the effects; null where nothing was.</summary>
    public IncomingEvent? Completed { get; init; }

    /// <summary>For an outcome, the command that had it.</summary>
    public CommandRow? Followed { get; init; }

    /// <summary>For an outcome, what <c>result</c> or <c>failure</c> shows.</summary>
    public FollowedCommand? FollowedView { get; init; }

    /// <summary>For the outcome <c>target_closed</c>, the target: its routes look as if the links to it were broken, which T2 makes true.</summary>
    public ClosedTarget? Closed { get; init; }

    /// <summary>The files.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The routes that look at it.</summary>
    public required IReadOnlyList<Route> Routes { get; init; }
}

/// <summary>The hub's state that an evaluation relies on. T2 looks again: where the two disagree, the evaluation is thrown away.</summary>
internal sealed record Look
{
    /// <summary>Who the event's person is.</summary>
    public PersonPlan? Person { get; init; }

    /// <summary>The stored customer; null for a new one.</summary>
    public Seen? Customer { get; init; }

    /// <summary>The stored thread; null for a new one.</summary>
    public ThreadRow? Thread { get; init; }

    /// <summary>What each <c>find</c> led to.</summary>
    public required IReadOnlyDictionary<LinkQuestion, FoundLink> Links { get; init; }

    /// <summary>What each <c>find: {customer: …}</c> led to, by route.</summary>
    public required IReadOnlyDictionary<string, Seen> FoundCustomers { get; init; }

    /// <summary>What its routes made of it before: a replay runs only those that failed or have not run.</summary>
    public required IReadOnlyList<RouteRun> Ran { get; init; }

    /// <summary>Whether this look and a later one see the same.</summary>
    public bool Agrees(Look later) =>
        (Person is null || (later.Person is not null && Person.Agrees(later.Person)))
        && Seen.Agree(Customer, later.Customer)
        && Thread?.Id == later.Thread?.Id && Thread?.Version == later.Thread?.Version
        && Links.All(pair => later.Links.TryGetValue(pair.Key, out var found) && pair.Value.Agrees(found))
        && FoundCustomers.Count == later.FoundCustomers.Count
        && FoundCustomers.All(pair => Seen.Agree(pair.Value, later.FoundCustomers.GetValueOrDefault(pair.Key)));

    /// <summary>Reads what the occasion's routes may see.</summary>
    public static async ValueTask<Look> TakeAsync(ISql sql, Occasion occasion, DateTimeOffset now)
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
            customerId = plan.CustomerId;
            threadId = People.ThreadId(number!, customerId);
        }

        var customer = customerId is null ? null : await SeeAsync(sql, customerId);
        var thread = number is not null ? await People.FindThreadAsync(sql, number, customerId!) : threadId is null ? null : await People.FindThreadAsync(sql, threadId);
        var look = new Look
        {
            Person = plan,
            Customer = customer,
            Thread = thread,
            Links = new Dictionary<LinkQuestion, FoundLink>(),
            FoundCustomers = new Dictionary<string, Seen>(),
            Ran = await Events.RoutesAsync(sql, occasion.Row.Id),
        };
        return look with
        {
            Links = await LinksAsync(sql, occasion, thread?.Id ?? threadId, customer?.Row.Id ?? customerId, now),
            FoundCustomers = await FoundCustomersAsync(sql, occasion, look),
        };
    }

    private static async ValueTask<Dictionary<LinkQuestion, FoundLink>> LinksAsync(
        ISql sql, Occasion occasion, string? threadId, string? customerId, DateTimeOffset now)
    {
        var links = new Dictionary<LinkQuestion, FoundLink>();
        foreach (var route in occasion.Routes)
        {
            if (QuestionOf(route, occasion.View, threadId, customerId) is not { } question || links.ContainsKey(question)) continue;
            var closed = route.Find is FindBy.ByLink find && find.Link.Right == occasion.Closed?.Object ? occasion.Closed.Id : null;
            var row = await Storage.Links.FindAsync(sql, question, now, closed);
            var left = row is null || question.FromLeft ? null : await People.FindThreadAsync(sql, row.LeftId);
            var person = left is not null ? await SeeAsync(sql, left.Customer) : row is null || question.FromLeft ? null : await SeeAsync(sql, row.LeftId);
            links.Add(question, new(row, left, person));
        }

        return links;
    }

    private static async ValueTask<Dictionary<string, Seen>> FoundCustomersAsync(ISql sql, Occasion occasion, Look look)
    {
        var found = new Dictionary<string, Seen>(StringComparer.Ordinal);
        foreach (var route in occasion.Routes.Where(route => route.Find is FindBy.ByCustomer))
        {
            if (route.FindCustomer(Moments.Processing(occasion, look, route)) is not { } alias) continue;
            var known = await People.KnownAsync(sql, new([alias], null));
            if (known.Count > 0 && await SeeAsync(sql, known[0].Customer) is { } seen) found.Add(route.Id, seen);
        }

        return found;
    }

    /// <summary>What a route's <c>find</c> asks for an event; null where the event does not carry that end.</summary>
    public static LinkQuestion? QuestionOf(Route route, EventView view, string? threadId, string? customerId)
    {
        if (route.Find is not FindBy.ByLink find) return null;
        var end = find.EndObject switch
        {
            "customer" => customerId,
            "whatsapp.thread" => threadId,
            _ => view.Ends.GetValueOrDefault(find.EndObject),
        };
        return end is null ? null : new(find.Link.Name, find.FromLeft, end, find.Link.Reopen);
    }

    private static async ValueTask<Seen?> SeeAsync(ISql sql, string customer) =>
        await People.FindAsync(sql, customer) is { } row ? new Seen(row, await Consents.OptedOutAsync(sql, row.Id)) : null;
}

/// <summary>A customer with what they opted out of.</summary>
internal sealed record Seen(CustomerRow Row, IReadOnlyList<string> OptedOut)
{
    /// <summary>Whether two looks saw the same.</summary>
    public static bool Agree(Seen? one, Seen? other) =>
        one?.Row.Id == other?.Row.Id && one?.Row.Version == other?.Row.Version && (one is null || one.OptedOut.SequenceEqual(other!.OptedOut));
}

/// <summary>A link that was found, with its left end's thread and customer when it was found from the right.</summary>
internal sealed record FoundLink(LinkRow? Row, ThreadRow? LeftThread, Seen? LeftCustomer)
{
    /// <summary>Whether two looks saw the same link in the same state.</summary>
    public bool Agrees(FoundLink other) => Row == other.Row && LeftThread == other.LeftThread && Seen.Agree(LeftCustomer, other.LeftCustomer);
}
