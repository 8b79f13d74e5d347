using System.Text.Json;
using AutoMapper;

namespace Hub.Connectors.WhatsApp;

/// <summary>Statuses of messages that the business sent, and preferences that people state by WhatsApp's own switch.</summary>
internal sealed class StatusReading(IMapper mapper)
{
    /// <summary>One status of one message.</summary>
    public IncomingEvent Status(Change change, JsonElement raw)
    {
        var part = WebhookParts.Read(raw, WhatsAppWebhookJson.Default.StatusPart);
        if (part is not { Id.Length: > 0, Status.Length: > 0 } || change.Number is not { } number) return change.Unknown($"{change.Field}.status", raw);
        var recipient = change.People.Find(part.RecipientId, part.RecipientUserId, part.RecipientParentUserId) ?? new Party();
        var name = part.Status.ToLowerInvariant();
        MessageStatus? status = name switch
        {
            "sent" => MessageStatus.Sent,
            "delivered" => MessageStatus.Delivered,
            "read" => MessageStatus.Read,
            "played" => MessageStatus.Played,
            "failed" => MessageStatus.Failed,
            _ => null,
        };
        var failure = status == MessageStatus.Failed ? WhatsAppErrors.OfStatus(part.Errors is [{ Code: var code }, ..] ? code : null) : null;
        var at = change.At(part.Timestamp);
        // In a group each member has a status of their own.
        var member = part.RecipientParticipantId is { } participant ? $"/{participant}" : "";
        return new()
        {
            Type = "whatsapp.status.changed",
            Account = number.Id,
            Subject = $"{number.Id}/{part.RecipientId ?? part.RecipientUserId ?? part.Id}",
            DeliveryKey = $"status/{part.Id}/{name}{member}",
            OccurredAt = at,
            Version = status is { } reached ? new($"message/{part.Id}{member}", Rank(reached)) : null,
            Data = new StatusChanged
            {
                MessageId = part.Id,
                Status = name,
                Recipient = recipient,
                CommandId = part.BizOpaqueCallbackData,
                Failure = failure is null ? null : new() { Code = failure.Code, Text = failure.Text },
                Pricing = mapper.Map<Pricing?>(part.Pricing),
                At = at,
                Number = number,
                Raw = raw,
            },
            Fact = status is { } known ? new ConversationFact.StatusReported(number.Id, part.Id, known, at, part.BizOpaqueCallbackData, failure) : null,
        };
    }

    /// <summary>A preference of one person.</summary>
    public static IncomingEvent Preference(Change change, JsonElement raw)
    {
        var part = WebhookParts.Read(raw, WhatsAppWebhookJson.Default.PreferencePart);
        var from = part is null ? null : change.People.Find(part.WaId, part.UserId, part.ParentUserId);
        if (part is not { Category.Length: > 0, Value.Length: > 0 } || from is null || change.Number is not { } number) return change.Unknown($"{change.Field}.preference", raw);
        var at = change.At(part.Timestamp);
        var who = part.WaId ?? part.UserId ?? from.UserId ?? from.WaId;
        var value = part.Value.ToLowerInvariant();
        bool? allowed = value switch
        {
            "resume" or "signup" => true,
            "stop" => false,
            _ => null,
        };
        return new()
        {
            Type = "whatsapp.preference.changed",
            Account = number.Id,
            Subject = $"{number.Id}/{who}",
            DeliveryKey = $"preference/{number.Id}/{who}/{part.Category}/{value}/{at.ToUnixTimeSeconds()}",
            OccurredAt = at,
            Version = new($"preference/{number.Id}/{who}/{part.Category}", at.ToUnixTimeMilliseconds()),
            Data = new PreferenceChanged
            {
                From = from,
                Category = part.Category.ToLowerInvariant(),
                Value = value,
                Detail = part.Detail,
                At = at,
                Number = number,
                Raw = raw,
            },
            Fact = allowed is { } yes && part.Category.Equals("marketing_messages", StringComparison.OrdinalIgnoreCase)
                ? new ConversationFact.PreferenceStated(number.Id, People.Person(from, change.BusinessAccountId), "marketing", yes, part.Detail ?? value, at)
                : null,
        };
    }

    // Times are whole seconds and come in any order: how far a message has come is its version. Failed stands beside delivered: after sent it counts, after read it is late.
    private static long Rank(MessageStatus status) => status switch
    {
        MessageStatus.Sent => 1,
        MessageStatus.Delivered or MessageStatus.Failed => 2,
        MessageStatus.Read => 3,
        MessageStatus.Played => 4,
        _ => 0,
    };
}
