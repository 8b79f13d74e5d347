using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Benchmarks.Load;

/// <summary>A signed webhook of WhatsApp as bytes on the wire, in which only the digits of its number, its person and its signature differ from the next.</summary>
internal sealed class WebhookForm
{
    /// <summary>People who are written of.</summary>
    public const int People = 20_000;

    /// <summary>The app secret.</summary>
    public const string Secret = "a-secret-of-the-benchmark";

    /// <summary>The id of the business number.</summary>
    public const string Number = "100200300";

    /// <summary>The account that owns it.</summary>
    public const string Account = "300200100";

    /// <summary>What the ids of its messages begin with.</summary>
    public const string IdStart = "wamid.BENCH";

    /// <summary>How many digits a number has in it.</summary>
    public const int Digits = 10;

    private const char NumberDigit = '#';
    private const char PersonDigit = '@';
    private const int PersonDigits = 7;
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(Secret);

    private readonly byte[] request;
    private readonly int body;
    private readonly int signature;
    private readonly int[] numbers;
    private readonly int[] persons;

    private WebhookForm(string body)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST /webhooks/wa HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nX-Hub-Signature-256: sha256=");
        signature = head.Length;
        this.body = head.Length + 64 + 4;
        request = Encoding.ASCII.GetBytes($"{head}{new string('0', 64)}\r\n\r\n{body}");
        numbers = PlacesOf(request, NumberDigit, Digits);
        persons = PlacesOf(request, PersonDigit, PersonDigits);
    }

    /// <summary>The status <c>delivered</c> of a message that was sent.</summary>
    public static WebhookForm Status { get; } = new(
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" + Account + "\",\"changes\":[{\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"61370101234\",\"phone_number_id\":\"" + Number
        + "\"},\"statuses\":[{\"id\":\"" + IdStart + "##########\",\"status\":\"delivered\",\"timestamp\":\"" + Now() + "\",\"recipient_id\":\"6149@@@@@@@\",\"conversation\":{\"id\":\"c9a1bd1e0d4f4a83b9\",\"origin\":{\"type\":\"utility\"}},"
        + "\"pricing\":{\"billable\":true,\"pricing_model\":\"PMP\",\"category\":\"utility\",\"type\":\"regular\"}}]},\"field\":\"messages\"}]}]}");

    /// <summary>A text of a person: the number of a ticket.</summary>
    public static WebhookForm Message { get; } = new(
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" + Account + "\",\"changes\":[{\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"61370101234\",\"phone_number_id\":\"" + Number
        + "\"},\"contacts\":[{\"profile\":{\"name\":\"Mara Lindqvist\"},\"wa_id\":\"6149@@@@@@@\"}],\"messages\":[{\"from\":\"6149@@@@@@@\",\"id\":\"" + IdStart + "##########\",\"timestamp\":\"" + Now()
        + "\",\"type\":\"text\",\"text\":{\"body\":\"1##########\"}}]},\"field\":\"messages\"}]}]}");

    /// <summary>How many bytes one takes.</summary>
    public int Length => request.Length;

    /// <summary>Begins a buffer for <see cref="Write"/>.</summary>
    public byte[] Begin() => (byte[])request.Clone();

    /// <summary>Writes the webhook of a number.</summary>
    /// <param name="buffer">Made by <see cref="Begin"/>; belongs to one caller.</param>
    /// <param name="number">At most ten digits.</param>
    public void Write(byte[] buffer, long number)
    {
        foreach (var place in numbers) number.TryFormat(buffer.AsSpan(place, Digits), out _, "D10", CultureInfo.InvariantCulture);
        foreach (var place in persons) (number % People).TryFormat(buffer.AsSpan(place, PersonDigits), out _, "D7", CultureInfo.InvariantCulture);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(Key, buffer.AsSpan(body), hash);
        Convert.TryToHexStringLower(hash, buffer.AsSpan(signature, 64), out _);
    }

    /// <summary>Whether a signature is that of a body.</summary>
    /// <param name="header">The value of the header.</param>
    /// <param name="body">The body.</param>
    public static bool IsGenuine(string? header, ReadOnlySpan<byte> body)
    {
        const string start = "sha256=";
        if (header is not { Length: 71 } || !header.StartsWith(start, StringComparison.Ordinal)) return false;
        Span<byte> given = stackalloc byte[32];
        Span<byte> own = stackalloc byte[32];
        HMACSHA256.HashData(Key, body, own);
        return Convert.FromHexString(header.AsSpan(start.Length), given, out _, out _) == System.Buffers.OperationStatus.Done && CryptographicOperations.FixedTimeEquals(given, own);
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static int[] PlacesOf(byte[] bytes, char digit, int length)
    {
        var places = new List<int>();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != digit) continue;
            places.Add(i);
            i += length - 1;
        }

        return [.. places];
    }
}
