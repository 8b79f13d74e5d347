namespace Hub.Connectors.HubSpot;

/// <summary>A kind of record whose events the connector reports, with HubSpot's names for it.</summary>
/// <param name="Name">In types of webhooks and in the hub's words: <c>contact</c>.</param>
/// <param name="Path">In addresses: <c>contacts</c>.</param>
/// <param name="TypeId">HubSpot's id of the kind, as the generic webhooks give it.</param>
/// <param name="Modified">The property that tells when a record was last changed.</param>
/// <param name="Watched">The properties that are fetched, and whose changes the comparison with HubSpot looks for.</param>
internal sealed record HubSpotObject(string Name, string Path, string TypeId, string Modified, IReadOnlyList<string> Watched)
{
    // What tells about the record and not about the matter, and what is reckoned out of other properties.
    private static readonly string[] About = ["hs_object_id", "hs_object_source", "hs_object_source_id", "hs_object_source_label", "createdate"];

    public static HubSpotObject Contact { get; } = new(
        "contact", "contacts", "0-1", "lastmodifieddate",
        ["email", "phone", "mobilephone", "hs_whatsapp_phone_number", "firstname", "lastname", "company", "country", "hs_language", "lifecyclestage", "hs_lead_status", "hubspot_owner_id", "hs_email_optout"])
    {
        Reckoned = ["hs_calculated_phone_number", "hs_calculated_mobile_number"],
    };

    public static HubSpotObject Deal { get; } = new(
        "deal", "deals", "0-3", "hs_lastmodifieddate", ["dealname", "pipeline", "dealstage", "amount", "deal_currency_code", "closedate", "hubspot_owner_id"])
    {
        Reckoned = ["hs_is_closed", "hs_is_closed_won"],
    };

    public static HubSpotObject Ticket { get; } = new(
        "ticket", "tickets", "0-5", "hs_lastmodifieddate", ["subject", "content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority", "hubspot_owner_id"]);

    /// <summary>All, in the order in which they are compared.</summary>
    public static IReadOnlyList<HubSpotObject> All { get; } = [Contact, Deal, Ticket];

    /// <summary>Properties that HubSpot works out itself: they are fetched, and their changes are nobody's.</summary>
    public IReadOnlyList<string> Reckoned { get; private init; } = [];

    /// <summary>The object that links join: <c>hubspot.contact</c>.</summary>
    public string End => $"hubspot.{Name}";

    public string Created => $"hubspot.{Name}.created";

    public string Changed => $"hubspot.{Name}.changed";

    public string Merged => $"hubspot.{Name}.merged";

    public string Deleted => $"hubspot.{Name}.deleted";

    /// <summary>The kind that a webhook names: <c>contact.creation</c>, or <c>object.creation</c> with the kind's id; null for another.</summary>
    public static HubSpotObject? Of(string? name, string? typeId) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? (name == "object" ? All.FirstOrDefault(kind => kind.TypeId == typeId) : null);

    /// <summary>The kind with this id or name; null for another.</summary>
    public static HubSpotObject? OfType(string? typeId) => All.FirstOrDefault(kind => kind.TypeId == typeId);

    /// <summary>The line of a record's events.</summary>
    public string Subject(string id) => $"{Name}/{id}";

    /// <summary>The properties whose changes count, with those of the configuration.</summary>
    public IReadOnlyList<string> WatchedWith(HubSpotOptions options) => [.. Watched.Union(Configured(options), StringComparer.Ordinal)];

    /// <summary>All properties to fetch.</summary>
    public IReadOnlyList<string> Fetched(HubSpotOptions options) =>
        [.. WatchedWith(options), .. Reckoned, .. About, Modified, .. this == Contact ? [options.CustomerProperty] : (string[])[]];

    private IReadOnlyList<string> Configured(HubSpotOptions options) => Name switch
    {
        "contact" => options.ContactProperties,
        "deal" => options.DealProperties,
        _ => options.TicketProperties,
    };
}
