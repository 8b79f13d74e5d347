namespace Connectors.Tests.Contracts;

/// <summary>Shows each request of one vendor's connection to its descriptions, and lets it pass.</summary>
/// <param name="descriptions">The descriptions.</param>
/// <param name="authority">The host and port of the vendor; what goes elsewhere is not looked at.</param>
internal sealed class DescribedCalls(Descriptions descriptions, Func<string> authority) : DelegatingHandler
{
    private readonly List<string> asked = [];
    private readonly List<string> objections = [];
    private readonly List<string> undescribed = [];

    /// <summary>Each request's method and path, in order.</summary>
    public IReadOnlyList<string> Asked => asked;

    /// <summary>What the descriptions say against requests, with the request.</summary>
    public IReadOnlyList<string> Objections => objections;

    /// <summary>The requests to addresses that no description has.</summary>
    public IReadOnlyList<string> Undescribed => undescribed;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Authority == authority())
        {
            var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : null;
            var line = $"{request.Method} {request.RequestUri.AbsolutePath.TrimStart('/')}";
            asked.Add(line);
            switch (await descriptions.ObjectionsAsync(request, body))
            {
                case null: undescribed.Add(line); break;
                case { Length: > 0 } found: objections.Add($"{line}{request.RequestUri.Query} {(body is null ? "" : System.Text.Encoding.UTF8.GetString(body))}: {found}"); break;
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
