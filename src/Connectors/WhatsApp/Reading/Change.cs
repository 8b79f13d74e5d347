using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Connectors.WhatsApp;

/// <summary>One change of a webhook, with what stands round it.</summary>
internal sealed record Change
{
    /// <summary>The webhook field, for example <c>messages</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What changed, in Meta's words.</summary>
    public required JsonElement Value { get; init; }

    /// <summary>The WhatsApp business account: <c>entry.id</c>.</summary>
    public required string BusinessAccountId { get; init; }

    /// <summary>Meta's time of the change where the field has one, else the arrival.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The business number; null for changes of the whole account.</summary>
    public required BusinessNumber? Number { get; init; }

    /// <summary>The people whom the change names.</summary>
    public required People People { get; init; }

    /// <summary>A time that Meta writes as seconds since 1970, or the change's own where there is none.</summary>
    public DateTimeOffset At(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(unix) : Time;

    /// <summary>A key for a part that has no id: the same for the same content.</summary>
    public string ContentKey(JsonElement part)
    {
        var content = string.Join('\n', BusinessAccountId, Field, Number?.Id, Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), part.GetRawText());
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..32];
    }

    /// <summary>The event of a part that this connector does not know.</summary>
    /// <param name="kind">The field, and what in it is not known.</param>
    /// <param name="part">The part.</param>
    public IncomingEvent Unknown(string kind, JsonElement part) => new()
    {
        Type = "whatsapp.unknown",
        Account = Number?.Id,
        Subject = $"{Number?.Id ?? BusinessAccountId}/{Field}",
        DeliveryKey = $"unknown/{ContentKey(part)}",
        OccurredAt = Time,
        Data = new UnknownEvent { Kind = kind, BusinessAccountId = BusinessAccountId, Raw = part },
    };
}
