using System.Text.Json;
using AutoMapper;

namespace Hub.Connectors.WhatsApp;

/// <summary>Messages that people sent, what they changed of them, and what the business sent from its phone.</summary>
internal sealed class MessageReading(IMapper mapper)
{
    /// <summary>A message of a person, or a notice that stands among the messages.</summary>
    public IncomingEvent Received(Change change, JsonElement raw, IReadOnlyList<ErrorPart> errors)
    {
        var message = WebhookParts.Read(raw, WhatsAppWebhookJson.Default.MessagePart);
        var from = message is null ? null : change.People.Find(message.From, message.FromUserId, message.FromParentUserId);
        if (message is not { Id.Length: > 0 } || from is null || change.Number is not { } number) return change.Unknown($"{change.Field}.{message?.Type ?? "message"}", raw);
        // What is said in a group is no word to the business alone: it opens no window and belongs to no thread.
        if (message.GroupId is not null) return change.Unknown($"{change.Field}.group", raw);

        var at = change.At(message.Timestamp);
        var sender = message.From ?? message.FromUserId ?? from.UserId ?? from.WaId;
        return message.Type switch
        {
            "system" => Changed(People.Of(message.System?.WaId, message.System?.UserId, message.System?.ParentUserId)),
            "edit" => Change("whatsapp.message.edited", new MessageEdited
            {
                MessageId = message.Id,
                OriginalMessageId = message.Edit?.OriginalMessageId,
                Kind = message.Edit?.Message is { } edited ? Summaries.Kind(edited) : "unsupported",
                Text = message.Edit?.Message is { } words ? Summaries.Words(words) : null,
                Summary = message.Edit?.Message is { } now ? Summaries.Summary(now) : "[edited]",
                From = from,
                EditedAt = at,
                Number = number,
                Raw = raw,
            }),
            "revoke" => Change("whatsapp.message.revoked", new MessageRevoked
            {
                MessageId = message.Id,
                OriginalMessageId = message.Revoke?.OriginalMessageId,
                From = from,
                RevokedAt = at,
                Number = number,
                Raw = raw,
            }),
            _ => Message(),
        };

        // Without a new name it is another key of the same phone: nobody is called otherwise.
        IncomingEvent Changed(Party now) => Event("whatsapp.system.changed", new SystemChanged
        {
            MessageId = message.Id,
            Change = message.System?.Type?.ToLowerInvariant() ?? "unknown",
            Text = message.System?.Body,
            From = from,
            Now = now,
            At = at,
            Number = number,
            Raw = raw,
        }) with
        {
            Fact = now.WaId is null && now.UserId is null && now.ParentUserId is null
                ? null
                : new ConversationFact.PersonChanged(change.BusinessAccountId, People.Person(from, change.BusinessAccountId), People.Person(now with { Name = from.Name }, change.BusinessAccountId)),
        };

        IncomingEvent Message()
        {
            var data = mapper.Map<MessageReceived>(message) with
            {
                Kind = Summaries.Kind(message),
                Text = Summaries.Words(message),
                Summary = Summaries.Summary(message),
                Button = mapper.Map<Choice?>(message.Interactive?.ButtonReply) ?? mapper.Map<Choice?>(message.Button),
                Errors = mapper.Map<IReadOnlyList<MessageError>>(message.Errors ?? errors),
                From = from,
                SentAt = at,
                Number = number,
                Raw = raw,
            };
            var person = People.Person(from, change.BusinessAccountId);
            return Event("whatsapp.message.received", data) with
            {
                Fact = new ConversationFact.MessageReceived(number.Id, person, data.MessageId, data.Kind, data.Summary, at, data.ReplyTo) { Media = WhatsAppMedia.Of(message, data.Kind) },
            };
        }

        IncomingEvent Change(string type, object data) => Event(type, data) with { Fact = new ConversationFact.MessageChanged(number.Id, People.Person(from, change.BusinessAccountId), at) };

        IncomingEvent Event(string type, object data) => new()
        {
            Type = type,
            Account = number.Id,
            Subject = $"{number.Id}/{sender}",
            DeliveryKey = $"message/{message.Id}",
            OccurredAt = at,
            Data = data,
        };
    }

    /// <summary>A message that the business sent from the phone app.</summary>
    public static IncomingEvent Echoed(Change change, JsonElement raw)
    {
        var message = WebhookParts.Read(raw, WhatsAppWebhookJson.Default.MessagePart);
        // The contact beside an echo is not said to be the recipient: only ids that the echo itself gives count.
        var to = message is null ? null : People.Of(message.To, message.ToUserId, message.ToParentUserId);
        if (message is not { Id.Length: > 0 } || to is null || change.Number is not { } number) return change.Unknown($"{change.Field}.{message?.Type ?? "message"}", raw);
        var now = message.Edit?.Message ?? message;
        var at = change.At(message.Timestamp);
        var person = People.Person(to, change.BusinessAccountId);
        return new()
        {
            Type = "whatsapp.message.echoed",
            Account = number.Id,
            Subject = $"{number.Id}/{message.To ?? message.ToUserId ?? message.Id}",
            DeliveryKey = $"message/{message.Id}",
            OccurredAt = at,
            Data = new MessageEchoed
            {
                MessageId = message.Id,
                Kind = Summaries.Kind(message),
                Text = Summaries.Words(now),
                Summary = Summaries.Summary(message),
                To = to,
                OriginalMessageId = message.Edit?.OriginalMessageId ?? message.Revoke?.OriginalMessageId,
                SentAt = at,
                Number = number,
                Raw = raw,
            },
            Fact = message.Type is "edit" or "revoke"
                ? new ConversationFact.MessageChanged(number.Id, person, at)
                : new ConversationFact.MessageEchoed(number.Id, person, message.Id, Summaries.Kind(message), Summaries.Summary(message), at),
        };
    }
}
