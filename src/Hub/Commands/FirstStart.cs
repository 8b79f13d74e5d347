using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Commands;

/// <summary>What a hub that has never run lacks. A later start goes on with the mapping files that were in force.</summary>
internal static class FirstStart
{
    /// <summary>A sentence where the folder of mapping files is none, and no file of a store that may hold earlier ones.</summary>
    public static IReadOnlyList<string> Obstacles(IConfiguration configuration)
    {
        var usual = new HubOptions();
        var mappings = configuration["Hub:Mappings"] is { Length: > 0 } named ? named : usual.Mappings;
        if (MappingFolder.WrongPath(mappings) is not { } wrong || MayHoldEarlierFiles(configuration, configuration["Hub:DataPath"] is { Length: > 0 } path ? path : usual.DataPath)) return [];
        return [$"{mappings}: {wrong}"];
    }

    private static bool MayHoldEarlierFiles(IConfiguration configuration, string dataPath)
    {
        // Read from a file, it is told as a mistake of its own where it is wrong.
        if (configuration["Storage:ConnectionStringFile"] is not null) return true;
        var storage = new StorageOptions { ConnectionString = configuration["Storage:ConnectionString"] is { } text ? new Secret([text]) : null };
        if (configuration["Storage:Provider"] is { } provider && !provider.Equals(storage.Provider, StringComparison.OrdinalIgnoreCase)) return true;
        try
        {
            return File.Exists(storage.FileIn(dataPath));
        }
        catch (ArgumentException)
        {
            // No connection string: told as a mistake of its own.
            return true;
        }
    }
}
