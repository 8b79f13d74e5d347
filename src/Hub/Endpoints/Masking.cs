using Hub.Storage;

namespace Hub.Endpoints;

/// <summary>
/// What the admin API shows of people unless it is asked to reveal: of a phone the last four digits, of an e-mail address the first letter and the
/// domain, of a name the first letter, of other words the beginning. Ids, times, states and reasons are always whole.
/// </summary>
internal static class Masking
{
    private const int KeptDigits = 4;
    private const int KeptLetters = 8;
    private const string Cut = "…";

    /// <summary>A phone number or another address: its last four characters.</summary>
    public static string Phone(string phone) => phone.Length <= KeptDigits ? phone : Cut + phone[^KeptDigits..];

    /// <summary>An e-mail address: its first letter and its domain.</summary>
    public static string Email(string email) => email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? email[..1] + Cut + email[at..] : Name(email);

    /// <summary>A name: its first letter.</summary>
    public static string Name(string name) => name.Length <= 1 ? name : First(name, 1) + Cut;

    /// <summary>Any words: as phone or e-mail address where they are one, else their beginning.</summary>
    public static string Text(string text) =>
        IsPhone(text) ? Phone(text) : !text.Contains(' ', StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal) ? Email(text)
        : text.Length <= KeptLetters ? Name(text) : First(text, KeptLetters) + Cut;

    /// <summary>A subject: what stands behind the last slash, where it is a phone or, at a messaging vendor, any address of a person.</summary>
    public static string Subject(string subject, bool namesPerson)
    {
        var slash = subject.LastIndexOf('/');
        var last = subject[(slash + 1)..];
        return last.StartsWith('+') || (namesPerson && slash >= 0) ? subject[..(slash + 1)] + Phone(last) : subject;
    }

    /// <summary>An event.</summary>
    public static EventEntry Hide(EventEntry entry, bool namesPerson) =>
        entry with { Subject = Subject(entry.Subject, namesPerson), Data = entry.Data is { } data ? JsonMask.Hide(data) : null };

    /// <summary>A command.</summary>
    public static CommandEntry Hide(CommandEntry entry) =>
        entry with { Subject = Subject(entry.Subject, namesPerson: false), Input = entry.Input is { } input ? JsonMask.Hide(input) : null };

    /// <summary>An alert: what a mapping has written may name a person; the hub's own words do not.</summary>
    public static AlertEntry Hide(AlertEntry entry) => entry.Command is null ? entry : entry with { Text = Text(entry.Text) };

    /// <summary>A customer.</summary>
    public static CustomerEntry Hide(CustomerEntry entry) => entry with
    {
        Name = entry.Name is { } name ? Name(name) : null,
        Phone = entry.Phone is { } phone ? Phone(phone) : null,
        Email = entry.Email is { } email ? Email(email) : null,
        Aliases = [.. entry.Aliases.Select(alias => alias with { Value = Alias(alias) })],
    };

    /// <summary>A thread.</summary>
    public static ThreadHistory Hide(ThreadHistory thread) =>
        thread with { Customer = Hide(thread.Customer), Messages = [.. thread.Messages.Select(message => message with { Text = Text(message.Text) })] };

    private static string Alias(AliasEntry alias) => alias.Kind switch
    {
        "record" => alias.Value,
        "email" => Email(alias.Value),
        "username" => Name(alias.Value),
        _ => Phone(alias.Value),
    };

    private static bool IsPhone(string text) => text.Length is >= 7 and <= 20 && text.AsSpan().IndexOfAnyExcept("+0123456789 ()-./") < 0 && text.Count(char.IsAsciiDigit) >= 7;

    // Never half of a surrogate pair.
    private static string First(string text, int count) => text[..(char.IsHighSurrogate(text[count - 1]) ? count + 1 : count)];
}
