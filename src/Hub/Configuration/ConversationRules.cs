using Hub.Calendars;
using Hub.Customers;

namespace Hub.Configuration;

/// <summary>So many messages of a category to one person within a time.</summary>
/// <param name="Count">How many.</param>
/// <param name="In">The time, which rolls on.</param>
internal sealed record FrequencyCap(int Count, TimeSpan In);

/// <summary>By what a connection writes to people, whatever a mapping says.</summary>
internal sealed record ConversationRules
{
    /// <summary>Those of a connection that has none of its own.</summary>
    public static ConversationRules None { get; } = new();

    /// <summary>When people are not written to; null for no such hours.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>How often people are written to, by the category of the template.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FrequencyCap>> Caps { get; init; } = new Dictionary<string, IReadOnlyList<FrequencyCap>>(StringComparer.Ordinal);

    /// <summary>The words by which people state their will in the chat.</summary>
    public ConsentWords Words { get; init; } = ConsentWords.Standard;

    /// <summary>The sources of opt-ins that count only once the person has confirmed them in the chat.</summary>
    public IReadOnlyCollection<string> ConfirmedSources { get; init; } = [];

    /// <summary>How long they may confirm them.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromDays(30);
}
