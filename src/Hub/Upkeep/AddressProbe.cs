using System.Net;
using Hub.Connections;
using Hub.Connectors;

namespace Hub.Upkeep;

/// <summary>
/// Asks the hub's own public address whether the hub is behind it: HEAD, which only the hub's own webhook address refuses with 405 and the methods that it takes, and which counts nowhere as a delivery.
/// What can be seen from inside is not what a vendor sees: some networks do not lead their own machines to their public address.
/// </summary>
/// <param name="caller">What calls.</param>
internal sealed class AddressProbe(HttpMessageInvoker caller) : IDisposable
{
    private const string Subject = "address";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>One that calls the configured address, wherever its name leads.</summary>
    /// <param name="address">The hub's public address; null where it is not configured.</param>
    public static AddressProbe Of(Uri? address) => new(new HttpMessageInvoker(VendorClient.Sockets(new VendorDialer(address?.Host, TimeProvider.System, Dns.GetHostAddressesAsync))));

    /// <summary>What was found at a webhook address.</summary>
    public async Task<CheckFinding> AskAsync(Uri address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        try
        {
            using var answer = await caller.SendAsync(request, patience.Token);
            return Judge(address, answer);
        }
        catch (HttpRequestException failure)
        {
            return failure.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => CheckFinding.Wrong(Subject, $"Webhooks are to come to {address}, but nobody knows the name {address.Host}. Set its DNS record, or mend Hub:PublicUrl."),
                HttpRequestError.SecureConnectionError => CheckFinding.Wrong(Subject, $"Webhooks are to come to {address}, but what answers there shows no certificate that holds for {address.Host}. Vendors refuse that: mend the certificate of the proxy before the hub."),
                _ => Unreached(address),
            };
        }
        catch (Exception failure) when (failure is IOException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return Unreached(address);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => caller.Dispose();

    private static CheckFinding Judge(Uri address, HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.MethodNotAllowed when answer.Content.Headers.Allow.Contains(HttpMethod.Post.Method) => CheckFinding.Right(Subject, $"Webhooks are to come to {address}, and the hub is there."),
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            CheckFinding.Wrong(Subject, $"Webhooks are to come to {address}, but what answers there does not reach the hub ({(int)answer.StatusCode}). Look at the proxy before the hub."),
        HttpStatusCode.NotFound => CheckFinding.Wrong(Subject, $"Webhooks are to come to {address}, but what answers there does not know this path (404). Let the proxy pass on /webhooks/, or mend Hub:PublicUrl."),
        >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => CheckFinding.Wrong(
            Subject, $"Webhooks are to come to {address}, but what answers there leads elsewhere ({(int)answer.StatusCode}{(answer.Headers.Location is { IsAbsoluteUri: true } elsewhere ? $", to {elsewhere.Host}" : "")}). Vendors do not follow: set Hub:PublicUrl to where it leads."),
        _ => CheckFinding.Doubtful(Subject, $"Webhooks are to come to {address}. Something answers there with {(int)answer.StatusCode}, which the hub would not: another server, or a proxy that keeps the question to itself."),
    };

    private static CheckFinding Unreached(Uri address) =>
        CheckFinding.Doubtful(Subject, $"Webhooks are to come to {address}. From here it cannot be reached, as from inside some networks; look from outside: curl -I {address}");
}
