namespace Hub.Connectors;

/// <summary>One HTTP delivery from a vendor, exactly as it came.</summary>
public sealed record WebhookRequest
{
    /// <summary>The HTTP method, upper case: <c>POST</c>, or <c>GET</c> for a handshake.</summary>
    public required string Method { get; init; }

    /// <summary>What stands behind <c>/webhooks/{endpoint}/</c>, without a leading slash; empty when nothing does.</summary>
    public required string Suffix { get; init; }

    /// <summary>The query, one value a name.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers, names compared without regard to case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The raw body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When the hub received it.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>The headers of a vendor's webhooks by name, without regard to case. A webhook is stored with those that are kept and a few that all senders use (content type, user agent, request id, trace), and with no other.</summary>
/// <param name="Proof">Those that prove the origin or carry a secret: they are verified with and never stored.</param>
/// <param name="Kept">Those that the reader needs, and the vendor's topics, times and ids.</param>
public sealed record WebhookHeaders(IReadOnlyList<string> Proof, IReadOnlyList<string> Kept)
{
    /// <summary>None: the body says everything.</summary>
    public static WebhookHeaders None { get; } = new([], []);
}

/// <summary>What the check of a delivery's origin found: a closed set.</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>The vendor sent it: store it.</summary>
    public sealed record Genuine : Verification;

    /// <summary>The vendor asks whether the address is ours: answer 200 with this body, store nothing.</summary>
    /// <param name="Answer">The text to answer.</param>
    public sealed record Handshake(string Answer) : Verification;

    /// <summary>Its origin is not proved: answer 401, store nothing.</summary>
    /// <param name="Reason">One sentence for the log, without any secret.</param>
    public sealed record Refused(string Reason) : Verification;

    /// <summary>The verification that a signature check leads to.</summary>
    /// <param name="check">What the check found.</param>
    /// <param name="header">The name of the vendor's signature header.</param>
    public static Verification Of(SignatureCheck check, string header) => check switch
    {
        SignatureCheck.Genuine => new Genuine(),
        SignatureCheck.Missing => new Refused($"The header {header} is missing."),
        SignatureCheck.Malformed => new Refused($"The header {header} is not of the vendor's form."),
        _ => new Refused($"The signature in {header} does not belong to this body and secret."),
    };
}
