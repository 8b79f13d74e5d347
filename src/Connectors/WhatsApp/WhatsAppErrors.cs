using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Hub.Connectors.WhatsApp;

/// <summary>Meta's error table (Cloud API, error codes, as of 2026-06): what each code means for a command. The code decides, never title or HTTP status.</summary>
internal static class WhatsAppErrors
{
    private const string Pair = "131056";
    private const int ParameterCount = 132000;

    // Meta sends no Retry-After with its limits; a gateway's plain 429 says nothing of the time either.
    private static readonly TimeSpan PlainThrottle = TimeSpan.FromSeconds(5);

    private static readonly FrozenDictionary<int, WhatsAppError> Table = WhatsAppErrorTable.All.Where(error => error.Last is null).ToFrozenDictionary(error => error.Code);

    private static readonly WhatsAppError[] Ranges = [.. WhatsAppErrorTable.All.Where(error => error.Last is not null)];

    // Nothing else goes from a number whose sends are restricted: it rests as a whole.
    private static readonly FrozenSet<int> Restrictions = new[] { 131048, 131064 }.ToFrozenSet();

    /// <summary>The codes of the table, for tests and the reference.</summary>
    public static IEnumerable<int> Codes => Table.Keys;

    /// <summary>The failure that a code of a status or of an answer stands for; null where the table does not know it.</summary>
    /// <param name="code">Meta's code as text.</param>
    public static VendorFailure? OfCode(string? code)
    {
        if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var entry = Table.GetValueOrDefault(number) ?? Array.Find(Ranges, range => range.Code <= number && number <= range.Last);
        return entry is null ? null : new(entry.Kind, code, entry.Sentence, entry.Wait) { IsAccountWide = Restrictions.Contains(number), IsTemplateStale = number == ParameterCount };
    }

    /// <summary>The failure of a status.</summary>
    public static VendorFailure OfStatus(string? code) =>
        OfCode(code) ?? new(FailureKind.Rejected, code ?? "none", "WhatsApp did not deliver the message.");

    /// <summary>The failure of a call that was answered with an error.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="attempt">1 for the first attempt.</param>
    /// <param name="now">Business time.</param>
    /// <returns>The failure. Unknown for a server error that is not Meta's own: a send may have gone.</returns>
    public static VendorFailure OfAnswer(HttpResponseMessage response, string? body, int attempt, DateTimeOffset now)
    {
        if (Parse(body) is not { } error) return WithoutCode(response, now);
        if (OfCode(error.Code) is not { } failure)
        {
            return error.IsTransient == true
                ? new(FailureKind.Transient, error.Code!, "WhatsApp had an error that it calls passing.")
                : WithoutCode(response, now) with { Code = error.Code! };
        }

        return failure.Code switch
        {
            _ when failure.IsAccountWide => failure,
            // Media that could not be fetched twice will not be the third time.
            "131052" or "131053" when attempt > 1 => failure with { Kind = FailureKind.Rejected },
            _ => failure with { Text = Detailed(failure, error), Wait = Wait(failure, response, now), IsAccountWide = failure is { Kind: FailureKind.Throttled, Code: not Pair } },
        };
    }

    private static GraphError? Parse(string? body)
    {
        try
        {
            var error = string.IsNullOrWhiteSpace(body) ? null : JsonSerializer.Deserialize(body, WhatsAppApiJson.Default.GraphAnswer)?.Error;
            return error?.Code is null ? null : error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Without a code that Meta's table explains, a server error may come from a gateway after WhatsApp has taken the message. 503 is refused before anything is done.
    private static VendorFailure WithoutCode(HttpResponseMessage response, DateTimeOffset now)
    {
        var failure = VendorErrors.OfStatus(response, now);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => failure with { Wait = failure.Wait ?? PlainThrottle, IsAccountWide = true },
            >= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable
                => failure with { Kind = FailureKind.Unknown, Text = "A server error came in place of WhatsApp's own; whether the message went is not known." },
            _ => failure,
        };
    }

    // Details of template errors name counts and components; those of other errors may quote what was sent.
    private static string Detailed(VendorFailure failure, GraphError error)
    {
        var details = error.ErrorData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("details", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        if (!failure.Code.StartsWith("1320", StringComparison.Ordinal) || string.IsNullOrEmpty(details)) return failure.Text;
        var cause = failure.Text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? end : failure.Text.Length - 1;
        return $"{failure.Text[..cause]} ({(details.Length > 200 ? details[..200] : details)}){failure.Text[cause..]}";
    }

    private static TimeSpan? Wait(VendorFailure failure, HttpResponseMessage response, DateTimeOffset now) => failure.Code switch
    {
        // A pair earns one message each 6 s, so one goes after that. Meta's 4^X s would count tries, which a throttled command does not.
        Pair => VendorErrors.RetryAfter(response.Headers, now) is { } asked && asked > failure.Wait ? asked : failure.Wait,
        "4" or "80007" => Regain(response) ?? VendorErrors.RetryAfter(response.Headers, now) ?? failure.Wait,
        _ => VendorErrors.RetryAfter(response.Headers, now) ?? failure.Wait,
    };

    // X-Business-Use-Case-Usage: {"<account>":[{"type":"…","estimated_time_to_regain_access":<minutes>,…}]}
    private static TimeSpan? Regain(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("X-Business-Use-Case-Usage", out var values)) return null;
        try
        {
            using var usage = JsonDocument.Parse(string.Concat(values));
            if (usage.RootElement.ValueKind != JsonValueKind.Object) return null;
            var minutes = usage.RootElement.EnumerateObject()
                .Where(account => account.Value.ValueKind == JsonValueKind.Array)
                .SelectMany(account => account.Value.EnumerateArray())
                .Select(use => use.ValueKind == JsonValueKind.Object && use.TryGetProperty("estimated_time_to_regain_access", out var wait) && wait.ValueKind == JsonValueKind.Number && wait.TryGetInt32(out var number) ? number : 0)
                .DefaultIfEmpty()
                .Max();
            return minutes > 0 ? VendorErrors.Wait(minutes * 60.0) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
