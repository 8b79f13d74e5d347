using System.Globalization;
using System.Reflection;

namespace Hub.Storage;

/// <summary>One step of the schema.</summary>
/// <param name="Version">1, 2, 3, … without a gap.</param>
/// <param name="Name">What it is called in the log: <c>0001_start</c>.</param>
/// <param name="MinApp">The oldest build, named by the newest migration that it knows, which can work with the store after this step.</param>
/// <param name="Sql">The statements.</param>
internal sealed record Migration(int Version, string Name, int MinApp, string Sql);

/// <summary>What a build knows of the schema: all steps, in order.</summary>
internal sealed class Migrations
{
    private const string MinAppMark = "-- min_app:";

    /// <summary>Puts the steps in order.</summary>
    /// <exception cref="ArgumentException">The versions are not 1, 2, 3, …</exception>
    public Migrations(IEnumerable<Migration> steps)
    {
        Steps = [.. steps.OrderBy(step => step.Version)];
        if (Steps.Where((step, index) => step.Version != index + 1).FirstOrDefault() is { } wrong)
        {
            throw new ArgumentException($"Migration {wrong.Name} is out of the row: versions are 1, 2, 3, … without a gap.", nameof(steps));
        }
    }

    /// <summary>The steps, oldest first.</summary>
    public IReadOnlyList<Migration> Steps { get; }

    /// <summary>The newest step that this build knows; 0 without any.</summary>
    public int Newest => Steps.Count;

    /// <summary>The steps of this build.</summary>
    public static Migrations OfHub() => FromResources(typeof(Migrations).Assembly, "Hub.Storage.Migrations");

    /// <summary>
    /// Reads the embedded resources <c>{folder}.NNNN_name.sql</c>. A file whose first line is <c>-- min_app: N</c> says that older builds than N
    /// cannot work with the store any more; without that line the step only adds, and they can.
    /// </summary>
    /// <exception cref="ArgumentException">A file is not named so, or the numbers have a gap.</exception>
    public static Migrations FromResources(Assembly assembly, string folder)
    {
        var names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + ".", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var steps = new List<Migration>();
        var minApp = 1;
        foreach (var resource in names)
        {
            var name = resource[(folder.Length + 1)..^".sql".Length];
            if (!int.TryParse(name.Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                throw new ArgumentException($"Migration {name} does not begin with its number.", nameof(assembly));
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var sql = reader.ReadToEnd();
            minApp = ReadMinApp(name, sql) ?? minApp;
            steps.Add(new Migration(version, name, minApp, sql));
        }

        return new Migrations(steps);
    }

    private static int? ReadMinApp(string name, string sql)
    {
        if (!sql.StartsWith(MinAppMark, StringComparison.Ordinal)) return null;

        var value = sql.AsSpan(MinAppMark.Length);
        var end = value.IndexOf('\n');
        return int.TryParse(end < 0 ? value : value[..end], NumberStyles.Integer, CultureInfo.InvariantCulture, out var minApp)
            ? minApp
            : throw new ArgumentException($"Migration {name} has a first line that is not '{MinAppMark} N'.", nameof(sql));
    }
}
