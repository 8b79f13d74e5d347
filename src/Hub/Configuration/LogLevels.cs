namespace Hub.Configuration;

/// <summary>The levels under <c>Logging</c>. .NET's logging throws at a wrong one as soon as the first line is written.</summary>
internal static class LogLevels
{
    private const string Levels = "LogLevel";

    /// <summary>A sentence for each level that there is not.</summary>
    public static IEnumerable<string> Mistakes(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        return logging.GetChildren().Select(provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.GetNames<LogLevel>().Contains(level.Value, StringComparer.OrdinalIgnoreCase))
            .Select(level => $"{level.Path} is not one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
    }
}
