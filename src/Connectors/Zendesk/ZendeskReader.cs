using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoMapper;

namespace Hub.Connectors.Zendesk;

/// <summary>Makes events of the deliveries of event subscriptions: one delivery, one event.</summary>
/// <param name="mapper">Maps Zendesk's words to event records.</param>
internal sealed class ZendeskReader(IMapper mapper)
{
    /// <summary>The event in a delivery.</summary>
    public IncomingEvent Read(WebhookRequest request)
    {
        var raw = WebhookBody.ParseObject(request.Body.Span);
        var envelope = Typed(raw, ZendeskJson.Default.Envelope);
        if (string.IsNullOrEmpty(envelope.Type) || string.IsNullOrEmpty(envelope.Id))
        {
            throw new UnreadableWebhookException(
                "The body is no event: type or id is missing at its top. The webhook must be subscribed to Zendesk events, not connected to a trigger or an automation.");
        }

        var (topic, change) = Topics.Of(envelope.Type);
        var at = Time(envelope.Time) ?? request.ArrivedAt;
        var read = topic switch
        {
            Topic.Unknown => null,
            Topic.UserChanged => OfUser(Typed(raw, ZendeskJson.Default.UserEnvelope), change, at, raw),
            _ => OfTicket(Typed(raw, ZendeskJson.Default.TicketEnvelope), topic, change, at, raw),
        };
        return read ?? new IncomingEvent
        {
            Type = ZendeskConnector.Unknown,
            Account = envelope.AccountId,
            Subject = envelope.Subject is { Length: > 0 } subject ? subject : "unknown",
            DeliveryKey = envelope.Id,
            OccurredAt = at,
            Data = new UnknownEvent { Kind = envelope.Type, Raw = raw },
        };
    }

    private IncomingEvent? OfTicket(TicketEnvelope body, Topic topic, string change, DateTimeOffset at, JsonElement raw)
    {
        if (IdOf(body.Subject, "zen:ticket:", body.Detail.Id) is not { } id) return null;
        var report = new TicketReport(id, change, at, raw, body);
        var about = new IncomingEvent
        {
            Type = ZendeskConnector.TicketChanged,
            Account = body.AccountId,
            Subject = $"ticket/{id}",
            DeliveryKey = body.Id!,
            OccurredAt = at,
            Ends = new Dictionary<string, string>(StringComparer.Ordinal) { [ZendeskConnector.Ticket] = id },
            MadeBy = ZendeskMark.OfExternalId(body.Detail.ExternalId),
            Data = report,
        };
        switch (topic)
        {
            case Topic.CommentCreated:
                if (ZendeskId.OrNull(body.Event.Comment?.Id) is not { } comment) throw new UnreadableWebhookException("A comment_added event has no id at event.comment.id.");
                return about with { Type = ZendeskConnector.CommentCreated, FactKey = ZendeskFact.Comment(comment), Data = mapper.Map<CommentCreated>(report) };
            case Topic.TicketCreated:
                return about with { Type = ZendeskConnector.TicketCreated, FactKey = ZendeskFact.Created(id), Data = mapper.Map<TicketCreated>(report), EchoOf = about.MadeBy };
            case Topic.TicketStatusChanged:
                if (string.IsNullOrEmpty(body.Event.Current ?? body.Detail.Status)) throw new UnreadableWebhookException("A status_changed event has no status at event.current.");
                var changed = mapper.Map<TicketStatusChanged>(report);
                return about with
                {
                    Type = ZendeskConnector.TicketStatusChanged,
                    FactKey = Time(body.Detail.UpdatedAt) is { } updated ? ZendeskFact.Status(id, changed.Status, updated) : null,
                    Data = changed,
                    Version = new($"ticket/{id}/status", at.ToUnixTimeMilliseconds()),
                    Reported = ZendeskTickets.StateOf(id, ZendeskTickets.StatusProperty, body.Event.Current ?? body.Detail.Status),
                };
            default:
                return about with
                {
                    Data = mapper.Map<TicketChanged>(report),
                    Reported = change == "priority_changed" && body.Event.Current is { } priority ? ZendeskTickets.StateOf(id, ZendeskTickets.PriorityProperty, priority) : null,
                };
        }
    }

    private IncomingEvent? OfUser(UserEnvelope body, string change, DateTimeOffset at, JsonElement raw) =>
        IdOf(body.Subject, "zen:user:", body.Detail.Id) is not { } id ? null : new IncomingEvent
        {
            Type = ZendeskConnector.UserChanged,
            Account = body.AccountId,
            Subject = $"user/{id}",
            DeliveryKey = body.Id!,
            OccurredAt = at,
            Ends = new Dictionary<string, string>(StringComparer.Ordinal) { [ZendeskConnector.User] = id },
            Data = mapper.Map<UserChanged>(new UserReport(id, change, at, raw, body)),
        };

    private static T Typed<T>(JsonElement raw, JsonTypeInfo<T> type)
    {
        try
        {
            return raw.Deserialize(type)!;
        }
        catch (JsonException error)
        {
            throw new UnreadableWebhookException($"The body is not of Zendesk's form at {error.Path}.", error);
        }
    }

    private static string? IdOf(string? subject, string prefix, string? detail)
    {
        var named = subject?.StartsWith(prefix, StringComparison.Ordinal) == true ? subject[prefix.Length..] : detail;
        return ZendeskId.IsValid(named) ? named : null;
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
