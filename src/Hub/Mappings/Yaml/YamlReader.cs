using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hub.Mappings.Yaml;

/// <summary>Reads a text as one YAML document of scalars, lists and maps. Anchors, aliases and tags are refused, so that a file is what it looks like and cannot grow when it is read.</summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 32;

    private readonly string text;
    private readonly Problems problems;
    private readonly Parser parser;
    private Mark last = Mark.Empty;
    private string[]? lines;
    private int told;

    private YamlReader(string text, Problems problems)
    {
        this.text = text;
        this.problems = problems;
        parser = new(new StringReader(text));
    }

    /// <summary>The document's root; null where it is empty or cannot be read, which <paramref name="problems"/> then says.</summary>
    public static YamlNode? Read(string text, Problems problems)
    {
        if (ForeignLines.Find(text) is { } foreign)
        {
            problems.Add(foreign.Line, foreign.Column, foreign.Message);
            return null;
        }

        var reader = new YamlReader(text, problems);
        try
        {
            return reader.Document();
        }
        catch (TooDeepException wrong)
        {
            problems.Add((int)wrong.Start.Line, (int)wrong.Start.Column, wrong.Message);
            return null;
        }
        catch (EnoughException)
        {
            return null;
        }
        catch (YamlException wrong)
        {
            reader.Trapped(wrong);
            return null;
        }
        catch (InvalidOperationException)
        {
            // The library loses its way in some broken flow lists and maps.
            reader.Trapped(new YamlException(reader.last, reader.last, "The list or map that begins here cannot be read."));
            return null;
        }
    }

    private string[] Lines => lines ??= text.Split('\n');

    private void Trapped(YamlException wrong)
    {
        var (line, column, message) = YamlTraps.Explain(text, Lines, wrong);
        // What comes of a tag or of braces in the same line is told with them.
        if (line != told) problems.Add(line, column, message);
    }

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return null;
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.Current is DocumentStart { Start: var second })
        {
            problems.Add((int)second.Line, (int)second.Column, "A file holds one document. Put what follows --- into a file of its own.");
        }

        return root;
    }

    private YamlNode? Node(int depth)
    {
        var current = parser.Consume<ParsingEvent>();
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        last = current.Start;
        if (problems.IsFull) throw new EnoughException(current.Start, current.End);
        if (depth > DeepestNesting) throw new TooDeepException(current.Start, current.End);
        if (current is AnchorAlias)
        {
            problems.Add(line, column, "An alias (*) is not allowed. Write the value out; a value that begins with * goes in quotes.");
            return Broken(line, column);
        }

        if (current is NodeEvent && text[Math.Min((int)current.Start.Index, text.Length - 1)] == '!')
        {
            if (told != line) problems.Add(line, column, YamlTraps.TagAt(Lines, line, column));
            told = line;
            if (current is Scalar) return Broken(line, column);
        }
        else if (current is NodeEvent { Anchor.IsEmpty: false })
        {
            problems.Add(line, column, "An anchor (&) is not allowed. Write the value out where it is needed; a value that begins with & goes in quotes.");
        }

        return current switch
        {
            Scalar scalar => ScalarOf(scalar),
            SequenceStart => List(line, column, depth),
            MappingStart map => Map(map, depth),
            _ => throw new YamlException(current.Start, current.End, "A value is missing here."),
        };
    }

    private static YamlScalar Broken(int line, int column) => new("", IsPlain: true, default, line, column) { IsBroken = true };

    private YamlList List(int line, int column, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.Accept<SequenceEnd>(out _))
        {
            if (Node(depth + 1) is { } item) items.Add(item);
        }

        parser.MoveNext();
        return new(items, line, column);
    }

    private YamlNode Map(MappingStart begin, int depth)
    {
        var (line, column) = ((int)begin.Start.Line, (int)begin.Start.Column);
        if (BareBraces.Find(text, (int)begin.Start.Index) is { } meant)
        {
            problems.Add(line, column, meant);
            told = line;
            PassOver();
            return Broken(line, column);
        }

        var entries = new List<YamlEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.Accept<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlScalar name)
            {
                problems.Add(key?.Line ?? line, key?.Column ?? column, "A key must be a plain text. In flow style put ${…} in quotes: \"${…}\".");
            }
            else if (name is { Text: "<<", IsPlain: true })
            {
                problems.Add(name, "<< is not allowed. Write the keys out.");
                if (value is YamlMap merged) entries.AddRange(merged.Entries.Where(entry => names.Add(entry.Name)));
            }
            else if (!names.Add(name.Text))
            {
                problems.Add(name, $"The key {name.Text} stands here twice. Keep one.");
            }
            else if (value is not null)
            {
                entries.Add(new(name, value));
            }
        }

        parser.MoveNext();
        return new YamlMap(entries, line, column);
    }

    private void PassOver()
    {
        for (var open = 1; open > 0;)
        {
            open += parser.Consume<ParsingEvent>().NestingIncrease;
        }
    }

    private sealed class TooDeepException(Mark start, Mark end) : YamlException(start, end, $"The nesting is deeper than {DeepestNesting}. Write it flatter.");

    // What is wrong from end to end need not be read to its end.
    private sealed class EnoughException(Mark start, Mark end) : YamlException(start, end, "More is wrong than is told.");

    private YamlScalar ScalarOf(Scalar scalar)
    {
        var (line, column) = ((int)scalar.Start.Line, (int)scalar.Start.Column);
        var node = new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, LayoutOf(scalar), line, column) { IsEscaped = scalar.Style == ScalarStyle.DoubleQuoted };
        if (node.IsPlain && YamlTraps.CutByComment(text, (int)scalar.End.Index, scalar.Value) is { } comment)
        {
            problems.Add((int)scalar.End.Line, (int)scalar.End.Column + comment.Blanks, comment.Message);
            told = (int)scalar.End.Line;
            return node with { IsBroken = true };
        }

        return node;
    }

    private ScalarLayout LayoutOf(Scalar scalar)
    {
        var (at, line, column) = ((int)scalar.Start.Index, (int)scalar.Start.Line, (int)scalar.Start.Column);
        return scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => LayoutReader.OfBlock(text, scalar.Value, at, line, column),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => LayoutReader.OfQuoted(text, scalar.Value, at, line, column),
            _ => LayoutReader.OfPlain(text, scalar.Value, at, line, column),
        };
    }
}
