using System.Globalization;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>
/// What the admin API shows of people unless it is asked to reveal: of a phone the last four digits, of an e-mail address the first letter and the
/// domain, of a name the first letter, of other words how many characters they have, of an error what it does not quote. Times, states and reasons are always
/// whole, and so are ids and short numbers, unless a vendor has put a phone number into them.
/// </summary>
internal static class Masking
{
    private const int KeptDigits = 4;
    private const int LongestNumber = 12;
    private const int FewestDigits = 7;
    private const string Cut = "…";
    private const string New = "/new/";

    /// <summary>A phone number or another address: its last four characters.</summary>
    public static string Phone(string phone) => phone.Length <= KeptDigits ? phone : Cut + phone[^KeptDigits..];

    /// <summary>An e-mail address: its first letter and its domain.</summary>
    public static string Email(string email) => email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? email[..1] + Cut + email[at..] : Name(email);

    /// <summary>A name: its first letter.</summary>
    public static string Name(string name) => name.Length <= 1 ? name : First(name, 1) + Cut;

    /// <summary>Any words: as phone or e-mail address where they are one, a number such as that of an order as it is, else how many characters they have.</summary>
    public static string Text(string text) =>
        IsPhone(text) ? Phone(text) : !text.Contains(' ', StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal) ? Email(text)
        : text.Length == 0 || IsNumber(text) ? text : string.Create(CultureInfo.InvariantCulture, $"({text.EnumerateRunes().Count()} character{(text.EnumerateRunes().Count() == 1 ? "" : "s")})");

    /// <summary>A subject: what stands behind the last slash, where it is a phone or, at a messaging vendor, any address of a person; so too in the name of what has no target yet, which earlier builds took from the event's subject.</summary>
    public static string Subject(string subject, bool namesPerson)
    {
        var slash = subject.LastIndexOf('/');
        var last = subject[(slash + 1)..];
        return last.StartsWith('+') || (namesPerson && slash >= 0) || NamesEvent(subject) ? subject[..(slash + 1)] + Phone(last) : subject;
    }

    /// <summary>A webhook.</summary>
    public static WebhookEntry Hide(WebhookEntry entry) => entry with { Error = ErrorMask.Hide(entry.Error) };

    /// <summary>A webhook without a secret end of its address, which is shown to nobody.</summary>
    public static WebhookEntry WithoutProof(WebhookEntry entry, IConnector? connector) =>
        connector is { Unsigned: true } && entry.Suffix.Length > 0 ? entry with { Suffix = Cut } : entry;

    /// <summary>An event.</summary>
    public static EventEntry Hide(EventEntry entry, bool namesPerson)
    {
        List<EventRouteEntry> routes = [.. entry.Routes.Select(route => route with { Failure = ErrorMask.Hide(route.Failure) })];
        var failures = routes.Where(route => route.Failure is not null).Select(route => $"{route.Route}: {route.Failure}").ToList();
        return entry with
        {
            Subject = Subject(entry.Subject, namesPerson),
            Error = failures.Count > 0 && entry.Error is not null ? string.Join('\n', failures) : ErrorMask.Hide(entry.Error),
            Data = entry.Data is { } data ? JsonMask.Hide(data) : null,
            Routes = routes,
        };
    }

    /// <summary>A command.</summary>
    public static CommandEntry Hide(CommandEntry entry) => entry with
    {
        Subject = Subject(entry.Subject, namesPerson: false),
        Error = ErrorMask.Hide(entry.Error),
        VendorId = entry.VendorId is { } id ? VendorIds.Hide(id) : null,
        Input = entry.Input is { } input ? JsonMask.Hide(input) : null,
    };

    /// <summary>An alert: what a mapping has written may name a person, and the hub's own words may quote a vendor's.</summary>
    public static AlertEntry Hide(AlertEntry entry) => entry with { Text = entry.Command is null ? ErrorMask.Hide(entry.Text)! : Text(entry.Text) };

    /// <summary>A customer.</summary>
    public static CustomerEntry Hide(CustomerEntry entry) => entry with
    {
        Name = entry.Name is { } name ? Name(name) : null,
        Phone = entry.Phone is { } phone ? Phone(phone) : null,
        Email = entry.Email is { } email ? Email(email) : null,
        Aliases = [.. entry.Aliases.Select(alias => alias with { Value = Alias(alias) })],
        Consents = [.. entry.Consents.Select(consent => consent with { Wording = ErrorMask.Hide(consent.Wording)!, Evidence = VendorIds.Hide(consent.Evidence) })],
    };

    /// <summary>A thread.</summary>
    public static ThreadHistory Hide(ThreadHistory thread) =>
        thread with { Customer = Hide(thread.Customer), Messages = [.. thread.Messages.Select(Hide)] };

    private static MessageEntry Hide(MessageEntry message) => message with
    {
        Id = message.Id is { } id ? VendorIds.Hide(id) : null,
        Text = Text(message.Text),
        Failure = ErrorMask.Hide(message.Failure),
        Media = message.Media is { FileName: { } name } media ? media with { FileName = Text(name) } : message.Media,
        Statuses = [.. message.Statuses.Select(status => status with { Error = ErrorMask.Hide(status.Error) })],
    };

    private static string Alias(AliasEntry alias) => alias.Kind switch
    {
        "record" => alias.Value,
        "email" => Email(alias.Value),
        "username" => Name(alias.Value),
        _ => Phone(alias.Value),
    };

    // Not the id that stands there since.
    private static bool NamesEvent(string subject) =>
        subject.IndexOf(New, StringComparison.Ordinal) is >= 0 and var at && !(subject.Length - at - New.Length == 32 && subject.AsSpan(at + New.Length).IndexOfAnyExcept("0123456789abcdef") < 0);

    // #1001, 12.50, 3/4: too few digits to be anybody's number.
    private static bool IsNumber(string text) =>
        text.Length <= LongestNumber && text.Any(char.IsAsciiDigit) && text.Count(char.IsAsciiDigit) < FewestDigits && text.AsSpan().IndexOfAnyExcept("#+0123456789 .,/-") < 0;

    private static bool IsPhone(string text) => text.Length is >= 7 and <= 20 && text.AsSpan().IndexOfAnyExcept("+0123456789 ()-./") < 0 && text.Count(char.IsAsciiDigit) >= 7;

    // Never half of a surrogate pair.
    private static string First(string text, int count) => text[..(char.IsHighSurrogate(text[count - 1]) ? count + 1 : count)];
}
