using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>The settings under <c>Hub</c>.</summary>
internal sealed class HubOptions : IValidatableObject
{
    private const int EncryptionKeyBytes = 32;
    private const int MostRetries = 20;
    private const int MostWritesPerRecord = 60_000;

    // Whoever reaches the hub may try keys as fast as it answers.
    /// <summary>The fewest characters of an admin key.</summary>
    public const int ShortestAdminKey = 16;

    private static readonly string[] WaitForms = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestReconcile = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>The address under which vendors reach the hub, for example <c>https://hub.example.com</c>; null where nothing needs it.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Where the webhooks of a connection are to come to; null where <see cref="PublicUrl"/> is not set.</summary>
    public Uri? WebhookAddress(string connection) => PublicUrl is null ? null : new($"{PublicUrl.AbsoluteUri.TrimEnd('/')}/webhooks/{connection}");

    /// <summary>The folder of everything that the hub keeps; made at start.</summary>
    public string DataPath { get; init; } = "data";

    /// <summary>The folder of the files that come with messages, which several nodes share; null for <c>media</c> in <see cref="DataPath"/>.</summary>
    public string? MediaPath { get; init; }

    /// <summary>The folder of the files that come with messages.</summary>
    public string MediaFolder => Path.GetFullPath(MediaPath ?? Path.Combine(DataPath, "media"));

    /// <summary>The folder of the mapping files.</summary>
    public string Mappings { get; init; } = "mappings";

    /// <summary>Whether changes in the folder of the mapping files are taken while the hub runs; otherwise they are published.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>The key of the admin API, of at least 16 characters; required unless the hub listens on loopback only.</summary>
    [FitsHeader]
    public Secret? AdminKey { get; init; }

    /// <summary>What the secrets that the hub obtains itself are encrypted with: 32 bytes in base64, the current key first.</summary>
    public Secret? EncryptionKey { get; init; }

    /// <summary>Test numbers in E.164; when there is any, messages to all others are refused.</summary>
    public IReadOnlyList<string> OnlyTo { get; init; } = [];

    /// <summary>The waits between the attempts of a delivery or a fetch, as <c>hours:minutes:seconds</c>, one per retry; empty for the usual ones.</summary>
    public IReadOnlyList<string> RetrySchedule { get; init; } = [];

    /// <summary>Whether the hub starts held: all connections paused until they are resumed. What <c>hub run --hold</c> sets for one start.</summary>
    public bool Hold { get; init; }

    /// <summary>When more webhooks and events than this wait to be processed, webhooks are refused (503) until a fifth of that is done.</summary>
    public int MaxBacklog { get; init; } = 1_000_000;

    /// <summary>When the store's disk has less free than so many MiB, webhooks are refused (503) until it has a quarter more; 0 for never.</summary>
    public int MinFreeMegabytes { get; init; } = 256;

    /// <summary>How many times a minute one record of a vendor may be written before its line is braked, so that routes that answer each other do no harm; 0 for never.</summary>
    public int MaxWritesPerRecord { get; init; } = 60;

    /// <summary>How often each connection is compared with its vendor, where the vendor tells what has changed; zero for only when asked, and after webhooks were refused.</summary>
    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>True in the Sandbox: the business clock can be moved from loopback.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Only in the Sandbox: how far the business clock is ahead of the system's from the start.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>The waits of <see cref="RetrySchedule"/>; those that are not valid are left out.</summary>
    public IReadOnlyList<TimeSpan> RetryWaits => [.. RetrySchedule.Select(ReadWait).OfType<TimeSpan>()];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not null && !HttpAddress.IsAllowed(PublicUrl)) yield return new("must be an https address (http only on loopback).", [nameof(PublicUrl)]);
        if (AdminKey?.Values.Any(key => key.Length < ShortestAdminKey) == true)
        {
            yield return new($"has less than {ShortestAdminKey} characters, so that it can be guessed. Make one, for example with: openssl rand -base64 32", [nameof(AdminKey)]);
        }

        if (EncryptionKey?.Values.Any(key => !IsKey(key)) == true)
        {
            yield return new($"must be {EncryptionKeyBytes} bytes in base64, for example from: openssl rand -base64 32", [nameof(EncryptionKey)]);
        }

        if (ClockAhead != TimeSpan.Zero && !Sandbox) yield return new("is there only with Hub:Sandbox=true.", [nameof(ClockAhead)]);
        if (MaxBacklog < 1) yield return new("must be at least 1.", [nameof(MaxBacklog)]);
        if (MinFreeMegabytes < 0) yield return new("must be 0 or more.", [nameof(MinFreeMegabytes)]);
        if (MaxWritesPerRecord is < 0 or > MostWritesPerRecord) yield return new($"must be 0 to {MostWritesPerRecord}.", [nameof(MaxWritesPerRecord)]);
        if (ReconcileEvery != TimeSpan.Zero && (ReconcileEvery < ShortestReconcile || ReconcileEvery > LongestWait)) yield return new("must be 1 minute to 7 days, or 00:00:00 for not by itself.", [nameof(ReconcileEvery)]);
        if (RetrySchedule.Count > MostRetries) yield return new($"has more than {MostRetries} waits.", [nameof(RetrySchedule)]);
        for (var i = 0; i < RetrySchedule.Count; i++)
        {
            if (ReadWait(RetrySchedule[i]) is null)
            {
                yield return new("is not a duration of 1 second to 7 days, for example 00:00:30, 10:00:00 or 1.00:00:00.", [$"{nameof(RetrySchedule)}:{i}"]);
            }
        }

        for (var i = 0; i < OnlyTo.Count; i++)
        {
            if (!IsPhone(OnlyTo[i])) yield return new("is not a phone number with plus sign and country code, digits only, for example +61412345678.", [$"{nameof(OnlyTo)}:{i}"]);
        }
    }

    // TimeSpan itself reads 24:00:00 as 24 days.
    private static TimeSpan? ReadWait(string text) =>
        TimeSpan.TryParseExact(text, WaitForms, CultureInfo.InvariantCulture, out var wait) && wait >= ShortestWait && wait <= LongestWait ? wait : null;

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[EncryptionKeyBytes + 1];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == EncryptionKeyBytes;
    }

    // ITU-T E.164: at most 15 digits; the shortest numbers in use have 7.
    private static bool IsPhone(string text) => text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');
}
