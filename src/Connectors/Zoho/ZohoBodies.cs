using System.Text.Json.Serialization;

namespace Hub.Connectors.Zoho;

/// <summary>A reference to another record or a user.</summary>
internal sealed record LookupBody(string? Id, string? Name, string? Email);

/// <summary>What all records have. The names are Zoho's API names of its standard fields; an organisation may have hidden any of them.</summary>
internal abstract record RecordBody
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(LenientText))]
    public string? Id { get; init; }

    [JsonPropertyName("Owner")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Owner { get; init; }

    [JsonPropertyName("Modified_By")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? ModifiedBy { get; init; }

    [JsonPropertyName("Created_By")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? CreatedBy { get; init; }

    [JsonPropertyName("Created_Time")]
    [JsonConverter(typeof(LooseTime))]
    public DateTimeOffset? CreatedTime { get; init; }

    [JsonPropertyName("Modified_Time")]
    [JsonConverter(typeof(LooseTime))]
    public DateTimeOffset? ModifiedTime { get; init; }

    [JsonPropertyName("Tag")]
    [JsonConverter(typeof(LooseTags))]
    public IReadOnlyList<string>? Tag { get; init; }
}

/// <summary>What records of people have.</summary>
internal abstract record PersonBody : RecordBody
{
    [JsonPropertyName("First_Name")]
    [JsonConverter(typeof(LenientText))]
    public string? FirstName { get; init; }

    [JsonPropertyName("Last_Name")]
    [JsonConverter(typeof(LenientText))]
    public string? LastName { get; init; }

    [JsonPropertyName("Full_Name")]
    [JsonConverter(typeof(LenientText))]
    public string? FullName { get; init; }

    [JsonPropertyName("Email")]
    [JsonConverter(typeof(LenientText))]
    public string? Email { get; init; }

    [JsonPropertyName("Phone")]
    [JsonConverter(typeof(LenientText))]
    public string? Phone { get; init; }

    [JsonPropertyName("Mobile")]
    [JsonConverter(typeof(LenientText))]
    public string? Mobile { get; init; }

    [JsonPropertyName("Lead_Source")]
    [JsonConverter(typeof(LenientText))]
    public string? LeadSource { get; init; }

    [JsonPropertyName("Email_Opt_Out")]
    [JsonConverter(typeof(LooseFlag))]
    public bool? EmailOptOut { get; init; }
}

/// <summary>A lead.</summary>
internal sealed record LeadBody : PersonBody
{
    [JsonPropertyName("Company")]
    [JsonConverter(typeof(LenientText))]
    public string? Company { get; init; }

    [JsonPropertyName("Lead_Status")]
    [JsonConverter(typeof(LenientText))]
    public string? LeadStatus { get; init; }

    [JsonPropertyName("Country")]
    [JsonConverter(typeof(LenientText))]
    public string? Country { get; init; }
}

/// <summary>A contact.</summary>
internal sealed record ContactBody : PersonBody
{
    [JsonPropertyName("Account_Name")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Account { get; init; }

    [JsonPropertyName("Home_Phone")]
    [JsonConverter(typeof(LenientText))]
    public string? HomePhone { get; init; }

    [JsonPropertyName("Other_Phone")]
    [JsonConverter(typeof(LenientText))]
    public string? OtherPhone { get; init; }

    [JsonPropertyName("Mailing_Country")]
    [JsonConverter(typeof(LenientText))]
    public string? MailingCountry { get; init; }
}

/// <summary>A deal.</summary>
internal sealed record DealBody : RecordBody
{
    [JsonPropertyName("Deal_Name")]
    [JsonConverter(typeof(LenientText))]
    public string? DealName { get; init; }

    [JsonPropertyName("Stage")]
    [JsonConverter(typeof(LenientText))]
    public string? Stage { get; init; }

    [JsonPropertyName("Pipeline")]
    [JsonConverter(typeof(LenientText))]
    public string? Pipeline { get; init; }

    [JsonPropertyName("Amount")]
    [JsonConverter(typeof(LenientText))]
    public string? Amount { get; init; }

    /// <summary>Only where the organisation has several currencies.</summary>
    [JsonPropertyName("Currency")]
    [JsonConverter(typeof(LenientText))]
    public string? Currency { get; init; }

    [JsonPropertyName("Closing_Date")]
    [JsonConverter(typeof(LenientText))]
    public string? ClosingDate { get; init; }

    [JsonPropertyName("Contact_Name")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Contact { get; init; }

    [JsonPropertyName("Account_Name")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Account { get; init; }
}

/// <summary>A case.</summary>
internal sealed record CaseBody : RecordBody
{
    [JsonPropertyName("Case_Number")]
    [JsonConverter(typeof(LenientText))]
    public string? CaseNumber { get; init; }

    [JsonPropertyName("Subject")]
    [JsonConverter(typeof(LenientText))]
    public string? Subject { get; init; }

    [JsonPropertyName("Status")]
    [JsonConverter(typeof(LenientText))]
    public string? Status { get; init; }

    [JsonPropertyName("Priority")]
    [JsonConverter(typeof(LenientText))]
    public string? Priority { get; init; }

    [JsonPropertyName("Case_Origin")]
    [JsonConverter(typeof(LenientText))]
    public string? Origin { get; init; }

    [JsonPropertyName("Email")]
    [JsonConverter(typeof(LenientText))]
    public string? Email { get; init; }

    [JsonPropertyName("Phone")]
    [JsonConverter(typeof(LenientText))]
    public string? Phone { get; init; }

    [JsonPropertyName("Related_To")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Contact { get; init; }

    [JsonPropertyName("Account_Name")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Account { get; init; }

    [JsonPropertyName("Deal_Name")]
    [JsonConverter(typeof(LooseLookup))]
    public LookupBody? Deal { get; init; }
}
