using System.ComponentModel;
using Hub.Connectors;

namespace Hub.BuiltIn;

/// <summary>What a person allows has changed (<c>hub.consent.changed</c>).</summary>
internal sealed record ConsentChanged
{
    [Description("The hub's id of the customer")]
    public required string CustomerId { get; init; }

    [Description("The category of messages")]
    [KnownValues("marketing", "utility", "authentication", "replies")]
    public required string Category { get; init; }

    [Description("Whether the person allows messages of this category now")]
    public required bool Allowed { get; init; }

    [Description("Where it was stated")]
    [KnownValues("message", "vendor_switch", "vendor_answer", "mapping", "merge", "web_form", "checkout", "shop", "phone")]
    public required string Source { get; init; }

    [Description("The person's or the vendor's words")]
    public required string Wording { get; init; }

    [Description("The connection by which it came; hub where none did")]
    public required string Channel { get; init; }

    [Description("When it was stated")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>An opt-in waits until the person confirms it in the chat (<c>hub.consent.requested</c>).</summary>
internal sealed record ConsentRequested
{
    [Description("The hub's id of the customer")]
    public required string CustomerId { get; init; }

    [Description("The category of messages")]
    [KnownValues("marketing", "utility", "authentication", "replies")]
    public required string Category { get; init; }

    [Description("Where it was stated, for example web_form")]
    public required string Source { get; init; }

    [Description("The words that the person agreed to")]
    public required string Wording { get; init; }

    [Description("The language of the words as BCP 47")]
    [TextForm(TextForm.Language)]
    public string? Language { get; init; }

    [Description("The connection in whose chat it is to be confirmed")]
    public required string Channel { get; init; }

    [Description("When it was stated")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A command was set aside (<c>hub.command.parked</c>).</summary>
internal sealed record CommandParked
{
    [Description("The id of the command")]
    public required string CommandId { get; init; }

    [Description("The id of the route that made it")]
    public required string Route { get; init; }

    [Description("The mapping file of that route")]
    public required string File { get; init; }

    [Description("The action")]
    public required string Action { get; init; }

    [Description("The connection that it was to go to")]
    public required string Connection { get; init; }

    [Description("Why it was parked, as a short code")]
    [KnownValues(
        ParkReason.Rejected, ParkReason.Transient, ParkReason.Conflict, ParkReason.Unknown, ParkReason.NoAnswer, ParkReason.Dependency, ParkReason.Poison, ParkReason.RouteFailed,
        ParkReason.NoConnection, ParkReason.NoCalendar)]
    public required string Reason { get; init; }

    [Description("The vendor's code")]
    public string? Code { get; init; }

    [Description("One sentence that explains it")]
    public string? Text { get; init; }

    [Description("When it was parked")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A connection does not work (<c>hub.connection.failed</c>).</summary>
internal sealed record ConnectionFailed
{
    [Description("The connection's name")]
    public required string Connection { get; init; }

    [Description("The vendor's code")]
    public required string Code { get; init; }

    [Description("One sentence that explains it")]
    public required string Text { get; init; }

    [Description("When the hub noticed it")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A template can no longer be sent (<c>hub.template.paused</c>).</summary>
internal sealed record TemplatePaused
{
    [Description("The connection whose template it is")]
    public required string Connection { get; init; }

    [Description("The template's name")]
    public required string Name { get; init; }

    [Description("The template's language code")]
    public required string Language { get; init; }

    [Description("The template's category")]
    [KnownValues("marketing", "utility", "authentication")]
    public required string Category { get; init; }

    [Description("Its status now; deleted where the vendor does not list it any more")]
    [KnownValues("paused", "disabled", "rejected", "pending", "in_appeal", "pending_deletion", "flagged", "archived", "deleted")]
    public required string Status { get; init; }

    [Description("When the hub noticed it")]
    public required DateTimeOffset At { get; init; }
}

/// <summary>Two customers turned out to be one person (<c>hub.customer.merged</c>).</summary>
internal sealed record CustomerMerged
{
    [Description("The hub's id of the customer who stays")]
    public required string CustomerId { get; init; }

    [Description("The hub's id of the customer who is no longer one of their own")]
    public required string MergedId { get; init; }

    [Description("When they were merged")]
    public required DateTimeOffset At { get; init; }
}
