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

    /// <summary>The person whom the event is about, where that is no message or preference of theirs; null for all others.</summary>
    public AboutNames? About { get; init; }

    /// <summary>Whether a customer is made of somebody whom the hub does not know.</summary>
    public bool MakesCustomer { get; init; }

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

    /// <summary>Those that run on it too and were not asked, since they cannot match; found when they are looked through.</summary>
    public IEnumerable<Route> Unasked { get; init; } = [];
}

/// <summary>The hub's state that an evaluation relies on. T2 looks again: where the two disagree, the evaluation is thrown away.</summary>
internal sealed record Look
{
    // Clocks are set to the right time in small steps.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(5);

    /// <summary>Who the event's person is.</summary>
    public PersonPlan? Person { get; init; }

    /// <summary>The stored customer; null for a new one.</summary>
    public Seen? Customer { get; init; }

    /// <summary>The stored thread; null for a new one.</summary>
    public SeenThread? Thread { get; init; }

    /// <summary>What each <c>find</c> led to.</summary>
    public required IReadOnlyDictionary<LinkQuestion, FoundLink> Links { get; init; }

    /// <summary>Whom each <c>find: {customer: …}</c> led to, by route: the one who is meant first, and the others who could be.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Seen>> FoundCustomers { get; init; }

    /// <summary>What its routes made of it before: a replay runs only those that failed or have not run.</summary>
    public required IReadOnlyList<RouteRun> Ran { get; init; }

    /// <summary>Whether there is nothing that a later look could see otherwise.</summary>
    public bool IsBlind { get; init; }

    /// <summary>Whether this look and a later one see the same.</summary>
    public bool Agrees(Look later) =>
        (Person is null || (later.Person is not null && Person.Agrees(later.Person)))
        && Seen.Agree(Customer, later.Customer)
        && SeenThread.Agree(Thread, later.Thread)
        && Links.All(pair => later.Links.TryGetValue(pair.Key, out var found) && pair.Value.Agrees(found))
        && FoundCustomers.Count == later.FoundCustomers.Count
        && FoundCustomers.All(pair => later.FoundCustomers.TryGetValue(pair.Key, out var found)
            && pair.Value.Count == found.Count && pair.Value.Zip(found).All(both => Seen.Agree(both.First, both.Second)));

    /// <summary>Reads what the occasion's routes may see.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="occasion">The event before its routes.</param>
    /// <param name="border">Guards the expressions by which routes find customers.</param>
    /// <param name="now">Business time.</param>
    /// <param name="before">An earlier look at the same.</param>
    public static async ValueTask<Look> TakeAsync(ISql sql, Occasion occasion, EvaluationBorder border, DateTimeOffset now, Look? before = null)
    {
        var number = NumberOf(occasion.Envelope.Fact);
        var person = number is null ? null : Arrival.PersonOf(occasion.Envelope.Fact);
        PersonPlan? plan = null;
        string? customerId = occasion.Followed?.SeenCustomer ?? occasion.Row.Customer, threadId = occasion.Followed?.SeenThread ?? occasion.Row.Thread;
        if (person is not null)
        {
            plan = await People.ResolveAsync(sql, person, Keys.Id("customer", occasion.Row.Id));
            customerId = plan.CustomerId;
            threadId = People.ThreadId(number!, customerId);
        }
        else if (occasion.Envelope.Fact is ConversationFact.PersonChanged changed)
        {
            // Nobody is made of a notice: routes see whom the hub knows by the old names or the new ones.
            customerId = await People.KnownByAsync(sql, changed) ?? customerId;
        }
        else if (occasion.About is { } about)
        {
            plan = await People.FindAsync(sql, about, occasion.MakesCustomer ? Keys.Id("customer", occasion.Row.Id) : null);
            customerId = plan?.CustomerId ?? customerId;
        }

        var eyes = new Eyes(sql, occasion.Snapshot, now) { Before = before?.Customer };
        var customer = customerId is null ? null : await eyes.CustomerAsync(customerId);
        var thread = number is not null ? await eyes.ThreadAsync(await People.FindThreadAsync(sql, number, customerId!)) : threadId is null ? null : await eyes.ThreadAsync(threadId);
        var look = new Look
        {
            Person = plan,
            Customer = customer,
            Thread = thread,
            Links = new Dictionary<LinkQuestion, FoundLink>(),
            FoundCustomers = new Dictionary<string, IReadOnlyList<Seen>>(),
            Ran = occasion.Row.IsStored ? await Events.RoutesAsync(sql, occasion.Row.Seq) : [],
            IsBlind = customerId is null && threadId is null && occasion.About is null && occasion.Envelope.Fact is not ConversationFact.PersonChanged && occasion.Routes.All(route => route.Find is null),
        };
        return look with
        {
            Links = await LinksAsync(eyes, occasion, thread?.Row.Id ?? threadId, customer?.Row.Id ?? customerId),
            FoundCustomers = await FoundCustomersAsync(eyes, occasion, look, border),
        };
    }

    /// <summary>
    /// What an event waits for that names a record which no link knows while a link of that name is being made: what the vendor tells of a new record can come
    /// before the answer to the call that made it, but not before the call. Null where it has nothing to wait for.
    /// </summary>
    /// <param name="sql">The statements.</param>
    /// <param name="routes">The routes that look from the right end of a link.</param>
    /// <param name="envelope">The event's.</param>
    /// <param name="arrivedAt">When the event came in.</param>
    /// <param name="by">Whose doing the record may be.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask<string?> AwaitedAsync(
        ISql sql, IEnumerable<Route> routes, EventEnvelope envelope, DateTimeOffset arrivedAt, PossibleMaker by, DateTimeOffset now)
    {
        foreach (var find in routes.Select(route => route.Find).OfType<FindBy.ByLink>().Where(find => !find.FromLeft).Distinct())
        {
            if (envelope.Ends.TryGetValue(find.EndObject, out var id)
                && await Storage.Links.FindAsync(sql, new(find.Link.Name, FromLeft: false, id, find.Link.Reopen), now) is null
                && await Storage.Links.IsBeingMadeAsync(sql, find.Link.Name, envelope.MadeBy, arrivedAt + ClocksDiffer, by, now))
            {
                return EventWaits.OfLink(find.Link.Name, id);
            }
        }

        return null;
    }

    private static async ValueTask<Dictionary<LinkQuestion, FoundLink>> LinksAsync(Eyes eyes, Occasion occasion, string? threadId, string? customerId)
    {
        var links = new Dictionary<LinkQuestion, FoundLink>();
        foreach (var route in occasion.Routes)
        {
            if (QuestionOf(route, occasion.View, threadId, customerId) is not { } question || links.ContainsKey(question)) continue;
            var closed = route.Find is FindBy.ByLink find && find.Link.Right == occasion.Closed?.Object ? occasion.Closed.Id : null;
            var row = await Storage.Links.FindAsync(eyes.Sql, question, eyes.Now, closed);
            var left = row is null || question.FromLeft ? null : await eyes.ThreadAsync(row.LeftId);
            var person = left is not null ? await eyes.CustomerAsync(left.Row.Customer) : row is null || question.FromLeft ? null : await eyes.CustomerAsync(row.LeftId);
            links.Add(question, new(row, left, person));
        }

        return links;
    }

    private static async ValueTask<Dictionary<string, IReadOnlyList<Seen>>> FoundCustomersAsync(Eyes eyes, Occasion occasion, Look look, EvaluationBorder border)
    {
        var found = new Dictionary<string, IReadOnlyList<Seen>>(StringComparer.Ordinal);
        foreach (var route in occasion.Routes)
        {
            if (route.Find is not FindBy.ByCustomer by || border.FindCustomer(route, Moments.Processing(occasion, look, route)) is not { } alias) continue;
            var holders = await People.HoldersAsync(eyes.Sql, alias);
            var wanted = by.OnMultiple == OnMultiple.First ? Enumerable.Reverse(holders).ToList() : holders;
            var seen = new List<Seen>();
            foreach (var holder in wanted)
            {
                if (await eyes.CustomerAsync(holder) is { } one) seen.Add(one);
            }

            found.Add(route.Id, seen);
        }

        return found;
    }

    /// <summary>The business number of a fact that names a person; null for other facts.</summary>
    public static string? NumberOf(ConversationFact? fact) => fact switch
    {
        ConversationFact.MessageReceived message => message.Number,
        ConversationFact.MessageChanged changed => changed.Number,
        ConversationFact.MessageEchoed echoed => echoed.Number,
        ConversationFact.PreferenceStated stated => stated.Number,
        _ => null,
    };

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
}

/// <summary>A customer with what they allow and their state variables.</summary>
internal sealed record Seen(CustomerRow Row, IReadOnlyList<ConsentStanding> Consent, IReadOnlyList<VariableRow> Vars)
{
    /// <summary>Whether two looks saw the same.</summary>
    public static bool Agree(Seen? one, Seen? other) =>
        one?.Row.Id == other?.Row.Id && one?.Row.Version == other?.Row.Version && (one is null || (one.Consent.SequenceEqual(other!.Consent) && one.Vars.SequenceEqual(other.Vars)));
}

/// <summary>A thread with its state variables.</summary>
internal sealed record SeenThread(ThreadRow Row, IReadOnlyList<VariableRow> Vars)
{
    /// <summary>Whether two looks saw the same.</summary>
    public static bool Agree(SeenThread? one, SeenThread? other) => one?.Row.Id == other?.Row.Id && one?.Row.Version == other?.Row.Version && (one is null || one.Vars.SequenceEqual(other!.Vars));
}

/// <summary>A link that was found, with its left end's thread and customer when it was found from the right.</summary>
internal sealed record FoundLink(LinkRow? Row, SeenThread? LeftThread, Seen? LeftCustomer)
{
    /// <summary>Whether two looks saw the same link in the same state.</summary>
    public bool Agrees(FoundLink other) => Row == other.Row && SeenThread.Agree(LeftThread, other.LeftThread) && Seen.Agree(LeftCustomer, other.LeftCustomer);
}
