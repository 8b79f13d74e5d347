using System.Text.Json;

namespace Hub.Storage;

/// <summary>A webhook as the admin API lists it.</summary>
/// <param name="Id">Its number, in the order of acceptance.</param>
/// <param name="Connection">The connection at whose address it arrived.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Suffix">What stood behind the connection's name in the address.</param>
/// <param name="State"><c>applied</c>, <c>noop</c>, <c>parked</c> or <c>pending</c>.</param>
/// <param name="Error">Why it was parked.</param>
/// <param name="ArrivedAt">When the hub received it.</param>
internal sealed record WebhookEntry(string Id, string Connection, string Method, string Suffix, string State, string? Error, DateTimeOffset ArrivedAt);

/// <summary>What a route did with an event.</summary>
/// <param name="File">The mapping file.</param>
/// <param name="Route">The route's id.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record EventRouteEntry(string File, string Route, string Outcome, string? Failure);

/// <summary>An event as the admin API lists it.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Webhook">The number of its webhook; null for events that came otherwise.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Connection">The connection that it belongs to.</param>
/// <param name="Type">The event type.</param>
/// <param name="Subject">Within which order is kept.</param>
/// <param name="State"><c>applied</c>, <c>noop</c>, <c>parked</c> or <c>pending</c>.</param>
/// <param name="Reason">Why it is noop or parked.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="OccurredAt">The vendor's time.</param>
/// <param name="ArrivedAt">When the hub received it.</param>
/// <param name="Data">What mappings see as <c>event</c>.</param>
/// <param name="Routes">What the routes did with it.</param>
internal sealed record EventEntry(
    string Id, string? Webhook, string Source, string Connection, string Type, string Subject, string State, string? Reason, string? Error,
    DateTimeOffset OccurredAt, DateTimeOffset ArrivedAt, JsonElement? Data, IReadOnlyList<EventRouteEntry> Routes);

/// <summary>A command as the admin API lists it.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Event">The event that caused it.</param>
/// <param name="File">The mapping file.</param>
/// <param name="Route">The route's id.</param>
/// <param name="Connection">The connection that it goes to.</param>
/// <param name="Action">The action.</param>
/// <param name="Subject">Within which order is kept.</param>
/// <param name="Lane">The priority class.</param>
/// <param name="State">The state, for example <c>waiting</c>, <c>done</c> or <c>parked</c>.</param>
/// <param name="Reason">Why it is refused, cancelled or parked.</param>
/// <param name="Code">The vendor's code of the last failure.</param>
/// <param name="Error">What went wrong last.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">When the route made it.</param>
/// <param name="DueAt">When it is or was due.</param>
/// <param name="NextAt">When it is tried next, at the earliest: what stands before it in its line goes first. Null when it has ended or waits for something else than time.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Customer">The customer that it goes to.</param>
/// <param name="Thread">The thread that it goes to.</param>
/// <param name="VendorId">What the vendor made of it (message id, ticket id).</param>
/// <param name="Input">The action's input; null while it is not evaluated.</param>
internal sealed record CommandEntry(
    string Id, string Event, string File, string Route, string Connection, string Action, string Subject, string Lane, string State, string? Reason,
    string? Code, string? Error, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? NextAt, DateTimeOffset? EndedAt, string? Customer, string? Thread,
    string? VendorId, JsonElement? Input);

/// <summary>A name of a customer.</summary>
/// <param name="Kind">The kind of name: <c>phone</c>, <c>wa_id</c>, …</param>
/// <param name="Scope">Within what it is unique.</param>
/// <param name="Value">As the vendor gave it.</param>
/// <param name="At">Since when it is theirs.</param>
/// <param name="OpenedBy">The event or command that told so; null where an earlier version of the hub kept none.</param>
/// <param name="ClosedAt">Since when it is not theirs any more.</param>
/// <param name="ClosedBy">The event that told so.</param>
internal sealed record AliasEntry(string Kind, string Scope, string Value, DateTimeOffset At, string? OpenedBy, DateTimeOffset? ClosedAt, string? ClosedBy);

/// <summary>A customer as the admin API shows them.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Name">The display name.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Language">The language as BCP 47.</param>
/// <param name="Aliases">Their names at the vendors.</param>
/// <param name="Threads">The ids of their threads.</param>
/// <param name="Consents">What they agreed to and took back, oldest first; of a category the last one counts.</param>
internal sealed record CustomerEntry(
    string Id, string? Name, string? Phone, string? Email, string? Language,
    IReadOnlyList<AliasEntry> Aliases, IReadOnlyList<string> Threads, IReadOnlyList<ConsentEntry> Consents);

/// <summary>A stated will, with its evidence.</summary>
/// <param name="Category">The message category, <c>marketing</c>.</param>
/// <param name="Allowed">True for opt-in, false for opt-out.</param>
/// <param name="Source">Where it was stated: <c>message</c>, <c>vendor_switch</c>, <c>vendor_answer</c>, <c>mapping</c>, <c>merge</c>, or what the admin API was told.</param>
/// <param name="Wording">The words.</param>
/// <param name="Channel">The connection.</param>
/// <param name="TakenBy">Who took it.</param>
/// <param name="Evidence">The message, event or command that proves it.</param>
/// <param name="At">When it was stated.</param>
internal sealed record ConsentEntry(string Category, bool Allowed, string Source, string Wording, string Channel, string TakenBy, string Evidence, DateTimeOffset At)
{
    /// <summary>The language of the words as BCP 47, where told.</summary>
    public string? Language { get; init; }
}

/// <summary>A status that the vendor reported of a message.</summary>
/// <param name="Status">The status.</param>
/// <param name="At">The vendor's time.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Error">The failure's text.</param>
internal sealed record MessageStatusEntry(string Status, DateTimeOffset At, string? Code, string? Error);

/// <summary>A message of a thread.</summary>
/// <param name="Id">The vendor's id; null until the vendor gave one.</param>
/// <param name="Direction">Which way it went.</param>
/// <param name="Kind">The kind of message.</param>
/// <param name="Text">The words.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Status">How far it has come, for sent ones.</param>
/// <param name="StatusAt">Since when.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Command">The command that sent it.</param>
/// <param name="Statuses">Every status that the vendor reported, in the order of their times.</param>
internal sealed record MessageEntry(
    string? Id, string Direction, string Kind, string Text, DateTimeOffset At, string? Status, DateTimeOffset? StatusAt, string? Failure, string? Command,
    IReadOnlyList<MessageStatusEntry> Statuses)
{
    /// <summary>Who wrote it: <c>customer</c>, <c>hub</c>, or <c>device</c> where the business sent it from its phone app.</summary>
    public string Author => Direction == "in" ? "customer" : Command is null ? "device" : "hub";

    /// <summary>The file that came with it; null where none did.</summary>
    public MediaEntry? Media { get; init; }
}

/// <summary>A file that came with a message.</summary>
/// <param name="Id">The hub's id of it, which actions take as <c>file</c>.</param>
/// <param name="Kind">What it is: <c>image</c>, <c>audio</c>, <c>video</c>, <c>document</c>, <c>sticker</c>.</param>
/// <param name="State"><c>pending</c>, <c>stored</c>, <c>refused</c> (the hub does not take it) or <c>gone</c> (the vendor does not give it).</param>
/// <param name="Reason">Why it is not stored, or not yet.</param>
/// <param name="Mime">The media type.</param>
/// <param name="FileName">The name that its sender gave it.</param>
/// <param name="Size">Its bytes, once it is stored.</param>
/// <param name="Sha256">Their SHA-256 in hex, once it is stored.</param>
/// <param name="Attempts">How often fetching it has failed.</param>
/// <param name="NextAt">When it is tried next.</param>
internal sealed record MediaEntry(
    string Id, string Kind, string State, string? Reason, string? Mime, string? FileName, long? Size, string? Sha256, int Attempts, DateTimeOffset? NextAt);

/// <summary>A link.</summary>
/// <param name="Name">The name that the mapping declares.</param>
/// <param name="Left">The left end's id.</param>
/// <param name="Right">The right end's id; null while it is reserved.</param>
/// <param name="State"><c>reserved</c>, <c>live</c>, <c>ended</c> or <c>broken</c>.</param>
/// <param name="OpenedAt">When it was reserved.</param>
/// <param name="TouchedAt">When an event last used it.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record LinkEntry(string Name, string Left, string? Right, string State, DateTimeOffset OpenedAt, DateTimeOffset TouchedAt, DateTimeOffset? EndedAt);

/// <summary>A thread with its history.</summary>
/// <param name="Id">The hub's id.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Number">The business number's id at the vendor.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastInboundAt">When the customer wrote last.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="Older">The cursor of the messages before them; null when there are none.</param>
/// <param name="Links">The links of the thread and of the customer, newest first.</param>
internal sealed record ThreadHistory(
    string Id, string Connection, string Number, DateTimeOffset CreatedAt, DateTimeOffset? LastInboundAt, CustomerEntry Customer,
    IReadOnlyList<MessageEntry> Messages, string? Older, IReadOnlyList<LinkEntry> Links);

/// <summary>What a search found.</summary>
/// <param name="Customers">Customers with such a name, or in such a thread.</param>
/// <param name="Events">Events that carry it, newest first.</param>
/// <param name="Commands">The commands of these events, newest first.</param>
/// <param name="Links">Links with such an end, newest first.</param>
internal sealed record Found(
    IReadOnlyList<CustomerEntry> Customers, IReadOnlyList<EventEntry> Events, IReadOnlyList<CommandEntry> Commands, IReadOnlyList<LinkEntry> Links);
