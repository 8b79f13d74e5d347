using System.Text.RegularExpressions;
using Hub.Expressions;
using Hub.Mappings.Reference;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Finds a text that was meant as an expression: <c>event.id</c> or <c>{{event.id}}</c> without <c>${…}</c> is sent as it stands.</summary>
internal static class ForgottenBraces
{
    private const int LongestExpression = 1_000;
    private static readonly Regex Path = new(@"^(?<root>[a-z]+)\.[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    // A field of a known name, or a moment that is reckoned with.
    private static readonly Regex Named = new(
        @"(^|[^a-zA-Z0-9_.])((event|customer|thread|linked|item|let|read|vars|result|failure)(\.\??[a-z_]|\[)|(now|due)\s*([-+]\s*duration\(|\.get))",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>Warns where the text can hardly be meant as one.</summary>
    public static void Check(string key, YamlScalar at, FormulaContext context)
    {
        if (at.IsBroken) return;
        if (!at.Text.Contains("${", StringComparison.Ordinal) && Meant(at.Text) is { } meant) context.Problems.Warn(at, $"{key} is the plain text {at.Text}. For the value write {meant}.");
        else if (EscapedExpression(at.Text, context) is { } escaped) context.Problems.Warn(at, $"$${{{escaped}}} is sent as ${{{escaped}}}: $${{ stands for ${{ itself. For a dollar before the value write ${{'$'}}${{{escaped}}}.");
        else if (QuotedExpression(at.Text, context) is { } quoted) context.Problems.Warn(at, $"${{{quoted}}} stands in quotes within an expression, and is sent as it stands. For the value write ${{{quoted}}} alone, without quotes around it.");
        else if (ForeignTemplates.Find(at.Text, context.Scope, context.Guards) is { } foreign) context.Problems.Warn(at, foreign);
        else if (LeftOver(at.Text) is { } before) context.Problems.Warn(at, $"The second }} behind {before} closes nothing, and is sent as it stands. Leave it out.");
    }

    // The expression behind which stands a brace that nothing before it opened.
    private static string? LeftOver(string text)
    {
        const string mark = "${";
        for (int from = 0, open = 0; text.IndexOf(mark, from, StringComparison.Ordinal) is var at and >= 0;)
        {
            var isEscaped = at > 0 && text[at - 1] == '$';
            var end = isEscaped ? at + 1 : Template.EndOfExpression(text, at + mark.Length, out _);
            if (end < 0) return null;
            open += text.AsSpan(from, at - from).Count('{') - text.AsSpan(from, at - from).Count('}') + (isEscaped ? 1 : 0);
            if (!isEscaped && open <= 0 && end + 1 < text.Length && text[end + 1] == '}') return text[at..(end + 1)];
            from = end + 1;
        }

        return null;
    }

    // What stands behind $${ and could be evaluated: a price, and no text about expressions.
    private static string? EscapedExpression(string text, FormulaContext context)
    {
        const string mark = "$${";
        for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + mark.Length, StringComparison.Ordinal))
        {
            var end = Template.EndOfExpression(text, at + mark.Length, out _);
            if (end < 0 || end - at > LongestExpression) continue;
            var inner = text[(at + mark.Length)..end];
            if (Expression.Compile(inner, context.Scope, new CompileOptions { Guards = context.Guards }).Compiled is { Names.Count: > 0 }) return inner;
        }

        return null;
    }

    // What stands as ${…} in a text of an expression, where it is a text like any other.
    private static string? QuotedExpression(string text, FormulaContext context)
    {
        const string mark = "${";
        for (var begin = text.IndexOf(mark, StringComparison.Ordinal); begin >= 0;)
        {
            var end = Template.EndOfExpression(text, begin + mark.Length, out _);
            if (end < 0 || end - begin > LongestExpression) return null;
            var isEscaped = begin > 0 && text[begin - 1] == '$';
            var inner = text[(begin + mark.Length)..end];
            var from = isEscaped ? -1 : inner.IndexOf(mark, StringComparison.Ordinal);
            var quoted = from >= 0 && inner.IndexOf('}', from) is var close and > 0 ? inner[(from + mark.Length)..close] : null;
            if (quoted is not null && Expression.Compile(quoted, context.Scope, new CompileOptions { Guards = context.Guards }).Compiled is { Names.Count: > 0 }) return quoted;
            begin = text.IndexOf(mark, end, StringComparison.Ordinal);
        }

        return null;
    }

    /// <summary>The expression that a text without <c>${…}</c> was probably meant as, within it; null where it may be a text.</summary>
    public static string? Meant(string text)
    {
        if (text.Length > LongestExpression) return null;
        var isPath = Path.Match(text) is { Success: true } path && MappingNames.WhereIs(path.Groups["root"].Value) is not null;
        return isPath || (Named.IsMatch(text) && Parser.Parse(text, out _) is not null) ? $"${{{text}}}" : null;
    }
}
