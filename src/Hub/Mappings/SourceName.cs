namespace Hub.Mappings;

/// <summary>How a mapping file that is sent may be called: as one that the reader of a folder would find there.</summary>
internal static class SourceName
{
    private const int Longest = 255;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    /// <param name="name">The name within the folder, with forward slashes.</param>
    public static string? Fault(string name)
    {
        if (name == MappingFolder.Calendars) return null;
        var shown = new string([.. name.Take(Longest).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)]);
        if (name.Length > Longest) return $"The name {shown}… has more than {Longest} characters.";
        if (name.Any(letter => char.IsControl(letter) || letter is '\\' or ':')) return $"The name {shown} holds a letter that no file name of the folder has. Parts are separated by /.";
        var parts = name.Split('/');
        if (parts.Any(part => part is "" or "." or "..")) return $"The name {shown} must lead to a file below the folder of the mapping files, such as shop/orders.yaml.";
        if (parts.Any(part => part.StartsWith('.')) || parts.SkipLast(1).Contains(MappingFolder.Examples, StringComparer.Ordinal))
        {
            return $"The name {shown} leads to where the folder's files are not read: hidden ones, and those below {MappingFolder.Examples}.";
        }

        return name.EndsWith(MappingFolder.Extension, StringComparison.Ordinal) && !name.EndsWith(MappingFolder.TestExtension, StringComparison.Ordinal)
            ? null
            : $"The name {shown} is not that of a mapping file: it must end in {MappingFolder.Extension}, and not in {MappingFolder.TestExtension}. Calendars stand in {MappingFolder.Calendars}.";
    }

    /// <summary>What is wrong with the names of files that are sent together; null where nothing is.</summary>
    public static string? Fault(IReadOnlyList<string> names)
    {
        if (names.All(name => name == MappingFolder.Calendars)) return "There is no mapping file in the call.";
        if (names.Select(Fault).FirstOrDefault(fault => fault is not null) is { } wrong) return wrong;
        return names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice ? $"The file {twice.Key} is there twice." : null;
    }
}
