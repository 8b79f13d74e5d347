using System.ComponentModel;

namespace Hub.Connectors.WhatsApp;

/// <summary>What a send gives back.</summary>
internal sealed record SentMessage
{
    [Description("WhatsApp's id of the message; its statuses carry it")]
    public required string MessageId { get; init; }

    [Description("What WhatsApp does with a template send first")]
    [KnownValues("accepted", "held_for_quality_assessment", "paused")]
    public string? MessageStatus { get; init; }
}
