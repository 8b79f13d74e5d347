using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.WhatsApp;

/// <summary>An approved template, at any time.</summary>
internal sealed class SendTemplate : IAction<SendTemplateInput>, IMessageAction
{
    public string Name => "whatsapp.send_template";

    public string Description => "Sends an approved template, within the 24-hour window and outside it.";

    public JsonTypeInfo Input => WhatsAppJson.Default.SendTemplateInput;

    public JsonTypeInfo? Result => WhatsAppJson.Default.SentMessage;

    public EffectClass Effect { get; } = new EffectClass.Blind();

    public Lane Lane => Lane.Template;

    public string Object => "whatsapp.thread";

    public IReadOnlyList<RateLimit> Limits { get; } = [WhatsAppCalls.PerNumber, WhatsAppCalls.PerPair];

    public string? TargetOf(SendTemplateInput input) => null;

    public MessageIntent Intent(object input)
    {
        var template = (SendTemplateInput)input;
        return new MessageIntent.OfTemplate(template.Template, template.Language) { To = template.To };
    }

    public string? Mismatch(object input, MessageTemplate template) => TemplateSend.Mismatch((SendTemplateInput)input, template);

    public string Render(object input, MessageTemplate template) =>
        WhatsAppTemplates.Fill(template.Body, name => ((SendTemplateInput)input).Body?.Value(template.BodyParameters, name));

    public async Task<ActionOutcome> PerformAsync(SendTemplateInput input, ActionCall call, ActionContext context, CancellationToken cancel)
    {
        if (context.Template is not { } template) return WhatsAppCalls.Failed(FailureKind.Rejected, "no_template", $"There is no approved template {input.Template} in the wanted languages.");
        if (template.Category == "authentication" && context.Address is { To: null })
        {
            return WhatsAppCalls.Failed(FailureKind.Rejected, "131062", "WhatsApp sends one-time codes to phone numbers only, and of this person no number is known.");
        }

        if (TemplateSend.Mismatch(input, template) is { } mismatch) return WhatsAppCalls.Failed(FailureKind.Rejected, "template_mismatch", mismatch);
        var message = new SendRequest { Type = "template", BizOpaqueCallbackData = call.CommandId, Template = TemplateSend.Compile(input, template) };
        var outcome = await WhatsAppCalls.SendAsync(message, context, cancel);
        return outcome is ActionOutcome.Failed { Failure: { IsTemplateStale: true } failure }
            ? new ActionOutcome.Failed(failure with { Text = $"{failure.Text} {TemplateSend.Sent(template)}" })
            : outcome;
    }
}
