using System.Globalization;

namespace Hub.Connectors.WhatsApp;

/// <summary>A row of Meta's error table.</summary>
/// <param name="Code">The code; the first of them where <see cref="Last"/> is set.</param>
/// <param name="Kind">What it means for the command.</param>
/// <param name="Text">What is the matter, in one sentence for whoever runs the shop.</param>
internal sealed record WhatsAppError(int Code, FailureKind Kind, string Text)
{
    /// <summary>The last code of a range; null for one code.</summary>
    public int? Last { get; init; }

    /// <summary>What to do about it; null where nothing is to be done.</summary>
    public string? Advice { get; init; }

    /// <summary>How long to wait, where Meta does not say so itself.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Both as people read them.</summary>
    public string Sentence => Advice is null ? Text : $"{Text} {Advice}";

    /// <summary>The codes as they are written: <c>190</c>, <c>200 to 299</c>.</summary>
    public string Codes => Last is { } last ? string.Create(CultureInfo.InvariantCulture, $"{Code} to {last}") : Code.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the hub does by itself.</summary>
    public string Doing => (Kind, Code) switch
    {
        (_, 131052 or 131053) => "tries once more, then sets the message aside",
        (_, 131048 or 131064) => "lets the connection rest for 6 hours, or until `hub resume`",
        (_, 132000) => "fetches the templates anew and tries once more, then sets the message aside and shows the difference",
        (FailureKind.Transient, _) => "tries again by the retry schedule",
        (FailureKind.Throttled, 131056) => "lets this person's messages wait",
        (FailureKind.Throttled, _) => "lets all calls of the connection wait",
        (FailureKind.Later, _) => string.Create(CultureInfo.InvariantCulture, $"lets the message wait {Wait!.Value.TotalHours} hours"),
        (FailureKind.NoWhatsApp, _) => "ends it as `no_whatsapp`",
        (FailureKind.WindowClosed, _) => "ends it as `window_closed`, or sends the route's `outside_window` template",
        (FailureKind.OptedOut, _) => "ends it as `opted_out`, and sends the person no marketing until they allow it again",
        (FailureKind.Unauthorized, _) => "pauses the connection's deliveries and raises the alert `reconnect`",
        _ => "ends it as `rejected`; where no route follows that, it is set aside",
    };
}

/// <summary>Meta's error table (Cloud API, error codes, as of 2026-06).</summary>
internal static class WhatsAppErrorTable
{
    /// <summary>All rows, by what they mean.</summary>
    public static IReadOnlyList<WhatsAppError> All { get; } =
    [
        new(1, FailureKind.Transient, "WhatsApp had an error of its own."),
        new(2, FailureKind.Transient, "WhatsApp is temporarily unavailable."),
        new(131000, FailureKind.Transient, "WhatsApp could not send it for a reason that it does not know."),
        new(131016, FailureKind.Transient, "WhatsApp is temporarily unavailable."),
        new(131057, FailureKind.Transient, "The business number is in maintenance, while WhatsApp raises how much it may send.") { Wait = TimeSpan.FromMinutes(1) },
        new(133004, FailureKind.Transient, "WhatsApp is temporarily unavailable."),
        new(131052, FailureKind.Transient, "WhatsApp could not fetch the person's media.") { Advice = "Ask them to send it again." },
        new(131053, FailureKind.Transient, "WhatsApp could not fetch the media to send.") { Advice = "Look whether its web address can be opened by anybody, and whether WhatsApp takes files of that kind and size." },

        new(4, FailureKind.Throttled, "The app has reached its limit of calls.") { Wait = TimeSpan.FromMinutes(5) },
        new(80007, FailureKind.Throttled, "The business account has reached its limit of calls.") { Wait = TimeSpan.FromMinutes(5) },
        new(130429, FailureKind.Throttled, "The business number sends too fast.") { Wait = TimeSpan.FromSeconds(2) },
        new(131056, FailureKind.Throttled, "Too many messages to one person in a short time.") { Wait = TimeSpan.FromSeconds(6) },

        new(131049, FailureKind.Later, "WhatsApp holds marketing messages to this person back for now, because they get many or read few.") { Wait = TimeSpan.FromHours(24) },
        new(131048, FailureKind.Later, "The number is restricted, because too many people blocked or reported it.") { Advice = "Look at its quality in WhatsApp Manager, and send less that nobody asked for.", Wait = TimeSpan.FromHours(6) },
        new(131064, FailureKind.Later, "The number has reached a messaging limit.") { Wait = TimeSpan.FromHours(6) },
        new(133016, FailureKind.Later, "The number was registered too often.") { Wait = TimeSpan.FromHours(72) },

        new(131026, FailureKind.NoWhatsApp, "The message cannot reach this person on WhatsApp."),
        new(131047, FailureKind.WindowClosed, "More than 24 hours have passed since the person last wrote.") { Advice = "Only a template reaches them now." },
        new(131050, FailureKind.OptedOut, "The person has stopped marketing messages of this business."),

        new(33, FailureKind.Rejected, "The business number or object does not exist, or the access token may not see it.") { Advice = "Look at PhoneNumberId and BusinessAccountId of the connection." },
        new(100, FailureKind.Rejected, "A parameter of the call is not valid.") { Advice = "Look at what the route fills in." },
        new(130472, FailureKind.Rejected, "WhatsApp sends this person no marketing messages, as part of an experiment."),
        // Meta restricts by the recipient's country: one such recipient must not stop the sends to all others.
        new(130497, FailureKind.Rejected, "The business may not message people of this country."),
        new(131008, FailureKind.Rejected, "A required parameter is missing.") { Advice = "Look at what the route fills in." },
        new(131009, FailureKind.Rejected, "A parameter's value is not valid.") { Advice = "Look at what the route fills in." },
        new(131021, FailureKind.Rejected, "Sender and recipient are the same number."),
        new(131030, FailureKind.Rejected, "The recipient is not on the test number's list.") { Advice = "Add them in the app's dashboard under API setup, or send from a number of your own." },
        new(131051, FailureKind.Rejected, "WhatsApp does not support this kind of message."),
        new(131062, FailureKind.Rejected, "Authentication templates need a phone number, and the person is known by a user id only."),
        new(131063, FailureKind.Rejected, "Marketing templates are switched off on this interface."),
        new(132000, FailureKind.Rejected, "The number of parameters is not the template's.") { Advice = "Fill as many in the mapping as the template has." },
        new(132001, FailureKind.Rejected, "The template does not exist in this language, or is not approved."),
        new(132005, FailureKind.Rejected, "The text with its parameters is too long for the template."),
        new(132007, FailureKind.Rejected, "The template's content breaks a policy of WhatsApp.") { Advice = "Look in WhatsApp Manager what it objects to." },
        new(132008, FailureKind.Rejected, "The template cannot be found."),
        new(132012, FailureKind.Rejected, "A parameter is not of the template's form."),
        new(132015, FailureKind.Rejected, "The template is paused for its low quality.") { Advice = "WhatsApp lets it go again by itself, or once it was edited." },
        new(132016, FailureKind.Rejected, "The template is disabled for its low quality.") { Advice = "It stays so: make another one." },
        new(132018, FailureKind.Rejected, "A parameter has characters that templates do not take."),
        new(132068, FailureKind.Rejected, "The form is blocked.") { Advice = "Look at it in WhatsApp Manager." },
        new(132069, FailureKind.Rejected, "The form is throttled.") { Advice = "Look at it in WhatsApp Manager." },
        new(137000, FailureKind.Rejected, "The person's identity key has changed.") { Advice = "Make sure of who they are before you write anything private." },

        new(0, FailureKind.Unauthorized, "WhatsApp refuses the access token.") { Advice = "Make a new one in the business settings under System users." },
        new(3, FailureKind.Unauthorized, "The access token lacks a capability."),
        new(10, FailureKind.Unauthorized, "The access token lacks a permission.") { Advice = "Give it whatsapp_business_messaging and whatsapp_business_management." },
        new(190, FailureKind.Unauthorized, "The access token has expired.") { Advice = "Make a new one in the business settings under System users." },
        new(200, FailureKind.Unauthorized, "The access token lacks a permission.") { Advice = "Give it whatsapp_business_messaging and whatsapp_business_management.", Last = 299 },
        new(368, FailureKind.Unauthorized, "The business account is blocked for breaking a policy.") { Advice = "See the account quality page of Meta, where you can ask for a review." },
        new(131005, FailureKind.Unauthorized, "The access token may not do this.") { Advice = "Give it whatsapp_business_messaging and whatsapp_business_management." },
        new(131031, FailureKind.Unauthorized, "The business account is locked.") { Advice = "See the account quality page of Meta, where you can ask for a review." },
        new(131037, FailureKind.Unauthorized, "The number's display name is not approved.") { Advice = "Have it approved in WhatsApp Manager." },
        new(131042, FailureKind.Unauthorized, "The business account cannot pay.") { Advice = "Mend the way of payment in the billing settings of Meta." },
        new(131045, FailureKind.Unauthorized, "The business number is not registered.") { Advice = "Register it in WhatsApp Manager." },
    ];
}
