using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hub.Connectors;

/// <summary>A person as actions get them, given by <c>${customer}</c> in a mapping.</summary>
/// <param name="Id">The hub's id of the customer.</param>
/// <param name="Name">The display name.</param>
/// <param name="Phone">E.164, where known.</param>
/// <param name="Email">The e-mail address, where known.</param>
/// <param name="Language">The language, where known, as BCP 47.</param>
public sealed record CustomerRef(
    [property: Description("The hub's id of the customer")] string Id,
    [property: Description("The display name")] string? Name,
    [property: Description("The phone number in E.164")] [property: TextForm(TextForm.Phone)] string? Phone,
    [property: Description("The e-mail address")] string? Email,
    [property: Description("The language as BCP 47")] [property: TextForm(TextForm.Language)] string? Language);

/// <summary>A message of the hub that left: what mappings see of <c>name.message.sent</c>.</summary>
public sealed record OutboundMessage
{
    /// <summary>The vendor's id of the message.</summary>
    [Description("The vendor's id of the message")]
    public required string MessageId { get; init; }

    /// <summary>Free text or a template.</summary>
    [Description("What was sent")]
    [KnownValues("text", "template")]
    public required string Kind { get; init; }

    /// <summary>The words as the person reads them.</summary>
    [Description("The words as the person reads them")]
    public required string Text { get; init; }

    /// <summary>The route that sent it.</summary>
    [Description("The id of the route that sent it; hub.consent_confirmation for the hub's own answer to STOP and START")]
    public required string Route { get; init; }

    /// <summary>The action that sent it.</summary>
    [Description("The action that sent it")]
    public required string Action { get; init; }

    /// <summary>The hub's command.</summary>
    [Description("The id of the hub's command that sent it")]
    public required string CommandId { get; init; }

    /// <summary>When the vendor accepted it.</summary>
    [Description("When the vendor accepted it")]
    public required DateTimeOffset SentAt { get; init; }
}

/// <summary>To whom a message goes, as a mapping says it: a thread, a customer or a phone; a null recipient means that there is no address.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(InThread), "thread")]
[JsonDerivedType(typeof(ToCustomer), "customer")]
[JsonDerivedType(typeof(ToPhone), "phone")]
public abstract record Recipient
{
    private Recipient()
    {
    }

    /// <summary>The person of a thread, on the thread's number.</summary>
    /// <param name="ThreadId">The hub's id of the thread.</param>
    public sealed record InThread(string ThreadId) : Recipient;

    /// <summary>A customer.</summary>
    /// <param name="CustomerId">The hub's id of the customer.</param>
    public sealed record ToCustomer(string CustomerId) : Recipient;

    /// <summary>Whoever has this phone.</summary>
    /// <param name="Phone">E.164 with plus sign.</param>
    public sealed record ToPhone(string Phone) : Recipient;
}

/// <summary>The address of a send: the phone's WhatsApp id, or the business-scoped user id.</summary>
/// <param name="To">Digits of the WhatsApp id or phone; null when only the user id is known.</param>
/// <param name="UserId">The business-scoped user id; null when unknown.</param>
public sealed record MessageAddress(string? To, string? UserId);

/// <summary>To how many different people an account may write who have not written themselves within the window, in 24 hours that roll on: a closed set.</summary>
public abstract record AccountReach
{
    private AccountReach()
    {
    }

    /// <summary>No limit is known: the vendor sets none, or tells none that the connector understands.</summary>
    public sealed record Untold : AccountReach;

    /// <summary>So far.</summary>
    /// <param name="Portfolio">What the vendor counts the people for: connections that name the same share the limit.</param>
    /// <param name="PeopleADay">How many different people, at least 1; null for as many as it likes.</param>
    public sealed record Told(string Portfolio, long? PeopleADay) : AccountReach;

    /// <summary>The vendor could not be asked.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(VendorFailure Failure) : AccountReach;
}

/// <summary>What an action wants to send, in the words of the gate: a closed set.</summary>
public abstract record MessageIntent
{
    private MessageIntent()
    {
    }

    /// <summary>To whom; null when there is no address.</summary>
    public required Recipient? To { get; init; }

    /// <summary>Free text or media: only within the window.</summary>
    /// <param name="Text">What the thread's history shows.</param>
    public sealed record FreeForm(string Text) : MessageIntent;

    /// <summary>A template.</summary>
    /// <param name="Name">The template's name.</param>
    /// <param name="Languages">Wanted languages, best first; the first that an approved template has is taken, exact, then by base language.</param>
    public sealed record OfTemplate(string Name, IReadOnlyList<string> Languages) : MessageIntent;
}

/// <summary>An action that sends a message to a person: it passes all of the gate.</summary>
public interface IMessageAction : IAction
{
    /// <summary>What it wants to send.</summary>
    MessageIntent Intent(object input);

    /// <summary>Checks a template send against the template's real components.</summary>
    /// <returns>All differences, or null where it fits.</returns>
    string? Mismatch(object input, MessageTemplate template);

    /// <summary>The text that the thread's history shows for a template send.</summary>
    string Render(object input, MessageTemplate template);
}

/// <summary>An approved or other message template, as the vendor has it now.</summary>
public sealed record MessageTemplate
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The language code, for example <c>en_US</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The vendor's live category, lower case: <c>marketing</c>, <c>utility</c>, <c>authentication</c>.</summary>
    public required string Category { get; init; }

    /// <summary>The vendor's status, lower case; only <c>approved</c> can be sent.</summary>
    public required string Status { get; init; }

    /// <summary>True when the parameters have names instead of positions.</summary>
    public bool NamedParameters { get; init; }

    /// <summary>The header's format, lower case (text, image, video, document, location); null without header.</summary>
    public string? HeaderFormat { get; init; }

    /// <summary>The parameters of a text header, in order of first use.</summary>
    public IReadOnlyList<string> HeaderParameters { get; init; } = [];

    /// <summary>The body with its placeholders, for example <c>Hi {{1}}</c>.</summary>
    public required string Body { get; init; }

    /// <summary>The parameters of the body in order: <c>1</c>, <c>2</c>, or names.</summary>
    public IReadOnlyList<string> BodyParameters { get; init; } = [];

    /// <summary>The buttons in order.</summary>
    public IReadOnlyList<TemplateButton> Buttons { get; init; } = [];
}

/// <summary>A button of a template.</summary>
/// <param name="Type">The vendor's type, lower case: <c>quick_reply</c>, <c>url</c>, <c>phone_number</c>, <c>copy_code</c>, …</param>
/// <param name="Text">The label.</param>
/// <param name="HasParameter">True when a send must give a value (a url with a placeholder, a code).</param>
public sealed record TemplateButton(string Type, string Text, bool HasParameter);
