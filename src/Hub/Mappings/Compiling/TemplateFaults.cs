using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings.Compiling;

/// <summary>What stands in the way of a template that a route sends, by the vendor's list of templates.</summary>
internal static class TemplateFaults
{
    private const string Approved = "approved";
    private const string Pending = "pending";

    /// <summary>What is wrong, and whether it may still come right without a change of the file; null where nothing is.</summary>
    /// <param name="message">The action.</param>
    /// <param name="probe">Its input, with stand-ins for what is not known.</param>
    /// <param name="wanted">The template that it names.</param>
    /// <param name="templates">The vendor's list.</param>
    public static (string Sentence, bool IsDoubt)? Of(IMessageAction message, object probe, MessageIntent.OfTemplate wanted, IReadOnlyList<MessageTemplate> templates)
    {
        var all = templates.Where(template => template.Name == wanted.Name).ToList();
        var named = all.FindAll(template => template.Status == Approved);
        if (named.Count == 0 && all.Count > 0) return Unapproved(wanted.Name, all);
        if (named.Count == 0) return ($"There is no approved template {wanted.Name}.{Meant(wanted.Name, templates)}", false);
        if (named.Select(template => message.Mismatch(probe, template)).FirstOrDefault(mismatch => mismatch is not null) is { } mismatch) return ($"The template {wanted.Name} does not fit: {mismatch}", false);
        // The last of the list goes where the language of the event has no template.
        if (wanted.Languages.Contains(FormulaPlan.StandIn, StringComparer.Ordinal) && wanted.Languages[^1] is var last && last != FormulaPlan.StandIn && !named.Exists(template => SameBase(template.Language, last)))
        {
            return ($"The template {wanted.Name} is not approved in {last}, the last of language, which goes where no other of them does: it is approved in {string.Join(", ", named.Select(template => template.Language))}, and every other send would be refused.", true);
        }

        if (wanted.Languages is [.., FormulaPlan.StandIn])
        {
            return ($"The template {wanted.Name} is approved in {string.Join(", ", named.Select(template => template.Language).Distinct(StringComparer.Ordinal))} only, and to a person of another language nothing goes: the last of language is not constant. Put one of those at its end.", true);
        }

        if (wanted.Languages.Contains(FormulaPlan.StandIn, StringComparer.Ordinal) || wanted.Languages.Any(language => named.Exists(template => SameBase(template.Language, language)))) return null;
        var inLanguage = all.FindAll(template => wanted.Languages.Any(language => SameBase(template.Language, language)));
        return inLanguage.Count > 0
            ? Unapproved($"{wanted.Name} in {string.Join(", ", inLanguage.Select(template => template.Language))}", inLanguage)
            : ($"The template {wanted.Name} is approved in {string.Join(", ", named.Select(template => template.Language))}, not in {string.Join(", ", wanted.Languages)}. Add one of those to language, or have it approved in the other.", false);
    }

    private static string Meant(string name, IReadOnlyList<MessageTemplate> templates)
    {
        var approved = templates.Where(template => template.Status == Approved).Select(template => template.Name).Distinct(StringComparer.Ordinal).ToList();
        return Suggestion.For(name, approved) is { Length: > 0 } near ? near : approved.Count > 0 ? $" Approved are {string.Join(", ", approved)}." : " The vendor has approved none yet: write one there, and wait for its word.";
    }

    private static (string Sentence, bool IsDoubt) Unapproved(string name, List<MessageTemplate> found)
    {
        if (found.Exists(template => template.Status == Pending)) return ($"The template {name} is not approved yet (PENDING): until it is, every send of it is refused. Wait for the vendor's word before this goes live.", true);
        var status = found[0].Status;
        return ($"The template {name} is {status.ToUpperInvariant()} at the vendor, and every send of it would be refused. {(status switch
        {
            "paused" => "Wait until the vendor lets it go on, or name another.",
            "rejected" => "Mend it there and submit it again, or name another.",
            _ => "Name another, or have it approved there.",
        })}", false);
    }

    private static bool SameBase(string left, string right) => string.Equals(BaseOf(left), BaseOf(right), StringComparison.OrdinalIgnoreCase);

    private static string BaseOf(string language) => language.IndexOfAny(['-', '_']) is var end and > 0 ? language[..end] : language;
}
