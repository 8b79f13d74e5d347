namespace Hub.Connectors.HubSpot.Actions;

/// <summary>The words of messages and notes as HubSpot keeps them.</summary>
internal static class TimelineBody
{
    /// <summary>The most characters of a body (from memory of HubSpot's reference for notes).</summary>
    public const int Most = 65_536;

    /// <summary>Text as it stands on a timeline, which shows HTML.</summary>
    public static string Of(string text, HubSpotOptions options) =>
        options.PlainBodies ? text : Escape(text).ReplaceLineEndings("<br>");

    /// <summary>Text after the name of whose it is.</summary>
    public static string Of(string? author, string text, HubSpotOptions options) =>
        string.IsNullOrWhiteSpace(author) ? Of(text, options) : options.PlainBodies ? $"{author}: {text}" : $"<strong>{Escape(author)}:</strong> {Of(text, options)}";

    /// <summary>The failure of a body that is too long; null where it fits.</summary>
    public static VendorFailure? TooLong(string body) =>
        body.Length > Most ? new(FailureKind.Rejected, "text_too_long", $"HubSpot takes at most {Most} characters.") : null;

    /// <summary>The ids of files as HubSpot keeps them; null where there are none.</summary>
    public static string? Files(IReadOnlyList<string>? files) => files is { Count: > 0 } ? string.Join(';', files) : null;

    /// <summary>The failure of ids that are none; null where all are.</summary>
    public static VendorFailure? Malformed(IReadOnlyList<string>? files) => HubSpotCalls.Malformed([.. (files ?? []).Select(file => ("files", (string?)file))]);

    // The three signs that mean something between tags, and no others: what searches or exports the bodies is to find people's letters and emoji as they wrote them.
    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
