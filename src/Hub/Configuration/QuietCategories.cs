namespace Hub.Configuration;

/// <summary>Keeps the addresses of requests out of the log, whatever levels are set: their queries hold phone numbers and verify tokens.</summary>
internal static class QuietCategories
{
    // "Request starting" and "Request finished"; request lines that cannot be read, word for word.
    private static readonly string[] Names = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    /// <summary>Lets nothing below a warning through in these categories, also where a level is set for one provider alone, which counts for more.</summary>
    public static void Quiet(LoggerFilterOptions options)
    {
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
        {
            foreach (var name in Names) options.Rules.Add(new(provider, name, LogLevel.Warning, null));
        }
    }
}
