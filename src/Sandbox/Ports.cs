using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sandbox;

/// <summary>The ports on 127.0.0.1 that the hub and the vendors take.</summary>
internal static class Ports
{
    private const int Vendors = 6;

    // Below those that systems give to whoever asks for any (Linux from 32768, IANA from 49152): nobody gets it by chance before its server starts, or while that is away for a moment.
    private const int Lowest = 15_000;
    private const int Highest = 32_000;

    /// <summary>One sentence where any of the hub's port and the next six is taken; null where all are free.</summary>
    /// <param name="first">The hub's port; 0 for free ones.</param>
    /// <param name="vendorsOnly">Whether the hub's port is somebody else's business.</param>
    public static string? Obstacle(int first, bool vendorsOnly = false)
    {
        if (first == 0) return null;
        var taken = Enumerable.Range(first, Vendors + 1).Skip(vendorsOnly ? 1 : 0).Where(port => !IsFree(port)).ToList();
        if (taken.Count == 0) return null;
        var which = taken.Count == 1 ? $"Port {Text(taken[0])} is" : $"Ports {string.Join(", ", taken.Select(Text))} are";
        return $"{which} taken on 127.0.0.1. The hub takes {Text(first)} and the vendors the next {Text(Vendors)}: stop what listens there, or give another with --port N.";
    }

    /// <summary>A port that nobody listens on, for a server that takes it a moment later.</summary>
    public static int Free()
    {
        while (true)
        {
            if (Random.Shared.Next(Lowest, Highest) is var port && IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
