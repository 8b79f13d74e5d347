using System.Text;
using Hub.Connectors;

namespace Hub.Tests;

/// <summary>A connector without a vendor: signs by a hex HMAC in <c>X-Signature</c> and answers handshakes.</summary>
internal sealed class FakeConnector(string name = "fake") : IConnector
{
    public string Name { get; } = name;

    public Type OptionsType => typeof(FakeOptions);

    public IReadOnlyList<EventType> Events => [];

    public IReadOnlyList<IAction> Actions => [];

    public IReadOnlyList<IQuery> Queries => [];

    public IReadOnlyList<string> Objects => [];

    public long MaxWebhookBytes => 1000;

    public static string Sign(string body, string secret) => Convert.ToHexStringLower(HmacSignature.Sign(secret, default, Encoding.UTF8.GetBytes(body)));

    public WebhookHeaders WebhookHeaders { get; } = new(["X-Signature"], ["X-Topic"]);

    public Uri BaseUrl(object options) => new("https://fake.example");

    public string? AccountOf(object options) => ((FakeOptions)options).Account;

    public Secret WebhookSecret(object options) => ((FakeOptions)options).Secret;

    public Verification Verify(WebhookRequest request, object options, DateTimeOffset now) =>
        request.Method == "GET" && request.Query.TryGetValue("challenge", out var challenge)
            ? new Verification.Handshake(challenge)
            : Verification.Of(HmacSignature.CheckHex(request.Header("X-Signature"), "", WebhookSecret(options), default, request.Body.Span), "X-Signature");

    public IReadOnlyList<IncomingEvent> Read(WebhookRequest request) => [];
}

internal sealed record FakeOptions
{
    public required Secret Secret { get; init; }

    public required string Account { get; init; }

    public int Retries { get; init; } = 3;

    public Uri? Mirror { get; init; }
}
