using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests;

/// <summary>A way to the Redis server of the tests that can be cut: for who goes this way the server is away then.</summary>
internal sealed class RedisRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly List<TcpClient> open = [];
    private readonly (string Host, int Port) server;
    private readonly Task serving;
    private bool isCut;

    public RedisRelay()
    {
        var parts = RedisFixture.Address!.Split(',')[0].Split(':');
        server = (parts[0], parts.Length > 1 ? int.Parse(parts[1], null) : 6379);
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>How many connections have come.</summary>
    public int Came { get; private set; }

    /// <summary>Cuts it, or mends it.</summary>
    public void Cut(bool cut)
    {
        lock (open)
        {
            isCut = cut;
            foreach (var client in open) client.Dispose();
            open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        Cut(true);
        await serving;
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                var there = new TcpClient();
                lock (open)
                {
                    Came++;
                    open.Add(client);
                    open.Add(there);
                    if (isCut)
                    {
                        client.Dispose();
                        there.Dispose();
                        continue;
                    }
                }

                _ = CarryAsync(client, there);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task CarryAsync(TcpClient client, TcpClient there)
    {
        try
        {
            await there.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(client.GetStream().CopyToAsync(there.GetStream(), end.Token), there.GetStream().CopyToAsync(client.GetStream(), end.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            client.Dispose();
            there.Dispose();
        }
    }
}
