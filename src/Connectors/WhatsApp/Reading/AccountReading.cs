using AutoMapper;

namespace Hub.Connectors.WhatsApp;

/// <summary>Changes of templates and of the business account.</summary>
internal sealed class AccountReading(IMapper mapper)
{
    // It tells the messaging limit, among others.
    private const string CapabilityUpdate = "business_capability_update";

    /// <summary>A change of one template.</summary>
    /// <param name="change">The change.</param>
    /// <param name="what">What of it changed: status, category, components, quality.</param>
    public IncomingEvent Template(Change change, string what)
    {
        if (WebhookParts.Read(change.Value, WhatsAppWebhookJson.Default.TemplatePart) is not { } part) return change.Unknown(change.Field, change.Value);
        var data = mapper.Map<TemplateChanged>(part) with { Change = what, BusinessAccountId = change.BusinessAccountId, Raw = change.Value };
        var template = $"template/{part.MessageTemplateId ?? part.MessageTemplateName}";
        return new()
        {
            Type = "whatsapp.template.changed",
            Account = null,
            Subject = template,
            DeliveryKey = $"{template}/{what}/{data.Status ?? data.Category ?? data.Quality}/{change.Time.ToUnixTimeSeconds()}",
            OccurredAt = change.Time,
            Version = new($"{template}/{what}", change.Time.ToUnixTimeMilliseconds()),
            Data = data,
            Fact = new ConversationFact.TemplatesChanged(),
        };
    }

    /// <summary>A change of the account, or of one of its numbers.</summary>
    public IncomingEvent Account(Change change)
    {
        if (WebhookParts.Read(change.Value, WhatsAppWebhookJson.Default.AccountPart) is not { } part) return change.Unknown(change.Field, change.Value);
        return new()
        {
            Type = "whatsapp.account.changed",
            Account = change.Number?.Id,
            Subject = $"account/{change.BusinessAccountId}",
            DeliveryKey = $"account/{change.ContentKey(change.Value)}",
            OccurredAt = change.Time,
            Data = mapper.Map<AccountChanged>(part) with { Change = change.Field, BusinessAccountId = change.BusinessAccountId, Raw = change.Value },
            Fact = change.Field == CapabilityUpdate ? new ConversationFact.TemplatesChanged() : null,
        };
    }
}
