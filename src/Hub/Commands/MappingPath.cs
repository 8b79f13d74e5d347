using Hub.Mappings;

namespace Hub.Commands;

/// <summary>The folder of mapping files that a call names.</summary>
internal static class MappingPath
{
    private const int MostNamed = 5;

    /// <summary>The folder, where it holds a mapping file.</summary>
    /// <exception cref="WrongCallException">It holds none, or is no folder.</exception>
    public static string Required(string folder)
    {
        if (MappingFolder.WrongPath(folder) is { } wrong) throw new WrongCallException($"{folder}: {wrong}");
        if (MappingFolder.Names(folder).Count > 0) return folder;
        // What was meant to be one, under another ending.
        var renamed = MappingFolder.PassedOver(folder).Where(file => !file.File.EndsWith(MappingFolder.TestExtension, StringComparison.Ordinal)).Take(MostNamed);
        throw new WrongCallException(string.Join(Environment.NewLine, renamed.Select(file => file.ToString()).Prepend($"{folder}: {MappingFolder.NoFiles}")));
    }
}
