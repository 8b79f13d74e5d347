using System.Globalization;
using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>
/// What the hub writes into the mark field with each write of a record. A notification of the write brings the field back, so that it is known for the hub's own without
/// another call; in a record it is known for that as long as the record was not changed at another time.
/// </summary>
/// <param name="CommandId">The hub's command.</param>
/// <param name="At">When it was sent, by the hub's clock.</param>
internal sealed record ZohoMark(string CommandId, DateTimeOffset At)
{
    private const string Prefix = "hub:";
    private const int CommandLetters = 32;

    // The time of a call, and how far Zoho's clock may be from the hub's. Zoho keeps whole seconds.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    // Of what no notification has told of nothing else speaks for the hub than the time: a person who writes soon after it is the likelier to be lost.
    private static readonly TimeSpan CloselyApart = TimeSpan.FromSeconds(5);

    /// <summary>The mark in a value; null where it is none.</summary>
    public static ZohoMark? Of(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } given || given.GetString() is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var parts = text[Prefix.Length..].Split(':');
        return parts is [{ Length: CommandLetters } command, var seconds] && command.All(char.IsAsciiHexDigitLower)
            && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? new(command, DateTimeOffset.FromUnixTimeSeconds(unix))
            : null;
    }

    /// <summary>Whether a change of a record at that time is the one that the mark came with.</summary>
    /// <param name="changedAt">When the record was changed.</param>
    /// <param name="isPolled">Whether it was found by comparing, so that no notification speaks for or against it.</param>
    public bool IsOf(DateTimeOffset? changedAt, bool isPolled = false) => changedAt is { } at && (at - At).Duration() <= (isPolled ? CloselyApart : Apart);

    /// <summary>As it stands in the field.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{CommandId}:{At.ToUnixTimeSeconds()}");
}
