using System.Text.Json;
using RestEase;

namespace Hub.Connectors.WhatsApp;

/// <summary>The calls of Meta's Graph API that the connector makes, in Meta's words.</summary>
[AllowAnyStatusCode]
internal interface IWhatsAppApi
{
    /// <summary>Sends a message. 200 means accepted, not delivered; there is no idempotency key.</summary>
    [Post("{version}/{number}/messages")]
    Task<Response<SendAnswer>> SendAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string number, [Body] SendRequest body, CancellationToken cancel);

    /// <summary>One page of the account's templates.</summary>
    [Get("{version}/{account}/message_templates")]
    Task<Response<TemplatePage>> TemplatesAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string account, [Query] string fields, [Query] int limit, [Query] string? after, CancellationToken cancel);

    /// <summary>Where a file is for the next five minutes; only where it belongs to the business number.</summary>
    [Get("{version}/{id}")]
    Task<Response<MediaPlace>> MediaAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string id, [Query("phone_number_id")] string number, CancellationToken cancel);

    /// <summary>Some fields of an object: of the business number, or of the account.</summary>
    [Get("{version}/{id}")]
    Task<Response<GraphNode>> NodeAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string id, [Query] string fields, CancellationToken cancel);

    /// <summary>Whose token it is, until when, and what it may do.</summary>
    [Get("{version}/debug_token")]
    Task<Response<TokenAnswer>> TokenAsync([Header("Authorization")] string authorization, [Path] string version, [Query("input_token")] string token, CancellationToken cancel);

    /// <summary>The business number.</summary>
    [Get("{version}/{number}")]
    Task<Response<NumberNode>> NumberAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string number, [Query] string fields, CancellationToken cancel);

    /// <summary>Changes the business number; what the body leaves out stays.</summary>
    [Post("{version}/{number}")]
    Task<Response<SuccessAnswer>> SetNumberAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string number, [Body] NumberWrite body, CancellationToken cancel);

    /// <summary>The apps that get the webhooks of the account.</summary>
    [Get("{version}/{account}/subscribed_apps")]
    Task<Response<SubscribedApps>> SubscribedAppsAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string account, CancellationToken cancel);

    /// <summary>Makes the token's app one of them.</summary>
    [Post("{version}/{account}/subscribed_apps")]
    Task<Response<SuccessAnswer>> SubscribeAppAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string account, CancellationToken cancel);

    /// <summary>What the app has subscribed in its dashboard, for who shows the app's secret.</summary>
    [Get("{version}/{app}/subscriptions")]
    Task<Response<AppSubscriptions>> AppSubscriptionsAsync([Header("Authorization")] string authorization, [Path] string version, [Path] string app, CancellationToken cancel);
}

internal sealed record MediaPlace
{
    public string? Url { get; init; }

    public string? MimeType { get; init; }

    public string? Sha256 { get; init; }

    public long? FileSize { get; init; }
}

internal sealed record SendRequest
{
    public string MessagingProduct { get; init; } = "whatsapp";

    public string RecipientType { get; init; } = "individual";

    public string? To { get; init; }

    public string? Recipient { get; init; }

    public required string BizOpaqueCallbackData { get; init; }

    public required string Type { get; init; }

    public SendText? Text { get; init; }

    public SendTemplatePart? Template { get; init; }
}

internal sealed record SendText(bool PreviewUrl, string Body);

internal sealed record SendTemplatePart(string Name, SendLanguage Language, IReadOnlyList<SendComponent>? Components);

internal sealed record SendLanguage(string Code);

internal sealed record SendComponent(string Type, string? SubType, string? Index, IReadOnlyList<SendParameter> Parameters);

internal sealed record SendParameter(string Type)
{
    public string? ParameterName { get; init; }

    public string? Text { get; init; }

    public string? Payload { get; init; }

    public string? CouponCode { get; init; }

    public SendMedia? Image { get; init; }

    public SendMedia? Video { get; init; }

    public SendMedia? Document { get; init; }

    public SendLocation? Location { get; init; }
}

internal sealed record SendMedia
{
    public string? Id { get; init; }

    public string? Link { get; init; }

    // Meta writes it in one word.
    public string? Filename { get; init; }
}

internal sealed record SendLocation(double Latitude, double Longitude, string? Name, string? Address);

internal sealed record SendAnswer
{
    public IReadOnlyList<SentPart>? Messages { get; init; }
}

internal sealed record SentPart
{
    public string? Id { get; init; }

    public string? MessageStatus { get; init; }
}

internal sealed record TemplatePage
{
    public IReadOnlyList<TemplateDefinition>? Data { get; init; }

    public PagingPart? Paging { get; init; }
}

internal sealed record PagingPart
{
    public CursorsPart? Cursors { get; init; }

    public string? Next { get; init; }
}

internal sealed record CursorsPart
{
    public string? After { get; init; }
}

internal sealed record TemplateDefinition
{
    public string? Name { get; init; }

    public string? Language { get; init; }

    public string? Category { get; init; }

    public string? Status { get; init; }

    public string? ParameterFormat { get; init; }

    public IReadOnlyList<TemplateComponent>? Components { get; init; }
}

internal sealed record TemplateComponent
{
    public string? Type { get; init; }

    public string? Format { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<ButtonDefinition>? Buttons { get; init; }
}

internal sealed record ButtonDefinition
{
    public string? Type { get; init; }

    public string? Text { get; init; }

    public string? Url { get; init; }
}

internal sealed record GraphNode
{
    public string? WhatsappBusinessManagerMessagingLimit { get; init; }

    public OwnerPart? OwnerBusinessInfo { get; init; }
}

internal sealed record OwnerPart
{
    public string? Id { get; init; }
}

internal sealed record GraphAnswer
{
    public GraphError? Error { get; init; }
}

internal sealed record GraphError
{
    public string? Code { get; init; }

    public bool? IsTransient { get; init; }

    /// <summary>An object with details, or plain text.</summary>
    public JsonElement? ErrorData { get; init; }
}
