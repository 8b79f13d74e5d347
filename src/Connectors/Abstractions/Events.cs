using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors;

/// <summary>Whether an event tells that something happened or how a record stands.</summary>
public enum EventNature
{
    /// <summary>Something happened (created, comment, message): never stale.</summary>
    Occurrence,

    /// <summary>A record's state (updated, changed, status): older than the stored version it is stale.</summary>
    State,
}

/// <summary>How much of an event its webhook carries.</summary>
public enum EventCompleteness
{
    /// <summary>All of it.</summary>
    Complete,

    /// <summary>It is an event, and fields that the body lacks are fetched, singly and at once; the fetch changes none that it has.</summary>
    LacksFields,

    /// <summary>It only says that something changed: hints for one record are gathered and one fetch makes an event of them.</summary>
    Hint,
}

/// <summary>A type of event that a connector reports.</summary>
/// <param name="Name"><c>connector.object.past_tense</c>, for example <c>shopify.fulfillment.created</c>.</param>
/// <param name="Description">One sentence for the reference.</param>
/// <param name="Nature">Occurrence or state.</param>
/// <param name="Data">The record that mappings see as <c>event</c>; property names become snake_case; every property has a description.</param>
public sealed record EventType(string Name, string Description, EventNature Nature, JsonTypeInfo Data)
{
    /// <summary>How much of the event its webhook carries.</summary>
    public EventCompleteness Completeness { get; init; } = EventCompleteness.Complete;

    /// <summary>The link ends that every event of this type carries, for example <c>zendesk.ticket</c>.</summary>
    public IReadOnlyList<string> Ends { get; init; } = [];

    /// <summary>True where every event of this type comes from a person in a thread (<c>customer</c> and <c>thread</c> are never null).</summary>
    public bool InThread { get; init; }

    /// <summary>True where every event of this type is about a person (<c>customer</c> is never null); an event in a thread is so anyway. Where <see cref="About"/> tells of somebody whom the hub
    /// does not know, the customer is made; of other types nobody is made, so that an import of a vendor's records makes no customers.</summary>
    public bool OfCustomer { get; init; }

    /// <summary>True where every event of this type names a person in its <see cref="ConversationFact"/> without making one: <c>customer</c> is there where the hub knows them.</summary>
    public bool NamesPerson { get; init; }

    /// <summary>What an event of this type tells of the person whom it is about, from an instance of its record as it is after completion; pure. It gives null where an event is about nobody.
    /// Null for types that are never about one person, and for those in a thread.</summary>
    public Func<object, AboutPerson?>? About { get; init; }
}

/// <summary>The version of a vendor's record that a state event reports.</summary>
/// <param name="Record">The record within its account, for example <c>fulfillment/123</c>.</param>
/// <param name="Stamp">Grows with every change: a version number, or unix milliseconds of the last change.</param>
public sealed record RecordVersion(string Record, long Stamp);

/// <summary>An event as read from a webhook, or made by completion.</summary>
public sealed record IncomingEvent
{
    /// <summary>The name of its <see cref="EventType"/>, or <c>connector.unknown</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The vendor account it belongs to (phone number id, shop, account id); null where the vendor does not say.</summary>
    public required string? Account { get; init; }

    /// <summary>The vendor record within whose events order is kept, for example <c>ticket/35436</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Two deliveries of one event have the same key; unique within the connector.</summary>
    public required string DeliveryKey { get; init; }

    /// <summary>Object and version, wherever webhook and poll can both compute it; else null.</summary>
    public string? FactKey { get; init; }

    /// <summary>The vendor's time of the event.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>For state events, the version that they report.</summary>
    public RecordVersion? Version { get; init; }

    /// <summary>An instance of the event type's record.</summary>
    public required object Data { get; init; }

    /// <summary>The link ends it carries: object name → id, for example <c>zendesk.ticket</c> → <c>35436</c>.</summary>
    public IReadOnlyDictionary<string, string> Ends { get; init; } = new Dictionary<string, string>();

    /// <summary>What people search it by besides its ends: an order's name, an e-mail address, a phone.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>What the hub itself must know of it: a message, a status, a preference; null for other events.</summary>
    public ConversationFact? Fact { get; init; }

    /// <summary>The id of the hub's command that caused it, where the vendor's own mark tells; such an event is an echo.</summary>
    public string? EchoOf { get; init; }

    /// <summary>The id of the hub's command that made the record which it names, where the vendor's own mark tells; it waits for the link that this command makes.</summary>
    public string? MadeBy { get; init; }

    /// <summary>What it reports of a record, where the vendor keeps no mark of who wrote: the write ledger compares it with what the hub wrote. Null where it reports nothing that the hub writes.</summary>
    public RecordState? Reported { get; init; }

    /// <summary>While a hint is completed, all hints that were gathered for its record, oldest first, itself and echoes among them; empty otherwise. It is not stored.</summary>
    public IReadOnlyList<IncomingEvent> Hints { get; init; } = [];

    /// <summary>Of a completed event, the facts that it tells besides <see cref="FactKey"/>, each with the key that a poll computes. Without a <see cref="FactKey"/> it is settled where a poll has told all of them. They are not stored with it.</summary>
    public IReadOnlyList<string> FurtherFacts { get; init; } = [];

    /// <summary>True where a change feed could not complete the event: the hub has it completed by itself, as one of <see cref="EventCompleteness.LacksFields"/>. It is not stored.</summary>
    public bool LacksFields { get; init; }

    /// <summary>While an event is completed that has a <see cref="Version"/>, the stamp that the hub has applied last of that record; null where it has applied none. It is not stored.</summary>
    public long? AppliedStamp { get; init; }
}

/// <summary>What a completion led to: a closed set.</summary>
public abstract record Completion
{
    private Completion()
    {
    }

    /// <summary>The event with what was fetched.</summary>
    /// <param name="Event">The whole event, keys as before.</param>
    public sealed record Completed(IncomingEvent Event) : Completion;

    /// <summary>The record is no longer there.</summary>
    public sealed record Gone : Completion;

    /// <summary>The fetch failed.</summary>
    /// <param name="Failure">Why, and so when to try again.</param>
    public sealed record Failed(VendorFailure Failure) : Completion;
}
