namespace Hub.Connectors.Zoho;

/// <summary>A module of the CRM whose records the connector knows.</summary>
/// <param name="Name">The word in events, actions and inputs: <c>lead</c>.</param>
/// <param name="ApiName">Zoho's name: <c>Leads</c>.</param>
/// <param name="Channel">Tells the notification channels of the modules apart.</param>
internal sealed record ZohoModule(string Name, string ApiName, int Channel)
{
    /// <summary>Leads: people of whom nobody knows yet whether they will be customers.</summary>
    public static readonly ZohoModule Lead = new("lead", "Leads", 1);

    /// <summary>Contacts: customers.</summary>
    public static readonly ZohoModule Contact = new("contact", "Contacts", 2);

    /// <summary>Deals.</summary>
    public static readonly ZohoModule Deal = new("deal", "Deals", 3);

    /// <summary>Cases.</summary>
    public static readonly ZohoModule Case = new("case", "Cases", 4);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ZohoModule> All { get; } = [Lead, Contact, Deal, Case];

    /// <summary>The object that links join.</summary>
    public string Object => $"zoho.{Name}";

    /// <summary>The event type of a new record.</summary>
    public string Created => $"zoho.{Name}.created";

    /// <summary>The event type of a changed record.</summary>
    public string Changed => $"zoho.{Name}.changed";

    /// <summary>The event type of a deleted record.</summary>
    public string Deleted => $"zoho.{Name}.deleted";

    /// <summary>Whether its records are people.</summary>
    public bool IsOfPeople => this == Lead || this == Contact;

    /// <summary>The module with Zoho's name; null where the connector does not know it.</summary>
    public static ZohoModule? OfApiName(string? name) => All.FirstOrDefault(module => module.ApiName == name);

    /// <summary>The module with the name that mappings use; null where there is none.</summary>
    public static ZohoModule? OfName(string? name) => All.FirstOrDefault(module => module.Name == name);

    /// <summary>The module of an event type; null for <c>zoho.unknown</c>.</summary>
    public static ZohoModule? OfEvent(string type) => All.FirstOrDefault(module => type.StartsWith(module.Object + ".", StringComparison.Ordinal));
}
