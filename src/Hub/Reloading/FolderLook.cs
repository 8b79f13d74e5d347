using System.Security.Cryptography;
using System.Text;
using Hub.Mappings;

namespace Hub.Reloading;

/// <summary>What lies in the folder of the mapping files at one moment, by content: times and sizes are not trusted.</summary>
/// <param name="Files">The hash of each file by its name, as a snapshot gives it to a file of the same text.</param>
/// <param name="Obstacle">Why the folder cannot be read; null where it can.</param>
internal sealed record FolderLook(IReadOnlyDictionary<string, string> Files, string? Obstacle)
{
    /// <summary>The same for two looks exactly where they saw the same files with the same texts.</summary>
    public string Print { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [Obstacle ?? "", .. Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}\0{file.Value}")]))));

    /// <summary>Looks. What cannot be read is part of what is seen.</summary>
    public static FolderLook Take(string folder, CancellationToken cancel)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var path in Directory.Exists(folder) ? MappingFolder.Paths(folder) : [])
            {
                cancel.ThrowIfCancellationRequested();
                var name = MappingFolder.NameWithin(folder, path);
                files[name] = MappingFolder.Read(path, out var text) is { } wrong ? wrong : HashOf(new(name, text));
            }

            return new(files, null);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new(files, wrong.Message);
        }
    }

    /// <summary>The hash of one file.</summary>
    public static string HashOf(MappingSource source) => MappingSource.HashOf([source]);
}
