namespace Hub.Mappings.Reference;

/// <summary>What the fields of the hub's own records are, where the record does not say so itself.</summary>
internal static class HubFields
{
    private static readonly Dictionary<string, string> Descriptions = new(StringComparer.Ordinal)
    {
        ["customer.id"] = "The hub's id",
        ["customer.name"] = "The display name",
        ["customer.phone"] = "The phone number in E.164",
        ["customer.email"] = "The e-mail address",
        ["customer.language"] = "The language, BCP 47",
        ["customer.time_zone"] = "The IANA time zone",
        ["customer.country"] = "The country, ISO 3166 two letters",
        ["customer.opted_out"] = "The message categories that the customer has opted out of",
        ["customer.tags"] = "The customer's tags",
        ["customer.consent"] = "What the customer has agreed to and refused",
        ["customer.vars"] = "The variables that state declares for customers; null when never written or out of time",
        ["thread.id"] = "The hub's id",
        ["thread.number"] = "The business number's id at the vendor",
        ["thread.window_open_until"] = "Until when free text may be sent; absent when the customer never wrote",
        ["thread.vars"] = "The variables that state declares for threads; null when never written or out of time",
        ["linked.id"] = "The other end's id",
        ["linked.state"] = "How the link stands",
        ["linked.opened_at"] = "When it was reserved",
        ["linked.touched_at"] = "When an event last used it",
        ["failure.outcome"] = "The outcome that is reported",
        ["failure.code"] = "The vendor's code or the hub's reason",
        ["failure.text"] = "One sentence",
    };

    /// <summary>The description of a field; empty where there is none.</summary>
    public static string DescriptionOf(string name, ReferenceField field) => field.Description.Length > 0 ? field.Description : Descriptions.GetValueOrDefault($"{name}.{field.Path}", "");
}
