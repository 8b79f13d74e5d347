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

    // What other systems call the person.
    private static readonly HashSet<string> People = new(["customer", "contact", "user", "person", "profile", "client", "recipient"], StringComparer.Ordinal);

    private static readonly HashSet<string> NameWords = new(["name", "first", "last", "full", "display", "nick"], StringComparer.Ordinal);

    /// <summary>The first of them that stands outside of <c>${…}</c>, as a sentence that names the form to write; null where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The names that the text may use.</param>
    /// <param name="guards">What is known of them there.</param>
    public static string? Find(string text, Scope scope, Guards guards)
    {
        foreach (var part in PlainParts(text))
        {
            foreach (var form in Forms)
            {
                if (form.Match(part) is { Success: true } found) return Told(found.Groups["all"].Value, found.Groups["inner"].Value.Trim(), scope, guards);
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

    private static string Told(string all, string inner, Scope scope, Guards guards)
    {
        if (all.StartsWith("{%", StringComparison.Ordinal)) return $"{all} is plain text: there are no statements in texts. Write ${{condition ? \"one\" : \"other\"}} for a choice, and each for a list.";
        var isNumber = inner.Length > 0 && inner.All(char.IsAsciiDigit);
        var form = (isNumber ? null : Form(inner, scope, guards)) ?? $"${{…}} with a name in it{Example(scope, guards)}";
        return isNumber ? $"{all} is plain text: a parameter of a message template is filled by its value under body. For a value write {form}." : $"{all} is plain text. For the value write {form}.";
    }

    // The expression that was probably meant, of names that exist; what may be absent has a text in its place.
    private static string? Form(string inner, Scope scope, Guards guards)
    {
        var path = inner.TrimStart('$').Split('|')[0].Trim();
        if (path.Length == 0) return null;
        if (Compiled(path, scope, guards) is { } form) return form;
        var dot = path.LastIndexOf('.');
        var last = path[(dot + 1)..];
        if (dot > 0 && Compiled($"{path[..dot]}.?{last}.orValue(\"\")", scope, guards) is { } guarded) return guarded;
        if (dot > 0 && People.Contains(path[..dot].ToLowerInvariant()))
        {
            return OfCustomer(last, scope, guards);
        }

        // The path as a whole, or its end, may be a path of the event: order.name is not the event's own name.
        for (var rest = path; rest.Contains('.', StringComparison.Ordinal); rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (OfPath(rest, scope, guards) is { } found) return found;
        }

        return OfEvent(last, scope, guards) ?? OfWords(path, scope, guards) ?? (dot < 0 && IsOfPerson(path) ? OfCustomer(last, scope, guards) : null);
    }

    // order_name, and 123456__order__name of systems that put the id of the step before it.
    private static string? OfWords(string name, Scope scope, Guards guards)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word.All(char.IsAsciiDigit)).ToList();
        for (var cut = 1; cut < words.Count; cut++)
        {
            if (OfPath($"{string.Join('_', words[..cut])}.{string.Join('_', words[cut..])}", scope, guards) is { } form) return form;
        }

        return null;
    }

    // A name may be that of anything: order_name is nobody's.
    private static bool IsOfPerson(string path)
    {
        var words = path.ToLowerInvariant().Replace("name", "_name", StringComparison.Ordinal).Split('_', StringSplitOptions.RemoveEmptyEntries);
        return !words.Contains("name", StringComparer.Ordinal) || Array.TrueForAll(words, word => People.Contains(word) || NameWords.Contains(word));
    }

    private static string? OfPath(string path, Scope scope, Guards guards)
    {
        var (dot, first) = (path.LastIndexOf('.'), path.IndexOf('.', StringComparison.Ordinal));
        var (owner, last) = (path[..dot], path[(dot + 1)..]);
        return Compiled($"event.{path}", scope, guards)
            ?? Compiled($"event.{owner}.?{last}.orValue(\"\")", scope, guards)
            ?? Compiled($"event.?{path[..first]}.?{path[(first + 1)..].Replace(".", ".?", StringComparison.Ordinal)}.orValue(\"\")", scope, guards);
    }

    private static string? OfEvent(string name, Scope scope, Guards guards) =>
        scope.Find("event")?.Type is RecordType record && (record.Find(name) ?? (Suggestion.Nearest(name, record.Fields.Select(field => field.Name)) is { } near ? record.Find(near) : null)) is { } field ? Of(field, scope, guards) : null;

    private static string? OfCustomer(string name, Scope scope, Guards guards) =>
        scope.Find("customer")?.Type is RecordType record && (record.Find(name)?.Name ?? (name.Contains("name", StringComparison.OrdinalIgnoreCase) ? "name" : Suggestion.Nearest(name, record.Fields.Select(field => field.Name)))) is { } field
            ? Compiled($"customer.?{field}.orValue(\"\")", scope, guards)
            : null;

    private static string Example(Scope scope, Guards guards) =>
        scope.Find("event")?.Type is RecordType record && record.Fields.FirstOrDefault(field => field.Type.Kind == ValueKind.String && !field.Nullable) is { } field && Of(field, scope, guards) is { } form ? $", such as {form}" : "";

    private static string? Of(RecordField field, Scope scope, Guards guards)
    {
        var isMoney = field.Type is RecordType record && record.Fields.Any(other => other.Counted is not null);
        var source = $"event.{field.Name}";
        var plain = isMoney ? $"money({source}, \"en\")" : source;
        return Compiled(plain, scope, guards)
            ?? Compiled(isMoney ? $"has({source}) ? {plain} : \"\"" : $"event.?{field.Name}.orValue({Checker.Usual(field.Type)})", scope, guards);
    }

    // A form that could stand in the text as it is: known, never null, and a scalar.
    private static string? Compiled(string source, Scope scope, Guards guards) =>
        Expression.Compile(source, scope, new CompileOptions { Guards = guards }).Compiled is { Names.Count: > 0, Nullable: false } compiled && (compiled.Type.IsDyn || ScalarText.IsScalar(compiled.Type)) ? $"${{{source}}}" : null;
}
