using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Hub.Configuration;

/// <summary>Where settings come from, the later one winning: the file beside the program, the file in the working folder, the environment, the command line.</summary>
internal static class HubConfiguration
{
    private const string FileName = "appsettings.json";

    /// <summary>Where connections were looked for in vain.</summary>
    public static string NoConnections
    {
        get
        {
            var folders = new[] { Directory.GetCurrentDirectory(), Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) }.Distinct(StringComparer.Ordinal)
                .Select(folder => $"{Path.Combine(folder, FileName)} ({(File.Exists(Path.Combine(folder, FileName)) ? "has none" : "is not there")})");
            return $"No connections are configured, so that nothing can come in or go out. Looked in {string.Join(" and in ", folders)}, in the environment and on the command line. hub init writes a first configuration.";
        }
    }

    /// <summary>Puts the file beside the program below everything that .NET reads by itself: the working folder is not always the program's.</summary>
    public static void AddShippedFile(IConfigurationBuilder configuration) => configuration.Sources.Insert(0, FileIn(AppContext.BaseDirectory));

    /// <summary>The settings for a command that starts no hub.</summary>
    public static IConfigurationRoot Read() => new ConfigurationBuilder()
        .Add(FileIn(AppContext.BaseDirectory))
        .Add(FileIn(Directory.GetCurrentDirectory()))
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables()
        .Build();

    private static JsonConfigurationSource FileIn(string folder) => new() { FileProvider = new PhysicalFileProvider(folder), Path = FileName, Optional = true };
}
