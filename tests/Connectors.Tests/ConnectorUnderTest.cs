using Hub.Connectors;

namespace Connectors.Tests;

/// <summary>What <see cref="ConnectorCompliance"/> must be told of a connector.</summary>
public sealed record ConnectorUnderTest
{
    /// <summary>The connector.</summary>
    public required IConnector Connector { get; init; }

    /// <summary>Valid options.</summary>
    public required object Options { get; init; }

    /// <summary>Valid options of another connection, with other secrets.</summary>
    public required object OtherOptions { get; init; }

    /// <summary>The folder of the vendor's samples.</summary>
    public required string Vendor { get; init; }

    /// <summary>The header that carries the signature; empty where the vendor signs nothing, and another <see cref="Proof"/> stands in its place.</summary>
    public required string SignatureHeader { get; init; }

    /// <summary>What proves the origin of a delivery, and how to put another in its place, null for none; by default the signature's header.</summary>
    public (Func<WebhookRequest, string> Of, Func<WebhookRequest, string?, WebhookRequest> With) Proof
    {
        get => field.Of is null ? (request => request.Header(SignatureHeader)!, WithHeader) : field;
        init;
    }

    /// <summary>A webhook of the vendor's form, for the facts about signatures.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Makes the delivery of a body as the vendor signs it for these options; the last argument is the sample's file name, or empty for <see cref="Body"/>.</summary>
    public required Func<byte[], object, string, WebhookRequest> Deliver { get; init; }

    private WebhookRequest WithHeader(WebhookRequest request, string? value)
    {
        var headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (value is null) headers.Remove(SignatureHeader);
        else headers[SignatureHeader] = value;
        return request with { Headers = headers };
    }

    /// <summary>Tells by its file name which sample is the body of a webhook.</summary>
    public Func<string, bool> IsWebhook { get; init; } = name => name.StartsWith("webhook.", StringComparison.Ordinal);
}
