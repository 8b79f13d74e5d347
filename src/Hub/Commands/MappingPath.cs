using Hub.Mappings;

namespace Hub.Commands;

/// <summary>The folder of mapping files that a call names.</summary>
internal static class MappingPath
{
    /// <summary>The folder, where it holds a mapping file.</summary>
    /// <exception cref="WrongCallException">It holds none, or is no folder.</exception>
    public static string Required(string folder)
    {
        if (MappingFolder.WrongPath(folder) is { } wrong) throw new WrongCallException($"{folder}: {wrong}");
        return MappingFolder.Names(folder).Count > 0 ? folder : throw new WrongCallException($"{folder}: {MappingFolder.NoFiles}");
    }
}
