using System.Text.Json;
using Hub.Connections;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What a webhook tells.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Events">Its events, in its own order.</param>
/// <param name="Error">Why it could not be read; null where it was.</param>
internal sealed record Reading(UnreadWebhook Webhook, IReadOnlyList<ReadEvent> Events, string? Error)
{
    /// <summary>How long its body is.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether all that it tells are statuses of messages.</summary>
    public bool IsStatus => Events.Count > 0 && Events.All(read => read.Incoming.Fact is ConversationFact.StatusReported);

    /// <summary>How many bytes its rows hold of its own making; the rest of a row is small and much the same for all.</summary>
    public long Size => Webhook.Body.Length + Webhook.Headers.Length + Events.Sum(read => (long)read.Event.Envelope.Length + read.Event.Data.Length);
}

/// <summary>An event as it is stored, and as the connector has read it.</summary>
/// <param name="Event">What is stored, if it is none that is known already.</param>
/// <param name="Incoming">What the connector has read.</param>
/// <param name="FactKey">By which a comparison knows it; null where it has none.</param>
/// <param name="DuplicateId">Its id where it is a repetition.</param>
internal sealed record ReadEvent(NewEvent Event, IncomingEvent Incoming, byte[]? FactKey, string DuplicateId);

/// <summary>Makes events of a webhook with its connector: pure CPU, and nothing is stored.</summary>
internal sealed partial class WebhookReading(ConnectionRegistry connections, ILogger<WebhookReading> logger)
{
    /// <summary>Why an event of an account that no connection serves is not applied.</summary>
    public const string Foreign = "foreign";

    /// <summary>What a webhook tells; with its error where it cannot be read.</summary>
    public Reading Of(UnreadWebhook webhook)
    {
        if (webhook.Begun >= Suspects.BegunAtMost) return new(webhook, [], "Reading it was begun three times without an end.");
        if (connections.Find(webhook.Endpoint) is not { } endpoint) return new(webhook, [], $"The connection '{webhook.Endpoint}' is not configured any more.");
        try
        {
            var request = Receiver.Restore(webhook);
            return new(webhook, [.. endpoint.Connector.Read(request).Select((incoming, index) => ToEvent(webhook, endpoint, incoming, index))], null) { Bytes = request.Body.Length };
        }
        catch (UnreadableWebhookException e)
        {
            return new(webhook, [], e.Message);
        }
        catch (Exception e)
        {
            // A connector's own mistake: the webhook is kept with it, so that it can be read again when the connector is mended.
            LogConnectorFailed(logger, endpoint.Connector.Name, webhook.Seq, new(e));
            return new(webhook, [], $"The connector failed to read it ({e.GetType().Name}).");
        }
    }

    private ReadEvent ToEvent(UnreadWebhook webhook, Connection endpoint, IncomingEvent incoming, int index)
    {
        var connection = connections.Serving(endpoint, incoming.Account);
        var owner = connection ?? endpoint;
        if (incoming.Fact is { } told && owner.Connector is IMessagingConnector messaging && messaging.UsersOf(owner.Options<object>()) is { } users) incoming = incoming with { Fact = users.Of(told) };
        var type = owner.Connector.Events.First(e => e.Name == incoming.Type);
        var completeness = owner.Connector.Unsigned ? EventCompleteness.Hint : type.Completeness;
        var stored = new NewEvent
        {
            Id = Keys.Id("delivery", owner.Name, incoming.DeliveryKey),
            Webhook = webhook.Seq,
            Source = "webhook",
            Connection = owner.Name,
            Type = incoming.Type,
            Account = incoming.Account,
            Subject = $"{owner.Name}/{incoming.Subject}",
            OccurredAt = incoming.OccurredAt,
            ArrivedAt = webhook.ArrivedAt,
            Completeness = completeness,
            Version = incoming.Version,
            Envelope = JsonSerializer.Serialize(EventEnvelope.Of(incoming), PipelineJson.Default.EventEnvelope),
            Data = JsonSerializer.Serialize(incoming.Data, type.Data),
            NoopReason = connection is null ? Foreign : null,
        };
        return new(stored, incoming, incoming.FactKey is { } fact ? Keys.Hash("fact", owner.Name, fact) : null, Keys.Id("duplicate", webhook.Seq.ToString(null, null), index.ToString(null, null)));
    }
}
