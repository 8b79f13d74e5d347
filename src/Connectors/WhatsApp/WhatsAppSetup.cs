namespace Hub.Connectors.WhatsApp;

// What the subscriber and the check ask Meta for.

/// <summary>Whose token it is (developers.facebook.com, graph-api/reference/debug_token).</summary>
internal sealed record TokenAnswer
{
    public TokenStanding? Data { get; init; }
}

internal sealed record TokenStanding
{
    public string? AppId { get; init; }

    /// <summary>The name of the app.</summary>
    public string? Application { get; init; }

    /// <summary><c>USER</c>, <c>SYSTEM_USER</c>, …</summary>
    public string? Type { get; init; }

    public string? UserId { get; init; }

    public bool? IsValid { get; init; }

    /// <summary>Unix seconds; 0 where it does not end.</summary>
    public string? ExpiresAt { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>The apps that get the webhooks of an account.</summary>
internal sealed record SubscribedApps
{
    public IReadOnlyList<SubscribedApp>? Data { get; init; }
}

internal sealed record SubscribedApp
{
    public SubscribedAppData? WhatsappBusinessApiData { get; init; }
}

internal sealed record SubscribedAppData
{
    public string? Id { get; init; }

    public string? Name { get; init; }
}

/// <summary>What an app has subscribed in its dashboard.</summary>
internal sealed record AppSubscriptions
{
    public IReadOnlyList<AppSubscription>? Data { get; init; }
}

internal sealed record AppSubscription
{
    public string? Object { get; init; }

    public string? CallbackUrl { get; init; }

    public bool? Active { get; init; }

    public IReadOnlyList<SubscribedField>? Fields { get; init; }
}

internal sealed record SubscribedField
{
    public string? Name { get; init; }
}

/// <summary>The business number.</summary>
internal sealed record NumberNode
{
    public string? DisplayPhoneNumber { get; init; }

    public string? VerifiedName { get; init; }

    /// <summary><c>GREEN</c>, <c>YELLOW</c>, <c>RED</c>, <c>UNKNOWN</c>.</summary>
    public string? QualityRating { get; init; }

    /// <summary><c>CONNECTED</c>, or why it is not.</summary>
    public string? Status { get; init; }

    public string? NameStatus { get; init; }

    public string? WhatsappBusinessManagerMessagingLimit { get; init; }

    public WebhookAddresses? WebhookConfiguration { get; init; }
}

/// <summary>Where the webhooks of a number go: the first that is given.</summary>
internal sealed record WebhookAddresses
{
    public string? PhoneNumber { get; init; }

    public string? WhatsappBusinessAccount { get; init; }

    public string? Application { get; init; }

    /// <summary>The one that counts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Effective => Filled(PhoneNumber) ?? Filled(WhatsappBusinessAccount) ?? Filled(Application);

    private static string? Filled(string? address) => string.IsNullOrWhiteSpace(address) ? null : address;
}

/// <summary>Sets the address of one number alone.</summary>
internal sealed record NumberWrite(WebhookOverride WebhookConfiguration);

/// <summary>An address, and the text that Meta shows there before it takes it.</summary>
internal sealed record WebhookOverride(string OverrideCallbackUri, string VerifyToken);

/// <summary>That it was done.</summary>
internal sealed record SuccessAnswer
{
    public bool? Success { get; init; }
}
