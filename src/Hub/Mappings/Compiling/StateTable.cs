using Hub.Expressions;

namespace Hub.Mappings.Compiling;

/// <summary>The state variables that the files of a folder declare; they reach across the folder.</summary>
internal sealed class StateTable
{
    private readonly Dictionary<string, StateDeclaration> declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);

    /// <summary>The variables by name.</summary>
    public IReadOnlyDictionary<string, StateDeclaration> Declared => declared;

    /// <summary>Takes up the variables of a file; what is wrong goes to its problems.</summary>
    public void Declare(MappingFile file)
    {
        foreach (var source in file.State)
        {
            if (Read(source, file.Problems) is not { } variable) continue;
            if (declared.TryAdd(variable.Name, variable))
            {
                files.Add(variable.Name, file.File);
            }
            else if (files[variable.Name] == file.File)
            {
                file.Problems.Add(source.Name, $"The state variable {variable.Name} is declared twice. Keep one.");
            }
            else if (declared[variable.Name] != variable)
            {
                file.Problems.Add(
                    source.Name,
                    $"The state variable {variable.Name} is declared differently in {files[variable.Name]}. A variable reaches across the folder: declare it in one file, or the same in each.");
            }
        }
    }

    private static StateDeclaration? Read(StateSource source, Problems problems)
    {
        var name = source.Name.Text;
        var isName = name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!isName) problems.Add(source.Name, RouteCompiler.NoName(name));
        StateOwner? owner = source.Of.Text switch
        {
            "thread" => StateOwner.Thread,
            "customer" => StateOwner.Customer,
            _ => null,
        };
        if (owner is null) problems.Add(source.Of, $"of takes thread or customer, not {source.Of.Text}.{Suggestion.For(source.Of.Text, ["thread", "customer"])}");
        if (!StateDeclaration.Types.TryGetValue(source.Type.Text, out var type))
        {
            problems.Add(source.Type, $"type takes {string.Join(", ", StateDeclaration.Types.Keys)}, not {source.Type.Text}.{Suggestion.For(source.Type.Text, StateDeclaration.Types.Keys)}");
        }

        if (source.For <= TimeSpan.Zero) problems.Add(source.Name, $"The state variable {name} lives no time. Write for: 24h, or how long it is to be remembered.");
        return isName && owner is { } of && type is not null && source.For > TimeSpan.Zero ? new(name, of, type, source.For) : null;
    }
}
