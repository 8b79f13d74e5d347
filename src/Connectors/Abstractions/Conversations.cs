using System.Text.Json.Serialization;

namespace Hub.Connectors;

/// <summary>The kinds of names that people have.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AliasKind>))]
public enum AliasKind
{
    /// <summary>A phone number, E.164 with plus sign.</summary>
    Phone,

    /// <summary>A WhatsApp id: digits, which need not be the E.164 form of the phone.</summary>
    WaId,

    /// <summary>A business-scoped user id, for example <c>US.13491208655302741918</c>.</summary>
    Bsuid,

    /// <summary>A parent business-scoped user id, for example <c>US.ENT.118…</c>.</summary>
    ParentBsuid,

    /// <summary>A user name.</summary>
    Username,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A record at a vendor; the scope is <c>connection:object</c>.</summary>
    Record,
}

/// <summary>A scoped name of a person at some vendor. The value is kept exactly as the vendor gave it.</summary>
/// <param name="Scope">Within what the value is unique: empty for phones, WhatsApp ids and e-mails, the business portfolio for user ids, <c>connection:object</c> for records.</param>
/// <param name="Kind">What kind of name it is.</param>
/// <param name="Value">The raw value.</param>
public sealed record Alias(string Scope, AliasKind Kind, string Value);

/// <summary>A person as one event names them.</summary>
/// <param name="Aliases">All names in the event; at least one.</param>
/// <param name="Name">The display name, where given.</param>
public sealed record Person(IReadOnlyList<Alias> Aliases, string? Name);

/// <summary>Within what a connection's user ids are told apart, where its webhooks do not say so.</summary>
/// <param name="Told">What the webhooks name: the business account.</param>
/// <param name="Kept">What the vendor makes the ids for: the business portfolio that owns the account.</param>
public sealed record UserScope(string Told, string Kept)
{
    /// <summary>A fact with the user ids of its people told apart within what they are made for.</summary>
    /// <param name="fact">As the connector has read it.</param>
    public ConversationFact Of(ConversationFact fact) => fact switch
    {
        ConversationFact.MessageReceived message => message with { From = Of(message.From) },
        ConversationFact.MessageChanged change => change with { From = Of(change.From) },
        ConversationFact.MessageEchoed echoed => echoed with { To = Of(echoed.To) },
        ConversationFact.PreferenceStated stated => stated with { From = Of(stated.From) },
        ConversationFact.PersonChanged changed => changed with { Scope = Of(changed.Scope), Before = Of(changed.Before), Now = Of(changed.Now) },
        _ => fact,
    };

    private Person Of(Person person) => person with { Aliases = [.. person.Aliases.Select(alias => alias with { Scope = Of(alias.Scope) })] };

    private string Of(string scope) => scope == Told ? Kept : scope;
}

/// <summary>How far a sent message has come: sent &lt; delivered &lt; read &lt; played; failed wins over sent only.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageStatus>))]
public enum MessageStatus
{
    /// <summary>The vendor accepted the call.</summary>
    Accepted,

    /// <summary>On its way to the person.</summary>
    Sent,

    /// <summary>On the person's device.</summary>
    Delivered,

    /// <summary>Read.</summary>
    Read,

    /// <summary>A voice message was played.</summary>
    Played,

    /// <summary>It did not arrive.</summary>
    Failed,
}

/// <summary>What an event tells the hub about a conversation, in vendor-neutral words: a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(MessageReceived), "message")]
[JsonDerivedType(typeof(MessageChanged), "message_change")]
[JsonDerivedType(typeof(MessageEchoed), "message_echo")]
[JsonDerivedType(typeof(StatusReported), "status")]
[JsonDerivedType(typeof(PreferenceStated), "preference")]
[JsonDerivedType(typeof(TemplatesChanged), "templates")]
[JsonDerivedType(typeof(PersonChanged), "person")]
public abstract record ConversationFact
{
    private ConversationFact()
    {
    }

    /// <summary>A person wrote to one of the business's numbers.</summary>
    /// <param name="Number">The business number's id at the vendor (phone_number_id).</param>
    /// <param name="From">Who wrote.</param>
    /// <param name="MessageId">The vendor's message id.</param>
    /// <param name="Kind">The kind of message: text, button, image, …</param>
    /// <param name="Summary">Text for every kind: the words, a caption, or what was sent.</param>
    /// <param name="SentAt">The vendor's time.</param>
    /// <param name="ReplyTo">The message that it answers, where given.</param>
    public sealed record MessageReceived(string Number, Person From, string MessageId, string Kind, string Summary, DateTimeOffset SentAt, string? ReplyTo) : ConversationFact
    {
        /// <summary>The file that came with it.</summary>
        public MediaFile? Media { get; init; }
    }

    /// <summary>A message was changed or taken back, by the person or by the business in its phone app. It says nothing new to the business: no window opens by it.</summary>
    /// <param name="Number">The business number's id at the vendor.</param>
    /// <param name="From">The person of the conversation.</param>
    /// <param name="At">The vendor's time.</param>
    public sealed record MessageChanged(string Number, Person From, DateTimeOffset At) : ConversationFact;

    /// <summary>The business wrote to a person by other means than the hub, such as its phone app: outbound, so that no window opens by it.</summary>
    /// <param name="Number">The business number's id at the vendor (phone_number_id).</param>
    /// <param name="To">Who was written to.</param>
    /// <param name="MessageId">The vendor's message id.</param>
    /// <param name="Kind">The kind of message: text, image, …</param>
    /// <param name="Summary">Text for every kind: the words, a caption, or what was sent.</param>
    /// <param name="SentAt">The vendor's time.</param>
    public sealed record MessageEchoed(string Number, Person To, string MessageId, string Kind, string Summary, DateTimeOffset SentAt) : ConversationFact;

    /// <summary>A status of a message that the hub sent.</summary>
    /// <param name="Number">The business number's id at the vendor.</param>
    /// <param name="MessageId">The vendor's message id.</param>
    /// <param name="Status">How far it has come.</param>
    /// <param name="At">The vendor's time.</param>
    /// <param name="CommandId">The command's id where the vendor echoes it (<c>biz_opaque_callback_data</c>).</param>
    /// <param name="Failure">Why it failed, for <see cref="MessageStatus.Failed"/>.</param>
    public sealed record StatusReported(string Number, string MessageId, MessageStatus Status, DateTimeOffset At, string? CommandId, VendorFailure? Failure) : ConversationFact;

    /// <summary>A person stated a preference by the vendor's own switch.</summary>
    /// <param name="Number">The business number's id at the vendor.</param>
    /// <param name="From">Who stated it.</param>
    /// <param name="Category">The message category, <c>marketing</c>.</param>
    /// <param name="Allowed">True for resume, false for stop.</param>
    /// <param name="Wording">The vendor's wording.</param>
    /// <param name="At">The vendor's time.</param>
    public sealed record PreferenceStated(string Number, Person From, string Category, bool Allowed, string Wording, DateTimeOffset At) : ConversationFact;

    /// <summary>The vendor says that a person has other names from now on: a new phone number, and with it a new user id.</summary>
    /// <param name="Scope">Within what user ids are told apart. One that is not named anew is void where the number has changed.</param>
    /// <param name="Before">The names until now, as far as the vendor tells them.</param>
    /// <param name="Now">The names from now on.</param>
    public sealed record PersonChanged(string Scope, Person Before, Person Now) : ConversationFact;

    /// <summary>The vendor says that message templates have changed, or how far the account reaches: fetch both anew.</summary>
    public sealed record TemplatesChanged : ConversationFact;
}
