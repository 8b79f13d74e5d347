namespace Hub.Configuration;

/// <summary>Says once that AutoMapper has no licence key; AutoMapper itself says it at length for each connector.</summary>
internal sealed partial class LicenceNotice
{
    /// <summary>The category under which AutoMapper writes its own notice.</summary>
    public const string Category = "LuckyPennySoftware.AutoMapper.License";

    /// <summary>The section of AutoMapper's settings.</summary>
    public const string Section = "AutoMapper";

    /// <summary>The one key in it.</summary>
    public const string Key = "LicenseKey";

    private LicenceNotice()
    {
    }

    /// <summary>Writes the notice where there is no key.</summary>
    public static void Write(IConfiguration configuration, ILogger<LicenceNotice> logger)
    {
        if (string.IsNullOrEmpty(configuration[$"{Section}:{Key}"])) LogNoKey(logger);
    }

    [LoggerMessage(1801, LogLevel.Warning, "AutoMapper:LicenseKey is not set. AutoMapper has a licence of its own: see docs/third-party.md.")]
    private static partial void LogNoKey(ILogger logger);
}
