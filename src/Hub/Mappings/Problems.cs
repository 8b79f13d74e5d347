using Hub.Expressions;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Gathers what is wrong in one file, so that all of it is said at once.</summary>
/// <param name="file">The file's name.</param>
internal sealed class Problems(string file)
{
    // More than anybody reads at once, and little enough for a file that is wrong from end to end.
    private const int MostErrors = 200;

    private readonly List<MappingError> errors = [];
    private readonly List<MappingError> warnings = [];

    public IReadOnlyList<MappingError> Errors => errors;

    public IReadOnlyList<MappingError> Warnings => warnings;

    /// <summary>Whether nothing that is added will be told any more.</summary>
    public bool IsFull => errors.Count > MostErrors;

    public void Add(int line, int column, string message)
    {
        if (errors.Count < MostErrors) errors.Add(new(file, line, column, message));
        else if (errors.Count == MostErrors) errors.Add(new(file, line, column, "There is more wrong than can be told at once. Mend this first."));
    }

    public void Add(YamlNode at, string message) => Add(at.Line, at.Column, message);

    public void Warn(YamlNode at, string message) => warnings.Add(new(file, at.Line, at.Column, message));

    /// <summary>What the engine found in an expression that begins at <paramref name="offset"/> of a scalar.</summary>
    public void Add<T>(YamlScalar scalar, CompileResult<T> result, int offset = 0)
        where T : class
    {
        foreach (var error in result.Errors)
        {
            var (line, column) = scalar.PlaceOf(error.Position < 0 ? -1 : error.Position + offset);
            Add(line, column, error.Message);
        }

        foreach (var warning in result.Warnings)
        {
            var (line, column) = scalar.PlaceOf(warning.Position < 0 ? -1 : warning.Position + offset);
            warnings.Add(new(file, line, column, warning.Message));
        }
    }
}
