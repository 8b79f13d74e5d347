using Hub.Connectors;

namespace Hub.Configuration;

/// <summary>Reads a secret: a value, a list of values, a file (<c>…File</c>), or a list of files. Its values never stand in an error.</summary>
internal static class SecretReader
{
    /// <summary>What stands behind a secret's key when its value stands in a file.</summary>
    public const string FileSuffix = "File";

    /// <summary>What <c>hub init</c> writes where a vendor's secret belongs. Everybody knows it.</summary>
    public const string Placeholder = "replace-with-the-vendors-secret";

    /// <summary>The secret, or null where neither the key nor its <c>…File</c> is there or one of them is wrong.</summary>
    /// <param name="owner">The section that holds the keys.</param>
    /// <param name="key">The secret's key.</param>
    /// <param name="errors">Gets a sentence for each mistake.</param>
    public static Secret? Read(IConfigurationSection owner, string key, ICollection<string> errors)
    {
        var given = Values(owner.GetSection(key));
        var files = Values(owner.GetSection(key + FileSuffix));
        if (given.Count > 0 && files.Count > 0)
        {
            errors.Add($"{owner.Path}:{key} is given twice, as a value and as {key}{FileSuffix}. Give one of them.");
            return null;
        }

        var values = given.Count > 0 ? given.ConvertAll(entry => entry.Value) : files.ConvertAll(entry => OfFile(entry.Path, entry.Value, key, errors));
        if (values.Contains(null)) return null;
        var wrong = false;
        foreach (var (index, (path, _)) in (given.Count > 0 ? given : files).Index())
        {
            if (Fault(values[index]!) is not { } fault) continue;
            errors.Add($"{path} {fault}");
            wrong = true;
        }

        return values.Count == 0 || wrong ? null : new Secret(values!);
    }

    private static List<(string Path, string? Value)> Values(IConfigurationSection section) =>
        section.Value is { } single ? [(section.Path, single)] : [.. section.GetChildren().Select(child => (child.Path, (string?)(child.Value ?? "")))];

    private static string? Fault(string value) =>
        value.Length == 0 ? "is empty."
        : string.IsNullOrWhiteSpace(value) ? "holds nothing but spaces."
        : value.Any(char.IsControl) ? "holds a line break or another control character, which a header cannot carry and no secret has."
        : null;

    private static string? OfFile(string path, string? file, string key, ICollection<string> errors)
    {
        try
        {
            return string.IsNullOrEmpty(file) ? "" : File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add($"{path}: the file {(IsPath(file!) ? $"'{file}'" : $"(not shown: it looks like the secret itself; give it as {key} without {FileSuffix})")} cannot be read.");
            return null;
        }
    }

    // Secrets in base64 have slashes too, so that a separator alone proves nothing: a folder on the way must be there.
    private static bool IsPath(string text)
    {
        for (var above = Path.GetDirectoryName(text); !string.IsNullOrEmpty(above) && above != Path.GetPathRoot(text); above = Path.GetDirectoryName(above))
        {
            if (Directory.Exists(above)) return true;
        }

        return false;
    }
}
