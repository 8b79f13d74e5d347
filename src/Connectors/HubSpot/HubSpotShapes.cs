using System.Text.Json.Serialization;

namespace Hub.Connectors.HubSpot;

/// <summary>A record of the CRM.</summary>
internal sealed record CrmObject
{
    public string Id { get; init; } = "";

    public IReadOnlyDictionary<string, string?> Properties { get => field ?? Empty; init; } = Empty;

    /// <summary>The values that properties have had, the newest first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<HistoryEntry>>? PropertiesWithHistory { get; init; }

    /// <summary>What it is associated with, by the kind of the others.</summary>
    public IReadOnlyDictionary<string, AssociatedList>? Associations { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public bool? Archived { get; init; }

    public string? Url { get; init; }

    /// <summary>After an upsert, whether it was made by it.</summary>
    public bool? New { get; init; }

    private static IReadOnlyDictionary<string, string?> Empty { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The value of a property; null where it is empty or lacks.</summary>
    public string? Text(string property) => Properties.GetValueOrDefault(property) is { Length: > 0 } text ? text : null;
}

/// <summary>A value that a property has had.</summary>
internal sealed record HistoryEntry(string? Value, DateTimeOffset Timestamp, string? SourceType, string? SourceId);

/// <summary>Associated records; one that is associated in two ways stands there twice.</summary>
internal sealed record AssociatedList(IReadOnlyList<AssociatedRecord>? Results);

/// <summary>An associated record.</summary>
internal sealed record AssociatedRecord(string? Id, string? Type);

/// <summary>Properties to write; an empty text empties one.</summary>
internal sealed record PropertiesBody(IReadOnlyDictionary<string, string> Properties);

/// <summary>Records to read.</summary>
internal sealed record BatchReadBody(IReadOnlyList<RecordId> Inputs, IReadOnlyList<string> Properties, IReadOnlyList<string> PropertiesWithHistory);

/// <summary>A record's id.</summary>
internal sealed record RecordId(string? Id);

/// <summary>Records to make or change.</summary>
internal sealed record BatchUpsertBody(IReadOnlyList<UpsertRecord> Inputs);

/// <summary>A record to make or change.</summary>
/// <param name="IdProperty">The unique property by which it is known.</param>
/// <param name="Id">Its value.</param>
/// <param name="Properties">What to write.</param>
internal sealed record UpsertRecord(string IdProperty, string Id, IReadOnlyDictionary<string, string> Properties);

/// <summary>What a call for several records led to; with errors the status is 207.</summary>
internal sealed record BatchAnswer(IReadOnlyList<CrmObject>? Results, IReadOnlyList<ErrorBody>? Errors);

/// <summary>A search. HubSpot's description requires every part.</summary>
internal sealed record SearchBody(IReadOnlyList<FilterGroup> FilterGroups, IReadOnlyList<SearchSort> Sorts, IReadOnlyList<string> Properties, int Limit, string After);

/// <summary>Filters that must all hold; of several groups one must.</summary>
internal sealed record FilterGroup(IReadOnlyList<SearchFilter> Filters);

/// <summary>A filter.</summary>
internal sealed record SearchFilter(string PropertyName, string Operator, string Value);

/// <summary>An order.</summary>
internal sealed record SearchSort(string PropertyName, string Direction);

/// <summary>A page of what was found.</summary>
internal sealed record SearchAnswer(IReadOnlyList<CrmObject>? Results, Paging? Paging);

/// <summary>Where a list goes on.</summary>
internal sealed record Paging(PagingNext? Next);

/// <summary>The next page.</summary>
internal sealed record PagingNext(string? After);

/// <summary>A page of associations.</summary>
internal sealed record AssociationPage(IReadOnlyList<AssociationTo>? Results, Paging? Paging);

/// <summary>The other end of an association.</summary>
internal sealed record AssociationTo(string? ToObjectId);

/// <summary>Records whose associations are asked for.</summary>
internal sealed record AssociationBatchBody(IReadOnlyList<RecordId> Inputs);

/// <summary>The associations of several records; those without any stand among the errors.</summary>
internal sealed record AssociationBatchAnswer(IReadOnlyList<AssociationsOf>? Results);

/// <summary>The associations of one of them.</summary>
internal sealed record AssociationsOf(RecordId? From, IReadOnlyList<AssociationTo>? To);

/// <summary>An answer of which nothing is needed.</summary>
internal sealed record Nothing;

/// <summary>The definition of a property.</summary>
internal sealed record PropertyDefinition
{
    public required string Name { get; init; }

    public string? Label { get; init; }

    public string? Description { get; init; }

    public string? GroupName { get; init; }

    public string? Type { get; init; }

    public string? FieldType { get; init; }

    public bool? HasUniqueValue { get; init; }

    public bool? FormField { get; init; }
}

/// <summary>A group of properties.</summary>
internal sealed record PropertyGroup(string Name, string Label);

/// <summary>A file of the file manager.</summary>
internal sealed record StoredFile
{
    public string? Id { get; init; }

    public string? Url { get; init; }
}

/// <summary>What stands at a path: a file or a folder.</summary>
internal sealed record StoredFileAnswer(StoredFile? File);

/// <summary>How a file is kept.</summary>
internal sealed record UploadOptions(string Access, bool Overwrite);

/// <summary>An account.</summary>
internal sealed record AccountDetails(string? PortalId, string? AccountType, string? TimeZone, string? CompanyCurrency);

/// <summary>The token that is asked about.</summary>
internal sealed record TokenQuestion(string TokenKey);

/// <summary>What the token of a private app may do.</summary>
internal sealed record PrivateTokenDetails(string? HubId, string? AppId, IReadOnlyList<string>? Scopes);

/// <summary>Where an app's webhooks go to.</summary>
internal sealed record WebhookSettings(string? TargetUrl, WebhookThrottling? Throttling);

/// <summary>How many webhooks at once.</summary>
internal sealed record WebhookThrottling(int MaxConcurrentRequests);

/// <summary>An app's subscriptions.</summary>
internal sealed record SubscriptionList(IReadOnlyList<Subscription>? Results);

/// <summary>A subscription.</summary>
internal sealed record Subscription(string? Id, string? EventType, string? PropertyName, bool Active);

/// <summary>A subscription to make.</summary>
internal sealed record SubscriptionWrite(string EventType, string? PropertyName, bool Active);

/// <summary>A subscription to switch.</summary>
internal sealed record SubscriptionChange(bool Active);

/// <summary>An access token as it is given.</summary>
internal sealed record TokenBody
{
    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>Seconds.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>HubSpot's code of what is wrong, for example BAD_REFRESH_TOKEN.</summary>
    public string? Status { get; init; }

    /// <summary>The standard's code of what is wrong, for example invalid_grant.</summary>
    public string? Error { get; init; }
}

/// <summary>What a token may do.</summary>
internal sealed record TokenDetails
{
    /// <summary>Whether it is good; only then is the rest told.</summary>
    public bool? Active { get; init; }

    public string? HubId { get; init; }

    public string? User { get; init; }

    public long? ExpiresIn { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>The body of an error; any part may lack.</summary>
internal sealed record ErrorBody
{
    public string? Message { get; init; }

    public string? Category { get; init; }

    public string? SubCategory { get; init; }

    public string? PolicyName { get; init; }

    public IReadOnlyList<ErrorDetail>? Errors { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Context { get; init; }

    /// <summary>The record that stands in the way, where the error names it.</summary>
    [JsonIgnore]
    public string? ExistingId
    {
        get
        {
            const string Sign = "Existing ID: ";
            if (Context?.GetValueOrDefault("existingId") is [var id, ..] && HubSpotId.IsValid(id)) return id;
            if (Message?.IndexOf(Sign, StringComparison.Ordinal) is not (>= 0 and var at)) return null;
            var digits = string.Concat(Message[(at + Sign.Length)..].TakeWhile(char.IsAsciiDigit));
            return HubSpotId.IsValid(digits) ? digits : null;
        }
    }
}

/// <summary>One of several errors.</summary>
internal sealed record ErrorDetail
{
    public string? Code { get; init; }

    public string? Message { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Context { get; init; }
}
