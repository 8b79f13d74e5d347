using RestEase;

namespace Hub.Connectors.HubSpot;

/// <summary>The part of HubSpot's API that the hub uses, by its v3 and v4 paths. Source: HubSpot's public API description and developers.hubspot.com.</summary>
[AllowAnyStatusCode]
internal interface IHubSpotApi
{
    /// <summary>One record, by its id or by the value of a unique property. Read from the records, not from the search index.</summary>
    [Get("crm/v3/objects/{type}/{id}")]
    Task<Response<CrmObject>> RecordAsync(
        [Header("Authorization")] string authorization, [Path] string type, [Path] string id, [Query] string properties, [Query] string? propertiesWithHistory, [Query] string? associations, [Query] string? idProperty,
        CancellationToken cancel);

    /// <summary>Makes a record.</summary>
    [Post("crm/v3/objects/{type}")]
    Task<Response<CrmObject>> CreateAsync([Header("Authorization")] string authorization, [Path] string type, [Body] PropertiesBody body, CancellationToken cancel);

    /// <summary>Changes a record; the last to write wins.</summary>
    [Patch("crm/v3/objects/{type}/{id}")]
    Task<Response<CrmObject>> UpdateAsync([Header("Authorization")] string authorization, [Path] string type, [Path] string id, [Body] PropertiesBody body, CancellationToken cancel);

    /// <summary>Puts a record into the recycling bin.</summary>
    [Delete("crm/v3/objects/{type}/{id}")]
    Task<Response<Nothing>> ArchiveAsync([Header("Authorization")] string authorization, [Path] string type, [Path] string id, CancellationToken cancel);

    /// <summary>Several records by their ids: at most 100, with histories 50.</summary>
    [Post("crm/v3/objects/{type}/batch/read")]
    Task<Response<BatchAnswer>> BatchReadAsync([Header("Authorization")] string authorization, [Path] string type, [Body] BatchReadBody body, CancellationToken cancel);

    /// <summary>Makes records, or changes those with the value of a unique property.</summary>
    [Post("crm/v3/objects/{type}/batch/upsert")]
    Task<Response<BatchAnswer>> BatchUpsertAsync([Header("Authorization")] string authorization, [Path] string type, [Body] BatchUpsertBody body, CancellationToken cancel);

    /// <summary>Searches; the index lags behind the records by up to a minute. Five calls a second for the whole account.</summary>
    [Post("crm/v3/objects/{type}/search")]
    Task<Response<SearchAnswer>> SearchAsync([Header("Authorization")] string authorization, [Path] string type, [Body] SearchBody body, CancellationToken cancel);

    /// <summary>What a record is associated with, by pages.</summary>
    [Get("crm/v4/objects/{type}/{id}/associations/{to}")]
    Task<Response<AssociationPage>> AssociationsAsync([Header("Authorization")] string authorization, [Path] string type, [Path] string id, [Path] string to, [Query] int limit, [Query] string? after, CancellationToken cancel);

    /// <summary>What several records are associated with.</summary>
    [Post("crm/v4/associations/{type}/{to}/batch/read")]
    Task<Response<AssociationBatchAnswer>> BatchAssociationsAsync([Header("Authorization")] string authorization, [Path] string type, [Path] string to, [Body] AssociationBatchBody body, CancellationToken cancel);

    /// <summary>Associates two records by the default kind of association, whose number need not be known. Doing it twice changes nothing.</summary>
    [Put("crm/v4/objects/{type}/{id}/associations/default/{to}/{toId}")]
    Task<Response<Nothing>> AssociateAsync([Header("Authorization")] string authorization, [Path] string type, [Path] string id, [Path] string to, [Path] string toId, CancellationToken cancel);

    /// <summary>The definition of a property.</summary>
    [Get("crm/v3/properties/{type}/{name}")]
    Task<Response<PropertyDefinition>> PropertyAsync([Header("Authorization")] string authorization, [Path] string type, [Path] string name, CancellationToken cancel);

    /// <summary>Makes a property.</summary>
    [Post("crm/v3/properties/{type}")]
    Task<Response<PropertyDefinition>> CreatePropertyAsync([Header("Authorization")] string authorization, [Path] string type, [Body] PropertyDefinition body, CancellationToken cancel);

    /// <summary>Makes a group of properties.</summary>
    [Post("crm/v3/properties/{type}/groups")]
    Task<Response<PropertyGroup>> CreateGroupAsync([Header("Authorization")] string authorization, [Path] string type, [Body] PropertyGroup body, CancellationToken cancel);

    /// <summary>Uploads a file: multipart with file, fileName, folderPath and options.</summary>
    [Post("files/v3/files")]
    Task<Response<StoredFile>> UploadAsync([Header("Authorization")] string authorization, [Body] HttpContent body, CancellationToken cancel);

    /// <summary>The file at a path of the file manager (from memory of HubSpot's reference; what is not found is uploaded over).</summary>
    [Get("files/v3/files/stat/{path}")]
    Task<Response<StoredFileAnswer>> FileAtAsync([Header("Authorization")] string authorization, [Path(UrlEncode = false)] string path, CancellationToken cancel);

    /// <summary>Whose the token of a private app is, and what it may do (from memory of HubSpot's reference; where it is not answered, nothing is known).</summary>
    [Post("oauth/v2/private-apps/get/access-token-info")]
    Task<Response<PrivateTokenDetails>> PrivateTokenAsync([Header("Authorization")] string authorization, [Body] TokenQuestion body, CancellationToken cancel);

    /// <summary>The account whose token it is.</summary>
    [Get("account-info/v3/details")]
    Task<Response<AccountDetails>> AccountAsync([Header("Authorization")] string authorization, CancellationToken cancel);
}

/// <summary>The calls that need no token of the account.</summary>
[AllowAnyStatusCode]
internal interface IHubSpotTokenApi
{
    /// <summary>Gives an access token for a refresh token.</summary>
    [Post("oauth/v1/token")]
    Task<Response<TokenBody>> TokenAsync([Body(BodySerializationMethod.UrlEncoded)] IReadOnlyDictionary<string, string> body, CancellationToken cancel);

    /// <summary>What an access token of a public app may do, and for how long. The token is in the body, not in the address as before (developers.hubspot.com, "Token introspection endpoint").</summary>
    [Post("oauth/v3/token/introspect")]
    Task<Response<TokenDetails>> DetailsAsync([Body(BodySerializationMethod.UrlEncoded)] IReadOnlyDictionary<string, string> body, CancellationToken cancel);
}

/// <summary>The calls that are made for the app and not for an account, with the developer account's key.</summary>
[AllowAnyStatusCode]
internal interface IHubSpotAppApi
{
    /// <summary>Where the app's webhooks go to.</summary>
    [Get("webhooks/v3/{app}/settings")]
    Task<Response<WebhookSettings>> SettingsAsync([Path] string app, [Query] string hapikey, CancellationToken cancel);

    /// <summary>Sets where the app's webhooks go to.</summary>
    [Put("webhooks/v3/{app}/settings")]
    Task<Response<WebhookSettings>> SetSettingsAsync([Path] string app, [Query] string hapikey, [Body] WebhookSettings body, CancellationToken cancel);

    /// <summary>What the app is subscribed to.</summary>
    [Get("webhooks/v3/{app}/subscriptions")]
    Task<Response<SubscriptionList>> SubscriptionsAsync([Path] string app, [Query] string hapikey, CancellationToken cancel);

    /// <summary>Subscribes.</summary>
    [Post("webhooks/v3/{app}/subscriptions")]
    Task<Response<Nothing>> SubscribeAsync([Path] string app, [Query] string hapikey, [Body] SubscriptionWrite body, CancellationToken cancel);

    /// <summary>Switches a subscription on or off.</summary>
    [Patch("webhooks/v3/{app}/subscriptions/{id}")]
    Task<Response<Nothing>> SwitchAsync([Path] string app, [Path] string id, [Query] string hapikey, [Body] SubscriptionChange body, CancellationToken cancel);
}
