using System.Net;
using System.Net.Sockets;

namespace Hub.Connections;

/// <summary>Opens the connections to a vendor and refuses those that lead into the hub's own network, whatever a name resolves to.</summary>
/// <param name="trustedHost">The host that the configuration names, which may be anywhere; null where the vendor's own address is used.</param>
/// <param name="time">The clock of the time-out.</param>
/// <param name="resolve">Finds the addresses of a name.</param>
internal sealed class VendorDialer(string? trustedHost, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>How long the name and the connection may take; the TLS handshake that follows gets as long again.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The connect callback of the HTTP client.</summary>
    /// <exception cref="AddressRefusedException">The name leads to no public address.</exception>
    /// <exception cref="IOException">No address answered within 5 s.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var target = context.DnsEndPoint;
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(await AddressesAsync(target.Host, both.Token), target.Port, both.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException cause) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new IOException($"{target.Host} did not take the connection within {ConnectTimeout.TotalSeconds:0} s.", cause);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of a host that may be dialled.</summary>
    /// <exception cref="AddressRefusedException">There is none.</exception>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancel)
    {
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancel);
        var allowed = host.Equals(trustedHost, StringComparison.OrdinalIgnoreCase) ? all : Array.FindAll(all, PublicAddress.Is);
        return allowed.Length > 0 ? allowed : throw new AddressRefusedException(host);
    }
}

/// <summary>A host that is not configured leads to an address that is not public.</summary>
/// <param name="host">The host.</param>
internal sealed class AddressRefusedException(string host) : IOException($"{host} does not lead to a public address, so that the hub does not call it.");
