using Hub.Mappings;

namespace Hub.Reloading;

/// <summary>How a mapping file stands.</summary>
internal enum FileState
{
    /// <summary>It is in force as it lies in the folder.</summary>
    Active,

    /// <summary>It lies in the folder otherwise than it is in force: other words, only here, or only there.</summary>
    Changed,

    /// <summary>It is wrong as it lies in the folder; what was in force before still is.</summary>
    Wrong,
}

/// <summary>A mapping file, in the folder and in force.</summary>
/// <param name="File">The name within the folder.</param>
/// <param name="ActiveHash">The hash of what is in force; null where nothing of this name is.</param>
/// <param name="FolderHash">The hash of what lies in the folder; null where nothing of this name does, or where it cannot be read.</param>
/// <param name="State">How it stands.</param>
/// <param name="Errors">What is wrong with it as it lies in the folder.</param>
/// <param name="Since">Since when it stands so.</param>
internal sealed record FileView(string File, string? ActiveHash, string? FolderHash, FileState State, IReadOnlyList<MappingError> Errors, DateTimeOffset Since);

/// <summary>The mapping files, in the folder and in force.</summary>
/// <param name="Hash">The hash of the snapshot in force; null before the first.</param>
/// <param name="ActiveSince">Since when it is.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Watched">Whether changes in the folder are taken by themselves.</param>
/// <param name="State">The worst of the files, or wrong where the folder itself is.</param>
/// <param name="Errors">What is wrong with the folder as such.</param>
/// <param name="Files">The files, by name.</param>
/// <param name="Warnings">What is doubtful in what is in force, as it was when it came into force.</param>
internal sealed record MappingView(
    string? Hash, DateTimeOffset? ActiveSince, string Folder, bool Watched, FileState State, IReadOnlyList<MappingError> Errors, IReadOnlyList<FileView> Files, IReadOnlyList<MappingError> Warnings)
{
    /// <summary>Compares what is in force with what lies in the folder; what stands as it stood keeps its moment.</summary>
    /// <param name="before">The view before; null for the first.</param>
    /// <param name="active">The files in force with their hashes.</param>
    /// <param name="look">The folder.</param>
    /// <param name="errors">What is wrong in the folder.</param>
    /// <param name="now">The moment.</param>
    public static IReadOnlyList<FileView> Compare(
        IReadOnlyList<FileView> before, IReadOnlyDictionary<string, string> active, FolderLook look, IReadOnlyList<MappingError> errors, DateTimeOffset now)
    {
        var was = before.ToDictionary(file => file.File, StringComparer.Ordinal);
        return [.. active.Keys.Union(look.Files.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name =>
        {
            var own = errors.Where(error => error.File == name).ToList();
            var (there, here) = (active.GetValueOrDefault(name), look.Files.GetValueOrDefault(name));
            var state = own.Count > 0 ? FileState.Wrong : there == here ? FileState.Active : FileState.Changed;
            var view = new FileView(name, there, here, state, own, now);
            return was.TryGetValue(name, out var earlier) && StandsAs(earlier, view) ? earlier : view;
        })];
    }

    private static bool StandsAs(FileView one, FileView other) =>
        (one.State, one.ActiveHash, one.FolderHash) == (other.State, other.ActiveHash, other.FolderHash) && one.Errors.SequenceEqual(other.Errors);
}
