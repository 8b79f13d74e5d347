using Hub.Connectors;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Hub.Configuration;

/// <summary>
/// The first words of settings. In files and on the command line every one of them must be known. The environment holds what other programs read:
/// there only a section that is nearly one of the hub's is taken for a slip.
/// </summary>
internal static class SettingsRoots
{
    private static readonly string[] Ours = ["Hub", "Storage", "Redis", "Retention", "Connections", "Calendars", "Guard", "Telemetry", AlertReader.Section, LicenceNotice.Section];

    // What .NET's host, its server and its logging read.
    private static readonly HashSet<string> Known = new(
        [
            .. Ours, "Logging", "AllowedHosts", "Kestrel", "ConnectionStrings", "urls", "http_ports", "https_ports", "environment", "applicationName", "contentRoot", "webroot",
            "detailedErrors", "captureStartupErrors", "suppressStatusMessages", "shutdownTimeoutSeconds", "startupAssembly", "hostingStartupAssemblies",
            "hostingStartupExcludeAssemblies", "preventHostingStartup", "preferHostingUrls", "forwardedHeaders_enabled", "staticWebAssets", "hostBuilder",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence for each first word that nothing reads.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        var providers = (configuration as IConfigurationRoot)?.Providers.ToList() ?? [];
        var written = providers.Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider).SelectMany(provider => RootsOf(provider)).Where(root => !Known.Contains(root));
        var near = providers.OfType<EnvironmentVariablesConfigurationProvider>().SelectMany(provider => RootsOf(provider).Where(root => IsSlip(provider, root)));
        return [.. written.Concat(near).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Select(Sentence), .. OfAutoMapper(configuration)];
    }

    // The one section of ours that no options type describes.
    private static IEnumerable<string> OfAutoMapper(IConfiguration configuration) => configuration.GetSection(LicenceNotice.Section).GetChildren()
        .Where(child => !child.Key.Equals(LicenceNotice.Key, StringComparison.OrdinalIgnoreCase))
        .Select(child => $"{child.Path} is not a setting of {LicenceNotice.Section}. {Nearest.Question(child.Key, [LicenceNotice.Key])}Known: {LicenceNotice.Key}.");

    private static string Sentence(string root)
    {
        var hubKeys = typeof(HubOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToList();
        var question = hubKeys.FirstOrDefault(key => key.Equals(root, StringComparison.OrdinalIgnoreCase)) is { } inner ? $"Did you mean Hub:{inner}? " : Nearest.Question(root, Ours);
        return $"{root} is not a section of the settings. {question}Known: {string.Join(", ", Ours)}, and those of .NET, such as Logging, Kestrel and urls.";
    }

    private static IEnumerable<string> RootsOf(IConfigurationProvider provider) => provider.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase);

    // STORE is no slip of Storage. HUB is near many words (BUN, CUB): what does not begin like it must have one of the hub's keys behind it.
    private static bool IsSlip(IConfigurationProvider provider, string root)
    {
        if (Known.Contains(root) || Nearest.To(root, Ours) is not { } meant || Math.Abs(meant.Length - root.Length) > 1) return false;
        var keys = provider.GetChildKeys([], root).ToList();
        return meant == Ours[0] && !root.StartsWith(meant, StringComparison.OrdinalIgnoreCase) ? keys.Exists(key => IsHubKey(key)) : keys.Count > 0;
    }

    private static bool IsHubKey(string key) => typeof(HubOptions).GetProperties()
        .Any(property => key.Equals(property.Name, StringComparison.OrdinalIgnoreCase) || (property.PropertyType == typeof(Secret) && key.Equals(property.Name + SecretReader.FileSuffix, StringComparison.OrdinalIgnoreCase)));
}
