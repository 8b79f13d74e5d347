using System.ComponentModel;
using Hub.Connectors;

namespace Hub.Mappings;

/// <summary>A customer as mappings see it (<c>customer</c>), as it stands after the event.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Name">The display name, where known.</param>
/// <param name="Phone">E.164, where known.</param>
/// <param name="Email">The e-mail address, where known.</param>
/// <param name="Language">BCP 47, where known.</param>
/// <param name="TimeZone">IANA zone, where known.</param>
/// <param name="Country">ISO 3166 alpha-2, where known.</param>
internal sealed record CustomerView(
    [property: Description("The hub's id of the customer")] string Id,
    [property: Description("The display name")] string? Name,
    [property: Description("The phone number in E.164")] [property: TextForm(TextForm.Phone)] string? Phone,
    [property: Description("The e-mail address")] string? Email,
    [property: Description("The language as BCP 47")] [property: TextForm(TextForm.Language)] string? Language,
    [property: Description("The IANA time zone")] [property: TextForm(TextForm.TimeZone)] string? TimeZone,
    [property: Description("The country as ISO 3166-1 alpha-2")] [property: TextForm(TextForm.Country)] string? Country)
{
    /// <summary>The tags, in order.</summary>
    [Description("The tags that hub.tag_customer has given")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the customer allows.</summary>
    [Description("The categories of messages that the customer has opted in to and out of")]
    public ConsentView Consent { get; init; } = ConsentView.Unstated;

    /// <summary>The state variables of the customer.</summary>
    [Description("The state variables of the customer; null where one is not set or its time is over")]
    public VarsView Vars { get; init; } = VarsView.None;
}

/// <summary>What a customer allows (<c>customer.consent</c>): the last word on each category.</summary>
/// <param name="OptedIn">The message categories that the customer has opted in to.</param>
/// <param name="OptedOut">The message categories that the customer has opted out of.</param>
internal sealed record ConsentView(
    [property: Description("The categories of messages that the customer has opted in to")] IReadOnlyList<string> OptedIn,
    [property: Description("The categories of messages that the customer has opted out of")] IReadOnlyList<string> OptedOut)
{
    /// <summary>The customer has said nothing.</summary>
    public static ConsentView Unstated { get; } = new([], []);

    /// <summary>What it is after a word on one category.</summary>
    public ConsentView After(string category, bool allowed) => new(
        allowed ? [.. OptedIn.Append(category).Distinct(StringComparer.Ordinal)] : [.. OptedIn.Where(other => other != category)],
        allowed ? [.. OptedOut.Where(other => other != category)] : [.. OptedOut.Append(category).Distinct(StringComparer.Ordinal)]);
}

/// <summary>A thread as mappings see it (<c>thread</c>).</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Number">The business number's id at the vendor.</param>
/// <param name="WindowOpenUntil">Until when free text may be sent; null when the customer never wrote.</param>
internal sealed record ThreadView(
    [property: Description("The hub's id of the thread")] string Id,
    [property: Description("The business number's id at the vendor")] string Number,
    [property: Description("Until when free text may be sent; null when the customer never wrote")] DateTimeOffset? WindowOpenUntil)
{
    /// <summary>The state variables of the thread.</summary>
    [Description("The state variables of the thread; null where one is not set or its time is over")]
    public VarsView Vars { get; init; } = VarsView.None;
}

/// <summary>The other end of a link as mappings see it (<c>linked</c>).</summary>
/// <param name="Id">The other end's id; empty while the link is reserved (the command waits until it is there).</param>
/// <param name="State"><c>reserved</c>, <c>live</c> or <c>ended</c>.</param>
/// <param name="OpenedAt">When it was reserved.</param>
/// <param name="TouchedAt">When an event last used it.</param>
internal sealed record LinkedView(
    [property: Description("The other end's id; not known while the link is reserved")] string Id,
    [property: Description("How the link stands")] string State,
    [property: Description("When it was reserved")] DateTimeOffset OpenedAt,
    [property: Description("When an event last used it")] DateTimeOffset TouchedAt);

/// <summary>An event as routes get it.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Type">The event type's name.</param>
/// <param name="Connection">The connection that it came by.</param>
/// <param name="Data">An instance of the event type's record.</param>
/// <param name="Ends">The link ends it carries: object name → id.</param>
/// <param name="OccurredAt">The vendor's time.</param>
/// <param name="ArrivedAt">When the webhook arrived: <c>now</c> in mappings.</param>
internal sealed record EventView(
    string Id, string Type, string Connection, object Data, IReadOnlyDictionary<string, string> Ends, DateTimeOffset OccurredAt, DateTimeOffset ArrivedAt)
{
    /// <summary>Whether no webhook brought it: a comparison with the vendor found it.</summary>
    public bool IsReconciled { get; init; }
}

/// <summary>The command that an <c>after</c> route follows.</summary>
/// <param name="RouteId">The route followed.</param>
/// <param name="Bindings">What the followed command captured (<see cref="CommandDraft.Bindings"/>), as JSON.</param>
/// <param name="Outcome">The outcome reported: <c>done</c>, <c>no_whatsapp</c>, …</param>
/// <param name="Result">The action's result record, for <c>done</c>.</param>
/// <param name="Code">The failure's code, for other outcomes.</param>
/// <param name="Text">The failure's sentence, for other outcomes.</param>
internal sealed record FollowedCommand(string RouteId, string Bindings, string Outcome, object? Result, string? Code, string? Text);

/// <summary>All that a route sees at processing: the event and the hub's state, nothing else.</summary>
internal sealed record ProcessingMoment
{
    /// <summary>The event; in <c>after</c> routes the event of the route followed.</summary>
    public required EventView Event { get; init; }

    /// <summary>The customer, as it will stand after the event; null when unknown.</summary>
    public CustomerView? Customer { get; init; }

    /// <summary>The thread, as it will stand after the event; null when none.</summary>
    public ThreadView? Thread { get; init; }

    /// <summary>What the route's <c>find</c> led to.</summary>
    public LinkedView? Linked { get; init; }

    /// <summary>In <c>after</c> routes, the command followed.</summary>
    public FollowedCommand? Followed { get; init; }
}

/// <summary>All that a deferred command sees when it is due.</summary>
internal sealed record DeliveryMoment
{
    /// <summary>The event of the command.</summary>
    public required EventView Event { get; init; }

    /// <summary>What the command captured at processing, as JSON.</summary>
    public required string Bindings { get; init; }

    /// <summary>The customer now.</summary>
    public CustomerView? Customer { get; init; }

    /// <summary>The thread now.</summary>
    public ThreadView? Thread { get; init; }

    /// <summary>The link now: its id is known.</summary>
    public LinkedView? Linked { get; init; }

    /// <summary>In commands of <c>after</c> routes, the command followed.</summary>
    public FollowedCommand? Followed { get; init; }

    /// <summary>The moment that the command is due (<c>due</c>).</summary>
    public required DateTimeOffset Due { get; init; }
}
