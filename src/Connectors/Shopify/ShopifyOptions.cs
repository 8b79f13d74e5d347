using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Shopify;

/// <summary>One shop and the app that is installed in it.</summary>
internal sealed record ShopifyOptions : IValidatableObject
{
    private const string Suffix = ".myshopify.com";

    [Required, Description("The shop: its myshopify.com name, with or without .myshopify.com")]
    public string Shop { get; init; } = "";

    [Description("The app's client id; only the obtaining of tokens needs it")]
    public string? ClientId { get; init; }

    [Required, Description("The app's client secret: it signs the webhooks")]
    public Secret? ClientSecret { get; init; }

    [Required, FitsHeader, Description("The Admin API access token of the app in this shop")]
    public Secret? AccessToken { get; init; }

    [Required, Description("The Admin API version, for example 2026-07")]
    public string ApiVersion { get; init; } = "2026-07";

    [Description("Whether the hub makes the webhook subscriptions; false where they stand in the app's own configuration file, which Shopify does not show")]
    public bool Subscribes { get; init; } = true;

    /// <summary>The shop as the vendor names it in headers, lower case: <c>myshop.myshopify.com</c>.</summary>
    public string ShopDomain
    {
        get
        {
            var name = Shop.Trim().ToLowerInvariant();
            return name.EndsWith(Suffix, StringComparison.Ordinal) ? name : name + Suffix;
        }
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var name = ShopDomain[..^Suffix.Length];
        if (name.Length == 0 || name[0] == '-' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            yield return new("Shop must be the shop's myshopify.com name (myshop or myshop.myshopify.com), not its own domain or an address.", [nameof(Shop)]);
        }

        // Versions are named by year and month (shopify.dev/docs/api/usage/versioning); "unstable" is the only other name.
        if (ApiVersion is not "unstable" && !(ApiVersion is [_, _, _, _, '-', _, _] && ApiVersion.Remove(4, 1).All(char.IsAsciiDigit)))
        {
            yield return new("ApiVersion must be a year and month such as 2026-07.", [nameof(ApiVersion)]);
        }
    }
}
