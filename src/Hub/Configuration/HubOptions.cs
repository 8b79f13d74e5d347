using System.ComponentModel.DataAnnotations;
using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>The settings under <c>Hub</c>.</summary>
internal sealed class HubOptions : IValidatableObject
{
    private const int EncryptionKeyBytes = 32;

    /// <summary>The address under which vendors reach the hub, for example <c>https://hub.example.com</c>; null where nothing needs it.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The folder of everything that the hub keeps; made at start.</summary>
    public string DataPath { get; init; } = "data";

    /// <summary>The folder of the mapping files.</summary>
    public string Mappings { get; init; } = "mappings";

    /// <summary>Whether changes in the folder of the mapping files are taken while the hub runs; otherwise they are published.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>The key of the admin API; required unless the hub listens on loopback only.</summary>
    public Secret? AdminKey { get; init; }

    /// <summary>What the secrets that the hub obtains itself are encrypted with: 32 bytes in base64, the current key first.</summary>
    public Secret? EncryptionKey { get; init; }

    /// <summary>Test numbers in E.164; when there is any, messages to all others are refused.</summary>
    public IReadOnlyList<string> OnlyTo { get; init; } = [];

    /// <summary>True in the Sandbox: the business clock can be moved from loopback.</summary>
    public bool Sandbox { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not null && !HttpAddress.IsAllowed(PublicUrl)) yield return new("must be an https address (http only on loopback).", [nameof(PublicUrl)]);
        if (EncryptionKey?.Values.Any(key => !IsKey(key)) == true)
        {
            yield return new($"must be {EncryptionKeyBytes} bytes in base64, for example from: openssl rand -base64 32", [nameof(EncryptionKey)]);
        }

        for (var i = 0; i < OnlyTo.Count; i++)
        {
            if (!IsPhone(OnlyTo[i])) yield return new("is not a phone number with plus sign and country code, digits only, for example +61412345678.", [$"{nameof(OnlyTo)}:{i}"]);
        }
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[EncryptionKeyBytes + 1];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == EncryptionKeyBytes;
    }

    // ITU-T E.164: at most 15 digits; the shortest numbers in use have 7.
    private static bool IsPhone(string text) => text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');
}
