using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings;

/// <summary>What a fact makes of customer and thread: routes see both as they will stand after the event.</summary>
internal static class Arrival
{
    /// <summary>The customer after a message or a preference.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="before">The customer as stored; null for a new one.</param>
    /// <param name="id">The customer's id.</param>
    /// <param name="words">The words by which people state their will in the chat.</param>
    /// <param name="isNamed">Whether a mapping has set the name, which then stays.</param>
    public static CustomerView Customer(ConversationFact fact, CustomerView? before, string id, ConsentWords words, bool isNamed)
    {
        var person = PersonOf(fact);
        var phone = person.Aliases.Select(PhoneNumbers.Of).FirstOrDefault(value => value is not null);
        var email = person.Aliases.FirstOrDefault(alias => alias.Kind == AliasKind.Email)?.Value;
        var after = before is null
            ? new(id, person.Name, phone, email, null, null, phone is null ? null : PhoneNumbers.Country(phone))
            : before with { Name = isNamed ? before.Name : person.Name ?? before.Name, Phone = before.Phone ?? phone, Email = before.Email ?? email };
        return fact switch
        {
            ConversationFact.PreferenceStated stated => after with { Consent = after.Consent.After(stated.Category, stated.Allowed) },
            ConversationFact.MessageReceived message when words.Match(message.Summary) is { } word => after with { Consent = after.Consent.After(ConsentCategories.Marketing, word.Allowed) },
            _ => after,
        };
    }

    /// <summary>The customer after an event that is about them: it adds what was not known, and changes nothing.</summary>
    /// <param name="about">As the event names them.</param>
    /// <param name="before">The customer as stored; null for a new one.</param>
    /// <param name="plan">Who they are, and which names are learned.</param>
    public static CustomerView Customer(AboutNames about, CustomerView? before, PersonPlan plan)
    {
        var phone = plan.Add.FirstOrDefault(alias => alias.Kind == AliasKind.Phone)?.Value;
        var email = plan.Add.FirstOrDefault(alias => alias.Kind == AliasKind.Email)?.Value;
        var country = phone is null ? null : PhoneNumbers.Country(phone);
        return before is null
            ? new(plan.CustomerId, about.Name, phone, email, null, null, country)
            : before with { Name = before.Name ?? about.Name, Phone = before.Phone ?? phone, Email = before.Email ?? email, Country = before.Country ?? country };
    }

    /// <summary>The thread after a message or a preference: a message opens the window, and nothing closes it earlier.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="before">The thread as stored; null for a new one.</param>
    /// <param name="id">The thread's id.</param>
    public static ThreadView Thread(ConversationFact fact, ThreadView? before, string id)
    {
        var (number, wrote) = fact switch
        {
            ConversationFact.MessageReceived message => (message.Number, message.SentAt),
            ConversationFact.MessageChanged changed => (changed.Number, (DateTimeOffset?)null),
            ConversationFact.MessageEchoed echoed => (echoed.Number, null),
            ConversationFact.PreferenceStated stated => (stated.Number, null),
            _ => throw new InvalidOperationException("Only facts that name a person are resolved."),
        };
        var until = MessageWindow.OpenUntil(wrote);
        return before is null ? new(id, number, until) : before with { Number = number, WindowOpenUntil = before.WindowOpenUntil > until || until is null ? before.WindowOpenUntil : until };
    }

    /// <summary>The person that a fact names.</summary>
    public static Person PersonOf(ConversationFact? fact) => fact switch
    {
        ConversationFact.MessageReceived message => message.From,
        ConversationFact.MessageChanged changed => changed.From,
        ConversationFact.MessageEchoed echoed => echoed.To,
        ConversationFact.PreferenceStated stated => stated.From,
        _ => throw new InvalidOperationException("Only facts that name a person are resolved."),
    };
}
