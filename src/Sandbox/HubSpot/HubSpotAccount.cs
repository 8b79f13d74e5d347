namespace Sandbox.HubSpot;

/// <summary>The business's account and the app: generated for one run.</summary>
/// <param name="PortalId">The account's id.</param>
/// <param name="AppId">The app's id.</param>
/// <param name="ClientId">The app's client id.</param>
/// <param name="ClientSecret">Signs webhooks, and proves the app when it asks for tokens.</param>
/// <param name="AccessToken">Of the private app; it does not end.</param>
/// <param name="RefreshToken">Of the public app.</param>
/// <param name="DeveloperKey">Of the developer's account.</param>
internal sealed record HubSpotAccount(long PortalId, long AppId, string ClientId, string ClientSecret, string AccessToken, string RefreshToken, string DeveloperKey)
{
    /// <summary>The registered address, which is signed.</summary>
    public required string WebhookUrl { get; init; }

    /// <summary>The app as who changes something.</summary>
    public Actor App => new("INTEGRATION", HubSpotErrors.Text(AppId));
}
