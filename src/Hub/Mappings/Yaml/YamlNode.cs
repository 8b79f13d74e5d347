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

    /// <summary>Where the character at that offset of <see cref="Text"/> stands in the file; the scalar's begin where that is not known.</summary>
    public (int Line, int Column) PlaceOf(int offset)
    {
        if (Layout.TextColumn == 0 || offset < 0) return (Line, Column);
        var line = Layout.TextLine;
        var begin = 0;
        for (var i = Text.IndexOf('\n', StringComparison.Ordinal); i >= 0 && i < offset; i = Text.IndexOf('\n', i + 1))
        {
            line++;
            begin = i + 1;
        }

        return (line, Layout.TextColumn + offset - begin);
    }
}

/// <summary>Where a scalar's first character stands, and its later lines in the same column.</summary>
/// <param name="TextLine">The line of the first character.</param>
/// <param name="TextColumn">Its column; 0 where the text does not stand in the file as it is (escapes, folding).</param>
internal readonly record struct ScalarLayout(int TextLine, int TextColumn);

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
