namespace Hub.Connectors.Zoho;

/// <summary>The addresses of Zoho's data centres. Source: Zoho's page "Multi DC support"; ae and sg are newer ones and come from memory.</summary>
internal static class ZohoHosts
{
    private const string ApiDomain = ".zohoapis.";

    private static readonly Dictionary<string, string> Accounts = new(StringComparer.Ordinal)
    {
        ["com"] = "accounts.zoho.com",
        ["eu"] = "accounts.zoho.eu",
        ["in"] = "accounts.zoho.in",
        ["com.au"] = "accounts.zoho.com.au",
        ["jp"] = "accounts.zoho.jp",
        ["ca"] = "accounts.zohocloud.ca",
        ["com.cn"] = "accounts.zoho.com.cn",
        ["sa"] = "accounts.zoho.sa",
        ["ae"] = "accounts.zoho.ae",
        ["sg"] = "accounts.zoho.sg",
    };

    /// <summary>The names of the data centres.</summary>
    public static IEnumerable<string> Names => Accounts.Keys;

    /// <summary>Whether there is such a data centre.</summary>
    public static bool IsKnown(string dataCentre) => Accounts.ContainsKey(dataCentre);

    /// <summary>Where the CRM of a data centre is.</summary>
    public static Uri Api(string dataCentre) => new($"https://www.zohoapis.{dataCentre}/");

    /// <summary>Where the tokens of a connection are asked for.</summary>
    public static Uri AccountsOf(ZohoOptions options) => options.AccountsUrl ?? new($"https://{Accounts[options.DataCentre]}/");

    /// <summary>Where the CRM of a connection is called: where Zoho says that the account is (<c>api_domain</c> of the token's answer), unless another address is configured; never a host that is not Zoho's.</summary>
    /// <returns>An address that ends with a slash; empty for that of the connection.</returns>
    public static string ServerOf(Connection connection, AccessToken token) =>
        token.Address is { } told && IsOwn(told) && connection.Http.BaseAddress == Api(connection.Options<ZohoOptions>().DataCentre) ? $"https://{told.Host}/" : "";

    // www, sandbox and developer are three environments of one account.
    private static bool IsOwn(Uri address)
    {
        var at = address.Host.IndexOf(ApiDomain, StringComparison.Ordinal);
        return address is { Scheme: "https", IsDefaultPort: true } && at > 0 && address.Host[..at] is "www" or "sandbox" or "developer" && IsKnown(address.Host[(at + ApiDomain.Length)..]);
    }
}
