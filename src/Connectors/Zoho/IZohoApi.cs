using System.Text.Json;
using System.Text.Json.Serialization;
using RestEase;

namespace Hub.Connectors.Zoho;

/// <summary>The part of Zoho CRM's API, version 8, that the hub uses. Source: Zoho's own description of it (crm-oas v8.0) and its developer pages.</summary>
[AllowAnyStatusCode]
internal interface IZohoApi
{
    /// <summary>Where the account is served, with a slash at its end; empty for the address of the connection.</summary>
    [Path("server", UrlEncode = false)]
    string Server { get; set; }

    /// <summary><c>Zoho-oauthtoken …</c>, sent with each request.</summary>
    [Header("Authorization")]
    string Authorization { get; set; }

    /// <summary>Makes a record, or changes the one that has the same value in the first of the fields that finds one.</summary>
    [Post("{server}crm/v8/{module}/upsert")]
    Task<Response<WriteAnswer>> UpsertAsync([Path] string module, [Body] WriteBody body, CancellationToken cancel);

    /// <summary>Changes a record: fields that are not given stay.</summary>
    [Put("{server}crm/v8/{module}/{id}")]
    Task<Response<WriteAnswer>> UpdateAsync([Path] string module, [Path] string id, [Body] WriteBody body, CancellationToken cancel);

    /// <summary>One record with all its fields; 204 where it is not there.</summary>
    [Get("{server}crm/v8/{module}/{id}")]
    Task<Response<RecordList>> RecordAsync([Path] string module, [Path] string id, CancellationToken cancel);

    /// <summary>The records of a module by pages; 304 where none has changed since.</summary>
    [Get("{server}crm/v8/{module}?sort_by=Modified_Time&sort_order=asc&per_page=200")]
    Task<Response<RecordList>> ChangedAsync([Path] string module, [Query] string fields, [Query] int? page, [Query("page_token")] string? token, [Header("If-Modified-Since")] string since, CancellationToken cancel);

    /// <summary>The deleted records of a module by pages, those of the recycle bin and those that are gone for good.</summary>
    [Get("{server}crm/v8/{module}/deleted?type=all&per_page=200")]
    Task<Response<RecordList>> DeletedAsync([Path] string module, [Query] int page, [Header("If-Modified-Since")] string since, CancellationToken cancel);

    /// <summary>Records by the search index, which is a minute or so behind: by any phone field, or by a criterion.</summary>
    [Get("{server}crm/v8/{module}/search")]
    Task<Response<RecordList>> SearchAsync([Path] string module, [Query] string? phone, [Query] string? criteria, CancellationToken cancel);

    /// <summary>What belongs to a record: its deals, cases, notes, attachments. Not by the search index.</summary>
    [Get("{server}crm/v8/{module}/{id}/{list}")]
    Task<Response<RecordList>> RelatedAsync(
        [Path] string module, [Path] string id, [Path] string list, [Query] string fields, [Query("sort_by")] string? sortBy, [Query("sort_order")] string? sortOrder, [Query("per_page")] int size, [Query] int page, CancellationToken cancel);

    /// <summary>What was done to a record, the newest first: 200 entries are more than come between two comparisons.</summary>
    [Get("{server}crm/v8/{module}/{id}/__timeline?per_page=200")]
    Task<Response<TimelineList>> TimelineAsync([Path] string module, [Path] string id, CancellationToken cancel);

    /// <summary>Writes notes.</summary>
    [Post("{server}crm/v8/Notes")]
    Task<Response<WriteAnswer>> AddNoteAsync([Body] WriteBody body, CancellationToken cancel);

    /// <summary>Attaches a link.</summary>
    [Post("{server}crm/v8/{module}/{id}/Attachments")]
    Task<Response<WriteAnswer>> AttachLinkAsync([Path] string module, [Path] string id, [Query("attachmentUrl")] string url, [Query] string? title, CancellationToken cancel);

    /// <summary>Attaches a file: multipart, its part named <c>file</c>.</summary>
    [Post("{server}crm/v8/{module}/{id}/Attachments")]
    Task<Response<WriteAnswer>> AttachFileAsync([Path] string module, [Path] string id, [Body] HttpContent file, CancellationToken cancel);

    /// <summary>Adds tags, and keeps those that are there; what is not a tag of the module yet becomes one.</summary>
    [Post("{server}crm/v8/{module}/{id}/actions/add_tags")]
    Task<Response<WriteAnswer>> AddTagsAsync([Path] string module, [Path] string id, [Body] TagsBody body, CancellationToken cancel);

    /// <summary>Takes tags off.</summary>
    [Post("{server}crm/v8/{module}/{id}/actions/remove_tags")]
    Task<Response<WriteAnswer>> RemoveTagsAsync([Path] string module, [Path] string id, [Body] TagsBody body, CancellationToken cancel);

    /// <summary>The notification channels of the user whose token it is.</summary>
    [Get("{server}crm/v8/actions/watch")]
    Task<Response<WatchList>> WatchesAsync([Query] int page, [Query("per_page")] int size, CancellationToken cancel);

    /// <summary>Opens notification channels.</summary>
    [Post("{server}crm/v8/actions/watch")]
    Task<Response<WatchAnswer>> WatchAsync([Body] WatchBody body, CancellationToken cancel);

    /// <summary>Replaces notification channels, each as a whole.</summary>
    [Put("{server}crm/v8/actions/watch")]
    Task<Response<WatchAnswer>> RewatchAsync([Body] WatchBody body, CancellationToken cancel);

    /// <summary>The user whose token it is.</summary>
    [Get("{server}crm/v8/users?type=CurrentUser")]
    Task<Response<UserList>> CurrentUserAsync(CancellationToken cancel);

    /// <summary>The fields of a module.</summary>
    [Get("{server}crm/v8/settings/fields")]
    Task<Response<FieldList>> FieldsAsync([Query] string module, CancellationToken cancel);
}

/// <summary>Zoho's accounts server.</summary>
[AllowAnyStatusCode]
internal interface IZohoAccounts
{
    /// <summary>Where it is, with a slash at its end.</summary>
    [Path("server", UrlEncode = false)]
    string Server { get; set; }

    /// <summary>Gives an access token for a refresh token. Errors come with status 200 too.</summary>
    [Post("{server}oauth/v2/token")]
    Task<Response<TokenBody>> TokenAsync([Body(BodySerializationMethod.UrlEncoded)] IReadOnlyDictionary<string, string> form, CancellationToken cancel);
}

/// <summary>Calls the CRM with the connection's access token.</summary>
internal static class ZohoApi
{
    /// <summary>What Zoho answers to a call.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="onceOnly">True for a write that must not be repeated blindly: a server error then leaves its outcome unknown.</param>
    public static async Task<Answer<T>> AskAsync<T>(this Connection connection, Func<IZohoApi, Task<Response<T>>> call, CancellationToken cancel, bool onceOnly = false)
        where T : class
    {
        using var exchange = await connection.WithTokenAsync(async token => new Exchange<T>(await call(Client(connection, token))), answered => ZohoErrors.IsTokenRefused(answered.Response), cancel);
        return ZohoErrors.Read(exchange.Response, connection, onceOnly);
    }

    private static IZohoApi Client(Connection connection, AccessToken token)
    {
        var api = RestJson.Client<IZohoApi>(connection.Http, ZohoJson.Default);
        api.Server = ZohoHosts.ServerOf(connection, token);
        api.Authorization = $"Zoho-oauthtoken {token.Value}";
        return api;
    }

    private sealed record Exchange<T>(Response<T> Response) : IDisposable
    {
        public void Dispose() => Response.ResponseMessage.Dispose();
    }
}

/// <summary>Records to write.</summary>
internal sealed record WriteBody
{
    /// <summary>Each by the API names of its fields.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Data { get; init; }

    /// <summary>For upserts: the fields by which a record is found, in order.</summary>
    public IReadOnlyList<string>? DuplicateCheckFields { get; init; }

    /// <summary>What the write sets off; null for everything.</summary>
    public IReadOnlyList<string>? Trigger { get; init; }
}

/// <summary>What became of each record of a write.</summary>
internal sealed record WriteAnswer(IReadOnlyList<WriteResult>? Data);

/// <summary>What became of one record.</summary>
internal sealed record WriteResult
{
    [JsonConverter(typeof(LenientText))]
    public string? Code { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Status { get; init; }

    public JsonElement? Details { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Action { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? DuplicateField { get; init; }
}

/// <summary>A page of records, each as Zoho wrote it.</summary>
internal sealed record RecordList(IReadOnlyList<JsonElement>? Data, PageInfo? Info);

/// <summary>Where a list goes on.</summary>
internal sealed record PageInfo(bool? MoreRecords, [property: JsonConverter(typeof(LenientText))] string? NextPageToken);

/// <summary>Tags to add or to take off.</summary>
internal sealed record TagsBody(IReadOnlyList<TagName> Tags)
{
    /// <summary>False keeps the tags that are there; null in a call that takes some off.</summary>
    public bool? OverWrite { get; init; }
}

/// <summary>A tag.</summary>
internal sealed record TagName(string Name);

/// <summary>Channels to open or to replace.</summary>
internal sealed record WatchBody(IReadOnlyList<WatchFields> Watch);

/// <summary>A channel as it is to be.</summary>
internal sealed record WatchFields
{
    public required string ChannelId { get; init; }

    public required IReadOnlyList<string> Events { get; init; }

    public required string ChannelExpiry { get; init; }

    public required string Token { get; init; }

    public required string NotifyUrl { get; init; }

    public required bool ReturnAffectedFieldValues { get; init; }

    public required bool NotifyOnRelatedAction { get; init; }
}

/// <summary>What became of each channel.</summary>
internal sealed record WatchAnswer(IReadOnlyList<WatchResult>? Watch);

/// <summary>What became of one channel.</summary>
internal sealed record WatchResult([property: JsonConverter(typeof(LenientText))] string? Code, [property: JsonConverter(typeof(LenientText))] string? Status, JsonElement? Details);

/// <summary>A page of channels.</summary>
internal sealed record WatchList(IReadOnlyList<WatchChannel>? Watch, PageInfo? Info);

/// <summary>A channel as it stands.</summary>
internal sealed record WatchChannel
{
    [JsonConverter(typeof(LenientText))]
    public string? ChannelId { get; init; }

    public IReadOnlyList<string>? Events { get; init; }

    [JsonConverter(typeof(LooseTime))]
    public DateTimeOffset? ChannelExpiry { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Token { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? NotifyUrl { get; init; }

    public bool? ReturnAffectedFieldValues { get; init; }
}

/// <summary>Users.</summary>
internal sealed record UserList(IReadOnlyList<UserBody>? Users);

/// <summary>A user of the CRM.</summary>
internal sealed record UserBody
{
    [JsonConverter(typeof(LenientText))]
    public string? Id { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? FullName { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Email { get; init; }
}

/// <summary>The fields of a module.</summary>
internal sealed record FieldList(IReadOnlyList<FieldBody>? Fields);

/// <summary>A field.</summary>
/// <param name="ApiName">Its API name.</param>
/// <param name="Unique">An object that is empty where the field is not unique.</param>
internal sealed record FieldBody([property: JsonConverter(typeof(LenientText))] string? ApiName, JsonElement? Unique);

/// <summary>What the accounts server answers.</summary>
internal sealed record TokenBody
{
    public string? AccessToken { get; init; }

    /// <summary>Where the CRM of the account is.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? ApiDomain { get; init; }

    public long? ExpiresIn { get; init; }

    /// <summary>Older servers write the seconds here, and milliseconds in the other.</summary>
    public long? ExpiresInSec { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? Error { get; init; }
}
