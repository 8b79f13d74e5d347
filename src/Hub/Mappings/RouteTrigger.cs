namespace Hub.Mappings;

/// <summary>What a route runs on: a closed set.</summary>
internal abstract record RouteTrigger
{
    private RouteTrigger()
    {
    }

    /// <summary>Events of those types.</summary>
    /// <param name="Types">Event type names.</param>
    /// <param name="Connection">Only from this connection; null for any.</param>
    public sealed record OnEvents(IReadOnlyList<string> Types, string? Connection) : RouteTrigger;

    /// <summary>Outcomes of the commands of another route.</summary>
    /// <param name="Id">The route followed.</param>
    /// <param name="Outcomes">The outcomes, each one of the closed set.</param>
    public sealed record AfterRoute(string Id, IReadOnlyList<string> Outcomes) : RouteTrigger;
}

/// <summary>A declared link: two ids at two vendors that mean one thing.</summary>
/// <param name="Name">The name.</param>
/// <param name="Left">The left end: <c>customer</c> or an object such as <c>whatsapp.thread</c>; it has one link at a time.</param>
/// <param name="Right">The right end.</param>
/// <param name="Reopen">How long an ended link is still found from the left.</param>
internal sealed record LinkDeclaration(string Name, string Left, string Right, TimeSpan Reopen)
{
    /// <summary>The end that stands for the hub's own customer.</summary>
    public const string CustomerEnd = "customer";
}

/// <summary>What <c>find</c> looks for before a route is evaluated: a closed set.</summary>
internal abstract record FindBy
{
    private FindBy()
    {
    }

    /// <summary>A link, by the end that the event carries.</summary>
    /// <param name="Link">The link.</param>
    /// <param name="FromLeft">Whether the event carries the left end.</param>
    /// <param name="EndObject">The object that the event carries.</param>
    public sealed record ByLink(LinkDeclaration Link, bool FromLeft, string EndObject) : FindBy;

    /// <summary>A customer, by the phone that <see cref="Route.FindCustomer"/> evaluates.</summary>
    /// <param name="OnMultiple">What to do when several match.</param>
    public sealed record ByCustomer(OnMultiple OnMultiple) : FindBy;
}

/// <summary>Which of several matching customers is meant.</summary>
internal enum OnMultiple
{
    /// <summary>The one who was active last.</summary>
    MostRecent,

    /// <summary>The one known longest.</summary>
    First,

    /// <summary>None before a person has decided: parked(ambiguous).</summary>
    Review,
}
