using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.WhatsApp;

internal sealed record ReplyInput
{
    [Description("To whom: a thread, a customer or a phone; null means that there is no address")]
    public Recipient? To { get; init; }

    // Meta, text messages.
    internal const int MaxLength = 4096;

    [Description("The text, at most 4096 characters")]
    [MaxLength(MaxLength)]
    public required string Text { get; init; }
}

/// <summary>Free text within the 24-hour window.</summary>
internal sealed class Reply : IAction<ReplyInput>, IMessageAction
{
    public string Name => "whatsapp.reply";

    public string Description => "Sends free text to a person who wrote within the last 24 hours.";

    public JsonTypeInfo Input => WhatsAppJson.Default.ReplyInput;

    public JsonTypeInfo? Result => WhatsAppJson.Default.SentMessage;

    public EffectClass Effect { get; } = new EffectClass.Blind();

    public Lane Lane => Lane.Interactive;

    public string Object => "whatsapp.thread";

    public IReadOnlyList<RateLimit> Limits { get; } = [WhatsAppCalls.PerNumber, WhatsAppCalls.PerPair];

    public string? TargetOf(ReplyInput input) => null;

    public MessageIntent Intent(object input) => new MessageIntent.FreeForm(((ReplyInput)input).Text) { To = ((ReplyInput)input).To };

    public string? Mismatch(object input, MessageTemplate template) => null;

    public string Render(object input, MessageTemplate template) => ((ReplyInput)input).Text;

    public async Task<ActionOutcome> PerformAsync(ReplyInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(input.Text)) return WhatsAppCalls.Failed(FailureKind.Rejected, "empty_text", "The text is empty.");
        // An emoji is one character to the person who wrote it, and two units of UTF-16.
        var length = input.Text.EnumerateRunes().Count();
        if (length > ReplyInput.MaxLength)
        {
            return WhatsAppCalls.Failed(FailureKind.Rejected, "text_too_long", string.Create(CultureInfo.InvariantCulture, $"The text has {length} characters; WhatsApp takes at most {ReplyInput.MaxLength}."));
        }

        var message = new SendRequest { Type = "text", BizOpaqueCallbackData = call.CommandId, Text = new(PreviewUrl: false, input.Text) };
        return await WhatsAppCalls.SendAsync(message, context, cancel);
    }
}
