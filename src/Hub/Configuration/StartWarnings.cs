namespace Hub.Configuration;

/// <summary>What the hub says at its start of settings that it accepts.</summary>
internal static partial class StartWarnings
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The sentences.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="isOpen">Whether the admin API needs no key.</param>
    public static IReadOnlyList<string> Of(IConfiguration configuration, bool isOpen)
    {
        var sentences = new List<string>();
        if (isOpen)
        {
            sentences.Add("Hub:AdminKey is not set: the admin API is open to everybody who reaches the hub from this machine, also through a proxy on it. Set Hub:AdminKeyFile before you put a proxy in front.");
        }

        if (!OperatingSystem.IsWindows() && SecretFiles(configuration).Where(IsOpenToOthers).ToList() is { Count: > 0 } open)
        {
            sentences.Add($"Every user of this machine can read secrets of the hub: {string.Join(", ", open)}. Take that away, for example with: chmod 600");
        }

        return sentences;
    }

    /// <summary>Writes them to the log.</summary>
    public static void Tell(HubSettings settings, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("Hub.Start");
        foreach (var sentence in settings.Warnings) LogWarning(logger, sentence);
    }

    private static IEnumerable<string> SecretFiles(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(pair => !string.IsNullOrEmpty(pair.Value) && IsSecret(pair.Key.Split(':')))
        .Select(pair => pair.Value!)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    // Hub:AdminKeyFile, Connections:desk:SigningSecretFile:0
    private static bool IsSecret(string[] path) =>
        path is ["Hub" or "Storage" or "Redis" or "Connections", .., _] && Array.Exists(path[^2..], part => part.EndsWith(SecretReader.FileSuffix, StringComparison.OrdinalIgnoreCase));

    private static bool IsOpenToOthers(string file) => !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None;

    [LoggerMessage(1701, LogLevel.Warning, "{Sentence}")]
    private static partial void LogWarning(ILogger logger, string sentence);
}
