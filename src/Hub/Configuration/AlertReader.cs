using System.Globalization;

namespace Hub.Configuration;

/// <summary>Reads the section <c>Alerts</c>: thresholds by the names of alerts, where alerts are posted, and the digest.</summary>
internal static class AlertReader
{
    /// <summary>The section.</summary>
    public const string Section = "Alerts";

    private const string Webhook = "Webhook";
    private const string Digest = "Digest";
    private const string Enabled = "Enabled";
    private const string Connections = "Connections";
    private const string Missing = "Missing";
    private const string UsuallyMissing = "20";
    private const string SecretStart = "whsec_";
    private const int FewestSecretBytes = 16;
    private const int MostSecretBytes = 64;

    private static readonly string[] WaitForms = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    /// <summary>Reads it.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="connections">The names of the connections.</param>
    /// <param name="errors">Gets a sentence for each mistake.</param>
    public static AlertSettings Read(IConfiguration configuration, IReadOnlyList<string> connections, List<string> errors)
    {
        var section = configuration.GetSection(Section);
        string[] known = [Webhook, Digest, .. AlertKind.All.Select(kind => kind.Name)];
        foreach (var child in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add($"{child.Path} is no alert. {Nearest.Question(child.Key, known)}Known: {string.Join(", ", known)}.");
        }

        var rules = AlertKind.All.ToDictionary(kind => kind.Name, kind => ReadRule(section.GetSection(kind.Name), kind, connections, errors), StringComparer.Ordinal);
        var target = ReadTarget(section.GetSection(Webhook), errors);
        var digest = ReadDigest(section.GetSection(Digest), errors);
        if (digest is not null && !section.GetSection(Webhook).Exists()) errors.Add($"{Section}:{Digest} is given, but {Section}:{Webhook}:Url is not: there is no address to post a digest to.");
        return new(rules, target, digest);
    }

    private static AlertRule ReadRule(IConfigurationSection section, AlertKind kind, IReadOnlyList<string> connections, List<string> errors)
    {
        string[] keys = [Enabled, .. kind.Limit is null ? [] : new[] { kind.Limit }, .. kind.Name == BuiltIn.AlertName.Silence ? [Connections, Missing] : Array.Empty<string>()];
        RefuseUnknown(section, $"the alert {kind.Name}", keys, errors);
        var byConnection = ReadConnections(section.GetSection(Connections), connections, errors);
        var text = kind.Limit is null ? null : section[kind.Limit] ?? kind.Usual;
        var time = TimeSpan.Zero;
        var number = 0L;
        if (text is not null && kind.IsTimed && !TryReadTime(text, out time)) errors.Add($"{section.Path}:{kind.Limit} is not a duration of at least 1 second, for example 00:15:00 or 1.00:00:00.");
        if (text is not null && !kind.IsTimed && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) errors.Add($"{section.Path}:{kind.Limit} is not a whole number.");
        if (kind.Name == BuiltIn.AlertName.Silence && !long.TryParse(section[Missing] ?? UsuallyMissing, NumberStyles.None, CultureInfo.InvariantCulture, out number)) errors.Add($"{section.Path}:{Missing} is not a whole number.");
        var enabled = (kind.Limit is null || text is not null || byConnection.Count > 0 || number > 0) && ReadFlag(section, Enabled, true, errors);
        return new(kind, enabled, text is null ? TimeSpan.MaxValue : time, number) { ByConnection = byConnection };
    }

    private static Dictionary<string, TimeSpan> ReadConnections(IConfigurationSection section, IReadOnlyList<string> connections, List<string> errors)
    {
        var read = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            if (!connections.Contains(child.Key, StringComparer.Ordinal)) errors.Add($"{child.Path}: there is no connection {child.Key}. {Nearest.Question(child.Key, connections)}".TrimEnd());
            else if (TryReadTime(child.Value ?? "", out var time)) read[child.Key] = time;
            else errors.Add($"{child.Path} is not a duration of at least 1 second, for example 06:00:00 or 1.00:00:00.");
        }

        return read;
    }

    private static AlertTarget? ReadTarget(IConfigurationSection section, List<string> errors)
    {
        if (!section.Exists()) return null;
        RefuseUnknown(section, "the alerts' webhook", ["Url", nameof(AlertTarget.Secret), nameof(AlertTarget.Secret) + SecretReader.FileSuffix, nameof(AlertTarget.AllowPrivate), nameof(AlertTarget.Reveal)], errors);
        var before = errors.Count;
        var secret = SecretReader.Read(section, nameof(AlertTarget.Secret), errors);
        if (secret is null && errors.Count == before) errors.Add($"{section.Path}:Secret is missing: what is posted is signed. Give whsec_ and 24 to 64 bytes in base64, or SecretFile with the path of a file.");
        if (secret?.Values.Any(value => KeyOf(value) is null) == true) errors.Add($"{section.Path}:Secret must be {SecretStart} and {FewestSecretBytes} to {MostSecretBytes} bytes in base64, for example: echo whsec_$(openssl rand -base64 32)");
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || !IsAllowed(url)) errors.Add($"{section.Path}:Url must be an https address (http only on loopback, with AllowPrivate).");
        var allowPrivate = ReadFlag(section, nameof(AlertTarget.AllowPrivate), false, errors);
        var reveal = ReadFlag(section, nameof(AlertTarget.Reveal), false, errors);
        return errors.Count == before ? new(url!, secret!, allowPrivate, reveal) : null;
    }

    /// <summary>The key that a secret of Standard Webhooks stands for (https://www.standardwebhooks.com); null where it is none.</summary>
    public static byte[]? KeyOf(string secret)
    {
        Span<byte> bytes = stackalloc byte[MostSecretBytes + 1];
        return secret.StartsWith(SecretStart, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[SecretStart.Length..], bytes, out var written) && written is >= FewestSecretBytes and <= MostSecretBytes
            ? bytes[..written].ToArray()
            : null;
    }

    // A query may hold what the receiver knows the sender by.
    private static bool IsAllowed(Uri url) => url.UserInfo.Length == 0 && HttpAddress.IsAllowed(new Uri(url.GetLeftPart(UriPartial.Path)));

    private static DigestTime? ReadDigest(IConfigurationSection section, List<string> errors)
    {
        if (!section.Exists()) return null;
        RefuseUnknown(section, "the digest", ["At", "Zone"], errors);
        var isTime = TimeOnly.TryParseExact(section["At"], "HH\\:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at);
        if (!isTime) errors.Add($"{section.Path}:At is not a time of day, for example 08:00.");
        var isZone = TimeZoneInfo.TryFindSystemTimeZoneById(section["Zone"] ?? "UTC", out var zone) && zone.HasIanaId;
        if (!isZone) errors.Add($"{section.Path}:Zone is not the IANA name of a time zone, for example Europe/Athens.");
        return isTime && isZone ? new(at, zone!) : null;
    }

    private static void RefuseUnknown(IConfigurationSection section, string owner, IReadOnlyList<string> known, List<string> errors)
    {
        foreach (var child in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add($"{child.Path} is not a setting of {owner}. {Nearest.Question(child.Key, known)}Known: {string.Join(", ", known)}.");
        }
    }

    private static bool ReadFlag(IConfigurationSection section, string key, bool usual, List<string> errors)
    {
        if (section[key] is not { Length: > 0 } text) return usual;
        if (bool.TryParse(text, out var flag)) return flag;
        errors.Add($"{section.Path}:{key} is not true or false.");
        return usual;
    }

    // TimeSpan itself reads 24:00:00 as 24 days.
    private static bool TryReadTime(string text, out TimeSpan time) => TimeSpan.TryParseExact(text, WaitForms, CultureInfo.InvariantCulture, out time) && time >= TimeSpan.FromSeconds(1);
}
