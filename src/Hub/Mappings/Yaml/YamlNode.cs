namespace Hub.Mappings.Yaml;

/// <summary>A piece of a YAML file with its place; lines and columns count from 1.</summary>
internal abstract record YamlNode(int Line, int Column);

/// <summary>A scalar, always as text: what it means is decided by who reads it, never by YAML's guess.</summary>
/// <param name="Text">The text after YAML's quoting is undone.</param>
/// <param name="IsPlain">Whether it stands without quotes.</param>
/// <param name="Layout">Where its characters stand in the file.</param>
/// <param name="Line">The line where it begins.</param>
/// <param name="Column">The column where it begins.</param>
internal sealed record YamlScalar(string Text, bool IsPlain, ScalarLayout Layout, int Line, int Column) : YamlNode(Line, Column)
{
    /// <summary>Whether YAML read something else than what stands there, which is told already: nothing more is to be said about it.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Whether it stands in double quotes, in which a backslash begins an escape.</summary>
    public bool IsEscaped { get; init; }

    /// <summary>Where the character at that offset of <see cref="Text"/> stands in the file; the scalar's begin where that is not known.</summary>
    public (int Line, int Column) PlaceOf(int offset)
    {
        if (offset < 0 || Layout.Runs is not { Count: > 0 } runs) return (Line, Column);
        var (last, behind) = (0, runs.Count);
        while (behind - last > 1)
        {
            var middle = (last + behind) / 2;
            if (runs[middle].Offset > offset) behind = middle;
            else last = middle;
        }

        return (runs[last].Line, runs[last].Column + Math.Max(0, offset - runs[last].Offset));
    }
}

/// <summary>Where the characters of a scalar stand in the file; nowhere where that is not known.</summary>
/// <param name="Runs">The pieces that stand in the file as they are, in order; what YAML folds and unescapes lies between them.</param>
internal readonly record struct ScalarLayout(IReadOnlyList<LayoutRun>? Runs);

/// <summary>A piece of a scalar that stands in one line of the file as it is.</summary>
/// <param name="Offset">Where it begins in the scalar's text.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Column">The column where it begins.</param>
internal readonly record struct LayoutRun(int Offset, int Line, int Column);

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

/// <summary>A map, in the file's order, without repeated keys.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column);

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value)
{
    /// <summary>The key's text.</summary>
    public string Name => Key.Text;
}
