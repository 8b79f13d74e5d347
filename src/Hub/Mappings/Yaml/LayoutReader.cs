namespace Hub.Mappings.Yaml;

/// <summary>Walks a scalar as it stands in the file beside its text, from which quotes, escapes, folds and indents are gone, and notes where each piece stands.</summary>
internal ref struct LayoutReader
{
    private readonly string source;
    private readonly string text;
    private readonly List<LayoutRun> runs;
    private int at;
    private int offset;
    private int line;
    private int lineBegin;
    private int blanksEnd;

    private LayoutReader(string source, string text, int at, int line, int column)
    {
        this.source = source;
        this.text = text;
        this.at = at;
        this.line = line;
        lineBegin = at - column + 1;
        runs = [];
    }

    /// <summary>The layout of a scalar without quotes.</summary>
    public static ScalarLayout OfPlain(string source, string text, int at, int line, int column) => new LayoutReader(source, text, at, line, column).Flow('\0');

    /// <summary>The layout of a scalar in quotes; the place is that of the opening one.</summary>
    public static ScalarLayout OfQuoted(string source, string text, int at, int line, int column) => new LayoutReader(source, text, at + 1, line, column + 1).Flow(source[at]);

    /// <summary>The layout of a block scalar; the place is that of its mark, <c>|</c> or <c>&gt;</c>.</summary>
    public static ScalarLayout OfBlock(string source, string text, int at, int line, int column) => new LayoutReader(source, text, at, line, column).Block();

    private ScalarLayout Flow(char quote)
    {
        var isRun = false;
        while (offset < text.Length && at < source.Length)
        {
            var c = source[at];
            if (IsBreakAhead())
            {
                Fold();
                isRun = false;
            }
            else if (quote == '"' && c == '\\')
            {
                if (!Escape()) return new(runs);
                isRun = false;
            }
            else
            {
                if (text[offset] != c) return new(runs);
                if (!isRun) Note();
                isRun = true;
                at += quote == '\'' && c == '\'' ? 2 : 1;
                offset++;
                // Of two quotes one is left.
                isRun &= quote != '\'' || c != '\'';
            }
        }

        return new(runs);
    }

    private ScalarLayout Block()
    {
        NextLine();
        var indent = Indent();
        while (at < source.Length && offset < text.Length)
        {
            var end = source.IndexOf('\n', at);
            if (end < 0) end = source.Length;
            var content = source.AsSpan(Math.Min(at + indent, end), Math.Max(0, end - at - indent)).TrimEnd('\r');
            if (!content.IsEmpty)
            {
                Separators();
                if (!text.AsSpan(offset).StartsWith(content)) return new(runs);
                at += indent;
                Note();
                offset += content.Length;
            }

            NextLine();
        }

        return new(runs);
    }

    // Between two lines stands what is left of their breaks: a blank where they were folded.
    private void Separators()
    {
        var begin = offset;
        while (offset < text.Length && text[offset] == '\n') offset++;
        if (begin > 0 && offset == begin && offset < text.Length && text[offset] == ' ') offset++;
    }

    // The indent of the first line that is not empty.
    private readonly int Indent()
    {
        for (var begin = at; begin < source.Length;)
        {
            var end = source.IndexOf('\n', begin);
            if (end < 0) end = source.Length;
            var all = source.AsSpan(begin, end - begin).TrimEnd('\r');
            if (!all.Trim(' ').IsEmpty) return all.Length - all.TrimStart(' ').Length;
            begin = end + 1;
        }

        return 0;
    }

    // Blanks are passed over once, however many of them are asked about.
    private bool IsBreakAhead()
    {
        if (blanksEnd < at) blanksEnd = at;
        while (blanksEnd < source.Length && source[blanksEnd] is ' ' or '\t' or '\r') blanksEnd++;
        return blanksEnd < source.Length && source[blanksEnd] == '\n';
    }

    // One break is a blank, more of them are as many but one.
    private void Fold()
    {
        var breaks = 0;
        while (at < source.Length && IsBreakAhead())
        {
            NextLine();
            breaks++;
        }

        while (at < source.Length && source[at] is ' ' or '\t') at++;
        offset += Math.Max(1, breaks - 1);
    }

    private bool Escape()
    {
        if (at + 1 >= source.Length) return false;
        var kind = source[at + 1];
        if (kind is '\n' or '\r')
        {
            // The break is no part of the text.
            NextLine();
            while (at < source.Length && source[at] is ' ' or '\t') at++;
            return true;
        }

        Note();
        var digits = kind switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        at += 2 + digits;
        offset += digits == 8 && char.IsHighSurrogate(text[offset]) ? 2 : 1;
        return true;
    }

    private void NextLine()
    {
        var end = source.IndexOf('\n', at);
        at = end < 0 ? source.Length : end + 1;
        line++;
        lineBegin = at;
    }

    private readonly void Note() => runs.Add(new(offset, line, at - lineBegin + 1));
}
