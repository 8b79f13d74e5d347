using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Hub.Configuration;

/// <summary>
/// Where settings come from, the later one winning: the file beside the program, then what .NET reads by itself (the environment with <c>ASPNETCORE_</c> and <c>DOTNET_</c> before the names,
/// <c>appsettings.json</c> and <c>appsettings.{Environment}.json</c> in the working folder, the environment, the command line).
/// </summary>
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

    /// <summary>Begins a hub with its settings: the one place that says where they come from.</summary>
    /// <param name="args">Settings as command-line arguments.</param>
    /// <exception cref="InvalidDataException">A settings file is no JSON.</exception>
    public static WebApplicationBuilder Begin(IReadOnlyList<string> args)
    {
        // Settings are read once. Whoever watches their file is told of everything that changes in the folders below it: of each commit, where the store is among them.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        // Below everything that .NET reads by itself: the working folder is not always the program's.
        builder.Configuration.Sources.Insert(0, new JsonConfigurationSource { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory), Path = FileName, Optional = true });
        return builder;
    }

    /// <summary>The settings for a command that starts no hub: those that a hub started here would have, read once.</summary>
    /// <exception cref="InvalidDataException">A settings file is no JSON.</exception>
    public static IConfigurationRoot Read() => Begin([]).Configuration;
}
