using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sandbox;

/// <summary>The ports on 127.0.0.1 that the hub and the vendors take.</summary>
internal static class Ports
{
    private const int Vendors = 4;

    /// <summary>One sentence where any of the hub's port and the next four is taken; null where all are free.</summary>
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
