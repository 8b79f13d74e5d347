using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Hub.Connectors.WhatsApp;

/// <summary>Meta's error table (Cloud API, error codes, as of 2026-06): what each code means for a command. The code decides, never title or HTTP status.</summary>
internal static class WhatsAppErrors
{
    private const string Pair = "131056";

    // Meta sends no Retry-After with its limits; a gateway's plain 429 says nothing of the time either.
    private static readonly TimeSpan PlainThrottle = TimeSpan.FromSeconds(5);

    private static readonly FrozenDictionary<int, (FailureKind Kind, string Text, TimeSpan? Wait)> Table = new Dictionary<int, (FailureKind, string, TimeSpan?)>
    {
        [1] = (FailureKind.Transient, "WhatsApp had an error of its own.", null),
        [2] = (FailureKind.Transient, "WhatsApp is temporarily unavailable.", null),
        [131000] = (FailureKind.Transient, "WhatsApp could not send it for a reason that it does not know.", null),
        [131016] = (FailureKind.Transient, "WhatsApp is temporarily unavailable.", null),
        // The number is unusable for up to a minute while its throughput is raised.
        [131057] = (FailureKind.Transient, "The business number is in maintenance.", TimeSpan.FromMinutes(1)),
        [133004] = (FailureKind.Transient, "WhatsApp is temporarily unavailable.", null),
        [131052] = (FailureKind.Transient, "WhatsApp could not fetch the person's media.", null),
        [131053] = (FailureKind.Transient, "WhatsApp could not fetch the media to send.", null),

        [4] = (FailureKind.Throttled, "The app has reached its limit of calls.", TimeSpan.FromMinutes(5)),
        [80007] = (FailureKind.Throttled, "The business account has reached its limit of calls.", TimeSpan.FromMinutes(5)),
        [130429] = (FailureKind.Throttled, "The business number sends too fast.", TimeSpan.FromSeconds(2)),
        [131056] = (FailureKind.Throttled, "Too many messages to one person in a short time.", TimeSpan.FromSeconds(6)),

        [131049] = (FailureKind.Later, "WhatsApp holds marketing messages to this person back for now.", TimeSpan.FromHours(24)),
        [131048] = (FailureKind.Later, "The number is restricted, because too many people blocked or reported it.", TimeSpan.FromHours(6)),
        [131064] = (FailureKind.Later, "The number has reached a messaging limit.", TimeSpan.FromHours(6)),
        [133016] = (FailureKind.Later, "The number was registered too often.", TimeSpan.FromHours(72)),

        [131026] = (FailureKind.NoWhatsApp, "The message cannot reach this person on WhatsApp.", null),
        [131047] = (FailureKind.WindowClosed, "More than 24 hours have passed since the person last wrote.", null),
        [131050] = (FailureKind.OptedOut, "The person has stopped marketing messages of this business.", null),

        [33] = (FailureKind.Rejected, "The business number or object does not exist.", null),
        [100] = (FailureKind.Rejected, "A parameter of the call is not valid.", null),
        [130472] = (FailureKind.Rejected, "WhatsApp sends this person no marketing messages, as part of an experiment.", null),
        // Meta restricts by the recipient's country: one such recipient must not stop the sends to all others.
        [130497] = (FailureKind.Rejected, "The business may not message people of this country.", null),
        [131008] = (FailureKind.Rejected, "A required parameter is missing.", null),
        [131009] = (FailureKind.Rejected, "A parameter's value is not valid.", null),
        [131021] = (FailureKind.Rejected, "Sender and recipient are the same number.", null),
        [131030] = (FailureKind.Rejected, "The recipient is not on the test number's list.", null),
        [131051] = (FailureKind.Rejected, "WhatsApp does not support this kind of message.", null),
        [131062] = (FailureKind.Rejected, "Authentication templates need a phone number, and the person is known by a user id only.", null),
        [131063] = (FailureKind.Rejected, "Marketing templates are switched off on this interface.", null),
        [132000] = (FailureKind.Rejected, "The number of parameters is not the template's.", null),
        [132001] = (FailureKind.Rejected, "The template does not exist in this language, or is not approved.", null),
        [132005] = (FailureKind.Rejected, "The text with its parameters is too long for the template.", null),
        [132007] = (FailureKind.Rejected, "The template's content breaks a policy of WhatsApp.", null),
        [132008] = (FailureKind.Rejected, "The template cannot be found.", null),
        [132012] = (FailureKind.Rejected, "A parameter is not of the template's form.", null),
        [132015] = (FailureKind.Rejected, "The template is paused for its low quality.", null),
        [132016] = (FailureKind.Rejected, "The template is disabled for its low quality.", null),
        [132018] = (FailureKind.Rejected, "A parameter has characters that templates do not take.", null),
        [132068] = (FailureKind.Rejected, "The form is blocked.", null),
        [132069] = (FailureKind.Rejected, "The form is throttled.", null),
        [137000] = (FailureKind.Rejected, "The person's identity key has changed.", null),

        [0] = (FailureKind.Unauthorized, "WhatsApp refuses the access token.", null),
        [3] = (FailureKind.Unauthorized, "The access token lacks a capability.", null),
        [10] = (FailureKind.Unauthorized, "The access token lacks a permission.", null),
        [190] = (FailureKind.Unauthorized, "The access token has expired.", null),
        [368] = (FailureKind.Unauthorized, "The business account is blocked for breaking a policy.", null),
        [131005] = (FailureKind.Unauthorized, "The access token may not do this.", null),
        [131031] = (FailureKind.Unauthorized, "The business account is locked.", null),
        [131037] = (FailureKind.Unauthorized, "The number's display name is not approved.", null),
        [131042] = (FailureKind.Unauthorized, "The business account cannot pay.", null),
        [131045] = (FailureKind.Unauthorized, "The business number is not registered.", null),
    }.ToFrozenDictionary();

    // Nothing else goes from a number whose sends are restricted: it rests as a whole.
    private static readonly FrozenSet<int> Restrictions = new[] { 131048, 131064 }.ToFrozenSet();

    /// <summary>The codes of the table, for tests and the reference.</summary>
    public static IEnumerable<int> Codes => Table.Keys;

    /// <summary>The failure that a code of a status or of an answer stands for; null where the table does not know it.</summary>
    /// <param name="code">Meta's code as text.</param>
    public static VendorFailure? OfCode(string? code)
    {
        if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (Table.TryGetValue(number, out var entry)) return new(entry.Kind, code, entry.Text, entry.Wait) { IsAccountWide = Restrictions.Contains(number) };
        return number is >= 200 and <= 299 ? new(FailureKind.Unauthorized, code, "The access token lacks a permission.") : null;
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
        return failure.Code.StartsWith("1320", StringComparison.Ordinal) && !string.IsNullOrEmpty(details)
            ? $"{failure.Text[..^1]} ({(details.Length > 200 ? details[..200] : details)})."
            : failure.Text;
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
