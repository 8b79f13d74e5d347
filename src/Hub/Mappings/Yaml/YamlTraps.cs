using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Hub.Mappings.Yaml;

/// <summary>Something that YAML cannot read, where it stands, and what to write instead.</summary>
internal readonly record struct YamlTrap(int Line, int Column, string Message);

/// <summary>Where YAML means something else than the writer: one sentence each that says what to write.</summary>
internal static class YamlTraps
{
    private static readonly Regex GluedColon = new(@"^\s*(- +)?(?<key>[a-z_]+):(?<value>[^\s:/{""'].*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex GluedDash = new(@"^\s*-[A-Za-z$""'{\[]", RegexOptions.NonBacktracking);
    private static readonly Regex WideColon = new(@"^\s*(- +)?(?<key>[a-z_]+) *\uFF1A *(?<value>.*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Key = new(@"^\s*(- +)*(?<key>[A-Za-z_][\w.-]*):(\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>What to write instead of what YAML could not read.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="wrong">What the reader of YAML says.</param>
    public static YamlTrap Explain(string text, string[] lines, YamlException wrong)
    {
        var number = Math.Clamp((int)wrong.Start.Line, 1, lines.Length);
        if (Tab(lines) is { } tab) return tab;
        if (HiddenSpaces.Find(lines, [number - 1, number, number + 1]) is { } hidden) return hidden;
        if (BadEscape(text, lines, number) is { } escape) return escape;
        if (FlowTraps.CutByComment(lines, number) is { } comment) return comment;
        foreach (var near in new[] { number, number - 1, number + 1 }.Where(near => near >= 1 && near <= lines.Length))
        {
            if (Glued(lines, near) is { } glued) return glued;
        }

        foreach (var near in new[] { number, number - 1 }.Where(near => near >= 1))
        {
            if (InValue(lines[near - 1].TrimEnd('\r'), near) is { } trap) return trap;
        }

        return Misplaced(lines, number) ?? new((int)wrong.Start.Line, (int)wrong.Start.Column, $"This is not YAML. {wrong.Message}");
    }

    /// <summary>What is to be said of a plain value that was cut by a comment that its writer did not mean as one.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="end">Where the value ends.</param>
    /// <param name="value">The value as YAML reads it.</param>
    /// <returns>How many characters behind the value's end the comment begins, and a sentence; null where it is meant as a comment.</returns>
    public static (int Blanks, string Message)? CutByComment(string text, int end, string value)
    {
        var i = end;
        while (i < text.Length && text[i] is ' ' or '\t') i++;
        if (i >= text.Length || text[i] != '#') return null;
        var isGlued = i + 1 < text.Length && text[i + 1] is not (' ' or '\t' or '#' or '\r' or '\n');
        var begun = value.LastIndexOf("${", StringComparison.Ordinal);
        var isOpen = (begun >= 0 && value.IndexOf('}', begun) < 0) || value.Count(c => c == '"') % 2 != 0;
        if (!isGlued && !isOpen) return null;
        var line = text.AsSpan(text.LastIndexOf('\n', Math.Max(0, end - 1)) + 1);
        if (line.IndexOf('\n') is var length and >= 0) line = line[..length];
        var whole = ValueOf(line.TrimEnd().ToString()).Value;
        return (i - end, $"To YAML # begins a comment here, and the value ends before it. {QuotedForms.Advice(whole.StartsWith(value, StringComparison.Ordinal) ? whole : "")}");
    }

    /// <summary>What to write instead of a value that begins with an exclamation mark.</summary>
    /// <param name="lines">The lines of the file's text.</param>
    /// <param name="line">The value's line.</param>
    /// <param name="column">The column where it begins.</param>
    public static string TagAt(string[] lines, int line, int column)
    {
        var (value, begin) = ValueOf(lines[line - 1].TrimEnd('\r'));
        return begin == column - 1 && !GoesOn(lines, line) ? Tag(value, isWhole: true) : Tag(lines[line - 1][Math.Min(column - 1, lines[line - 1].Length)..], isWhole: false);
    }

    private static string Tag(string value, bool isWhole)
    {
        var end = value.AsSpan().IndexOfAny(" \t\r\n,]}");
        return (end < 0 ? value : value[..end]) is "!include" or "!secret" or "!env" or "!env_var" or "!import"
            ? "Mapping files have no includes and no secrets. Write the value itself, or once under vars at the top of the file and ${vars.name} here; secrets belong to the connections in the settings."
            : $"A value that begins with ! is a tag to YAML. {(isWhole && !value.Contains(" #", StringComparison.Ordinal) ? QuotedForms.Advice(value) : "Put it in single quotes: '!…'.")}";
    }

    // Whether the value of that line goes on in the next one, which is then deeper and no key.
    private static bool GoesOn(string[] lines, int number)
    {
        if (number >= lines.Length || lines[number].AsSpan().IsWhiteSpace()) return false;
        return Indent(lines[number]) > Indent(lines[number - 1]) && !Key.IsMatch(lines[number]);
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    // A path or a pattern in double quotes.
    private static YamlTrap? BadEscape(string text, string[] lines, int number)
    {
        var (value, begin) = ValueOf(lines[number - 1].TrimEnd('\r'));
        var start = lines.Take(number - 1).Sum(line => line.Length + 1);
        var end = start + lines[number - 1].Length;
        for (var quote = text.IndexOf('"', start + begin, end - start - begin); quote >= 0;)
        {
            var (bad, closing) = QuotedForms.BadEscape(text, quote, end);
            if (bad >= 0)
            {
                var whole = quote == start + begin && value is [_, .., '"'] ? QuotedForms.Advice(value.AsSpan()[1..^1]) : "Put the text in single quotes.";
                return new(number, bad - start + 1, $"In double quotes \\ begins an escape, and \\{text[bad + 1]} is none. {whole}");
            }

            quote = closing < 0 ? -1 : text.IndexOf('"', closing + 1, end - closing - 1);
        }

        return null;
    }

    private static YamlTrap? Tab(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].AsSpan(0, lines[i].Length - lines[i].AsSpan().TrimStart().Length);
            if (indent.IndexOf('\t') is var tab and >= 0 && indent.Length < lines[i].TrimEnd().Length)
            {
                return new(i + 1, tab + 1, "Indent with spaces: a tab is not allowed here.");
            }
        }

        return null;
    }

    private static YamlTrap? Glued(string[] lines, int number)
    {
        var line = lines[number - 1].TrimEnd('\r');
        if (GluedDash.IsMatch(line)) return new(number, line.IndexOf('-', StringComparison.Ordinal) + 1, "Write a space behind the dash.");
        if (WideColon.Match(line) is { Success: true } wide) return new(number, line.IndexOf('\uFF1A', StringComparison.Ordinal) + 1, $"This colon is a wide one (U+FF1A), which is a letter to YAML. Write {wide.Groups["key"].Value}: {wide.Groups["value"].Value.TrimEnd()}");
        var colon = GluedColon.Match(line);
        return colon.Success && Vocabulary.RouteKeys.Concat(Vocabulary.FileKeys).Contains(colon.Groups["key"].Value, StringComparer.Ordinal)
            ? new(number, colon.Groups["value"].Index + 1, $"Write a space behind the colon: {colon.Groups["key"].Value}: {colon.Groups["value"].Value}")
            : null;
    }

    private static YamlTrap? InValue(string line, int number)
    {
        var (value, begin) = ValueOf(line);
        var at = new YamlTrap(number, begin + 1, "");
        if (value.StartsWith('!')) return at with { Message = Tag(value, isWhole: true) };
        if (value is ['"' or '\'', ..]) return Quoted(value, at);
        if (value is ['{' or '[', ..])
        {
            return BareExpression(value) is var bare and >= 0
                ? new(number, begin + bare + 1, "In flow style ${…} must stand in quotes: \"${…}\".")
                : BrokenQuotes(value) is var (broken, sentence)
                ? new(number, begin + broken + 1, sentence)
                : FlowTraps.SecondColon(value) is var (second, advice)
                ? new(number, begin + second + 1, advice)
                : Unclosed(value, at) ?? (FlowTraps.Behind(value) is { } behind ? at with { Message = behind } : null);
        }

        if (value.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0)
        {
            return new(number, begin + colon + 1, $"A value without quotes must not hold \": \". {QuotedForms.Advice(value.Contains(" #", StringComparison.Ordinal) ? "" : value)}");
        }

        if (value.StartsWith("- ", StringComparison.Ordinal)) return at with { Message = $"A list begins in the line below its key. A text that begins with a dash stands in single quotes: {(value.Contains(" #", StringComparison.Ordinal) ? "'- …'" : QuotedForms.Single(value))}" };
        if (value is ['&' or '*' or '?', ' ', ..]) return at with { Message = $"A value cannot begin with {value[0]}. {QuotedForms.Advice(value.Contains(" #", StringComparison.Ordinal) ? "" : value)}" };
        return value is ['@' or '`' or '%' or ',' or ']' or '}', ..] ? at with { Message = $"A value cannot begin with {value[0]}. Put it in single quotes." } : null;
    }

    private static YamlTrap? Quoted(string value, YamlTrap at)
    {
        var quote = value[0];
        var end = 1;
        while (end < value.Length && value[end] != quote) end += quote == '"' && value[end] == '\\' ? 2 : 1;
        if (end >= value.Length) return at with { Message = $"The text that begins here has no closing {quote}." };
        var rest = value[(end + 1)..].Trim();
        return rest.Length == 0 || rest[0] is '#' or ':' || (quote == '\'' && rest[0] == quote)
            ? null
            : at with { Message = $"To YAML this value ends at the second {quote}. Put the whole value in {(quote == '"' ? "single" : "double")} quotes." };
    }

    private static YamlTrap? Unclosed(string value, YamlTrap at)
    {
        var open = new Stack<char>();
        var quote = '\0';
        foreach (var c in value)
        {
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c is '{' or '[') open.Push(c == '{' ? '}' : ']');
            else if (c is '}' or ']' && open.Count > 0 && open.Peek() == c) open.Pop();
        }

        return open.Count == 0 ? null : at with { Message = $"The {value[0]} that begins here has no closing {(value[0] == '{' ? '}' : ']')}." };
    }

    // A key that stands neither below the one before it nor deeper where that one takes something below it.
    private static YamlTrap? Misplaced(string[] lines, int number)
    {
        if (Key.Match(lines[number - 1]) is not { Success: true } key) return null;
        if (Undashed(lines, number, key.Groups["key"]) is { } undashed) return undashed;
        for (var i = number - 2; i >= 0; i--)
        {
            if (Key.Match(lines[i]) is not { Success: true } before) continue;
            var (column, wanted) = (key.Groups["key"].Index + 1, before.Groups["key"].Index + 1);
            if (column == wanted || (column > wanted && lines[i].TrimEnd().EndsWith(':'))) return null;
            var dash = lines[number - 1].IndexOf('-', StringComparison.Ordinal) + 1;
            return dash > 0 && dash < column && !lines[i].TrimStart().StartsWith('-')
                ? new(number, dash, $"{key.Groups["key"].Value} has a dash before it, and {before.Groups["key"].Value} above it has none. Leave the dash out, and begin {key.Groups["key"].Value} in column {wanted}.")
                : new(number, column, $"{key.Groups["key"].Value} begins in column {column}, and {before.Groups["key"].Value} above it in column {wanted}. Keys of one map begin in the same column.");
        }

        return null;
    }

    // The first of a list's entries that has no dash before it, of which YAML makes a map.
    private static YamlTrap? Undashed(string[] lines, int number, Group key)
    {
        var column = Indent(lines[number - 1]) + 1;
        var isDashed = lines[number - 1][column - 1] == '-';
        var hasKeys = false;
        for (var i = number - 2; i >= 0; i--)
        {
            if (Key.Match(lines[i]) is not { Success: true } before) continue;
            var (name, begin, isOpened) = (before.Groups["key"].Value, Indent(lines[i]) + 1, lines[i].TrimEnd().EndsWith(':'));
            if (isDashed && begin > column)
            {
                hasKeys = true;
                continue;
            }

            if (lines[i][begin - 1] == '-') return null;
            if (isDashed) return begin == column && isOpened && hasKeys && key.Value == "id" ? new(i + 1, begin, $"{name} has no dash before it, and id below it has one. Write - id: {name} for it, and its keys in the column of id.") : null;
            return !isOpened && name is ("id" or "scenario") && begin + 2 == column ? new(i + 1, begin, $"{name} has no dash before it. Write - {lines[i].Trim()}") : null;
        }

        return null;
    }

    // What stands behind the first "key: " or "- " of a line, and where.
    private static (string Value, int Begin) ValueOf(string line)
    {
        var begin = Begin(line, 0);
        while (line.AsSpan(begin).StartsWith("- ", StringComparison.Ordinal)) begin = Begin(line, begin + 2);
        if (begin < line.Length && line[begin] is not ('{' or '[') && line.IndexOf(": ", begin, StringComparison.Ordinal) is var colon and >= 0)
        {
            begin = Begin(line, colon + 2);
        }

        return (line[begin..].TrimEnd(), begin);
    }

    private static int Begin(string line, int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
        return at;
    }

    // A quoted text of a list or map that is never closed, or behind whose end comes neither a comma nor what closes the list or map.
    private static (int At, string Message)? BrokenQuotes(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is not ('"' or '\'') || value.AsSpan(0, i).TrimEnd() is not ([.., ',' or '[' or '{' or ':'])) continue;
            var (begin, quote) = (i, value[i]);
            for (i++; i < value.Length && value[i] != quote; i++) i += quote == '"' && value[i] == '\\' ? 1 : 0;
            if (i >= value.Length) return (begin, $"The text that begins here has no closing {quote}.");
            var rest = value.AsSpan(i + 1).TrimStart();
            if (rest.IsEmpty || rest[0] is ',' or ']' or '}' or ':' or '#' || (quote == '\'' && rest[0] == quote)) continue;
            if (quote == '"' && value.AsSpan(begin, i - begin).Contains("${", StringComparison.Ordinal)) return (begin, "To YAML this value ends at the second \". Put the whole value in single quotes.");
            if (quote == '\'') return (begin, "To YAML this value ends at the second '. Put the whole value in double quotes, or write '' for an apostrophe.");
            return (begin, "To YAML this value ends at the second \". Put the whole value in single quotes, or write \\\" for a quote within it.");
        }

        return null;
    }

    private static int BareExpression(string value)
    {
        var quote = '\0';
        for (var i = 0; i < value.Length; i++)
        {
            if (quote != '\0') quote = value[i] == quote ? '\0' : quote;
            else if (value[i] is '"' or '\'') quote = value[i];
            else if (value[i] == '$' && i + 1 < value.Length && value[i + 1] == '{') return i;
        }

        return -1;
    }
}
