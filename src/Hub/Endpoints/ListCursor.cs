using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>Cursors that are good for the list and the filters alone that gave them: each ends in a few letters of their hash.</summary>
internal static class ListCursor
{
    private const char Separator = '.';
    private const int HashBytes = 6;

    /// <summary>What a cursor belongs to: a list, and what it was asked for.</summary>
    public static string Scope(string list, params object?[] filters) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', [list, .. filters.Select(filter => filter is DateTimeOffset at ? at.UtcTicks.ToString(CultureInfo.InvariantCulture) : filter?.ToString() ?? "")]))).AsSpan(0, HashBytes));

    /// <summary>The cursor as it is given away; null for none.</summary>
    public static string? Bind(string? next, string scope) => next is null ? null : next + Separator + scope;

    /// <summary>A page with its cursor as it is given away.</summary>
    public static Page<T> Bind<T>(Page<T> page, string scope) => page with { Next = Bind(page.Next, scope) };

    /// <summary>Reads a cursor that was given away.</summary>
    /// <returns>Whether it is one of this scope.</returns>
    public static bool TryRead(string cursor, string scope, out long before)
    {
        before = 0;
        var end = cursor.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && cursor.AsSpan(end + 1).SequenceEqual(scope) && PageRequest.TryReadCursor(cursor[..end], out before);
    }
}
