using System.Text.RegularExpressions;
using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>Finds what fills in values in other systems, as <c>{{order.name}}</c>, and is sent as it stands by this one.</summary>
internal static class ForeignTemplates
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    // Prices, JSON and addresses of the web must not look like any of them.
    private static readonly Regex[] Forms =
    [
        new(@"(?<all>=?\{\{(?<inner>[^{}]{1,200})\}\})", Options),
        new(@"(?<all>\{%(?<inner>[^{}]{1,200})%\})", Options),
        new(@"(?<all><%=?(?<inner>[^<>]{1,200})%>)", Options),
        new(@"(?<all>\$\((?<inner>[a-zA-Z_][a-zA-Z0-9_.]{0,100})\))", Options),
        new(@"(^|[^${a-zA-Z0-9_""])(?<all>#?\{(?<inner>[a-z_][a-zA-Z0-9_.]{0,100})\})", Options),
        new(@"(^|[^a-zA-Z0-9_$/?&=])(?<all>\$(?<inner>[a-z_][a-zA-Z0-9_]{0,50}(\.[a-zA-Z_][a-zA-Z0-9_]{0,50})*))", Options),
        new(@"(^|[^a-zA-Z0-9_%/])(?<all>%(?<inner>[a-z][a-z_.]{2,60})%)", Options),
    ];

    /// <summary>The first of them that stands outside of <c>${…}</c>, as a sentence that names the form to write; null where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The names that the text may use.</param>
    public static string? Find(string text, Scope scope)
    {
        foreach (var part in PlainParts(text))
        {
            foreach (var form in Forms)
            {
                if (form.Match(part) is { Success: true } found) return Told(found.Groups["all"].Value, found.Groups["inner"].Value.Trim(), scope);
            }
        }

        return null;
    }

    /// <summary>What stands outside of <c>${…}</c>.</summary>
    public static IEnumerable<string> PlainParts(string text)
    {
        var begin = 0;
        while (begin < text.Length)
        {
            var dollar = text.IndexOf("${", begin, StringComparison.Ordinal);
            var isEscaped = dollar > 0 && text[dollar - 1] == '$';
            var end = dollar < 0 || isEscaped ? -1 : Template.EndOfExpression(text, dollar + 2, out _);
            var stop = dollar < 0 ? text.Length : isEscaped ? dollar + 2 : dollar;
            if (stop > begin) yield return text[begin..stop];
            if (end < 0 && !isEscaped) yield break;
            begin = isEscaped ? stop : end + 1;
        }
    }

    private static string Told(string all, string inner, Scope scope)
    {
        if (all.StartsWith("{%", StringComparison.Ordinal)) return $"{all} is plain text: there are no statements in texts. Write ${{condition ? \"one\" : \"other\"}} for a choice, and each for a list.";
        var isNumber = inner.Length > 0 && inner.All(char.IsAsciiDigit);
        var form = (isNumber ? null : Form(inner, scope)) ?? $"${{…}} with a name in it{Example(scope)}";
        return isNumber ? $"{all} is plain text: a parameter of a message template is filled by its value under body. For a value write {form}." : $"{all} is plain text. For the value write {form}.";
    }

    // The expression that was probably meant, of names that exist.
    private static string? Form(string inner, Scope scope)
    {
        var path = inner.TrimStart('$').Split('|')[0].Trim();
        if (path.Length == 0) return null;
        if (Expression.Compile(path, scope).Compiled is { Names.Count: > 0 }) return $"${{{path}}}";
        var last = path[(path.LastIndexOf('.') + 1)..];
        return scope.Find("event")?.Type is RecordType record && (record.Find(last) ?? (Suggestion.Nearest(last, record.Fields.Select(field => field.Name)) is { } near ? record.Find(near) : null)) is { } field ? Of(field) : null;
    }

    private static string Example(Scope scope) =>
        scope.Find("event")?.Type is RecordType record && record.Fields.FirstOrDefault(field => field.Type.Kind == ValueKind.String && !field.Nullable) is { } field ? $", such as {Of(field)}" : "";

    private static string Of(RecordField field) => field.Nullable ? $"${{event.?{field.Name}.orValue({Checker.Usual(field.Type)})}}" : $"${{event.{field.Name}}}";
}
