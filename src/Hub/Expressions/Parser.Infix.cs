namespace Hub.Expressions;

/// <summary>Operators, filters and lambdas of other languages between two values, with the whole form that stands for them here.</summary>
internal sealed partial class Parser
{
    private const string OperatorCharacters = "=~|!>+.*^&";

    // What makes a condition of the values beside it.
    private static readonly string[] Conditions = ["==", "!=", "<", ">", "&&", "||", " in ", "has(", "!"];

    // The last expression that was complete before the token.
    private Syntax? complete;

    // The operator where the token stands, and what to write for it with what stands on both sides.
    private (string Operator, string Form)? Infix()
    {
        if (complete is not { } done || done.End > current.Start) return null;
        var left = TextOf(Last(done));
        if (Lambda(done) is { } lambda) return lambda;
        var begin = previous.End == current.Start && previous.Kind is TokenKind.Plus or TokenKind.Times ? previous.Start : current.Start;
        var word = WordAt(begin);
        return FormOf(word.ToLowerInvariant(), left, begin + word.Length) is { } form ? (word, form) : null;
    }

    private string? FormOf(string word, string left, int behind)
    {
        switch (word)
        {
            case "is":
                var next = WordAt(behind = SkipSpace(behind));
                var isNot = next.Equals("not", StringComparison.OrdinalIgnoreCase);
                return IsForm(left, isNot ? WordAt(SkipSpace(behind + next.Length)) : next, isNot);
            case "not":
                var negated = WordAt(behind = SkipSpace(behind));
                return FormOf(negated.ToLowerInvariant(), left, behind + negated.Length) is { } form && form.StartsWith("write ", StringComparison.Ordinal) ? $"write !{(negated is "in" ? $"({form["write ".Length..]})" : form["write ".Length..])}" : null;
            case "exists" or "present" or "defined" or "isset" or "empty" or "blank" when SkipSpace(behind) >= source.Length || source[SkipSpace(behind)] is '&' or '|' or ')' or '}':
                return word is "empty" or "blank" ? $"write size({left}) == 0" : left.Contains('.', StringComparison.Ordinal) ? $"write has({left})" : $"write {left} != null";
            case "|" or "|>":
                return Filter(left, SkipSpace(behind));
            case "starts" or "ends" when WordAt(SkipSpace(behind)).Equals("with", StringComparison.OrdinalIgnoreCase):
                behind = SkipSpace(behind) + "with".Length;
                break;
        }

        if (OperandAt(SkipSpace(behind)) is not var (right, end)) return null;
        return word switch
        {
            "=~" or "~" or "matches" or "regexp" or "rlike" => $"write {left}.matches({right})",
            "!~" => $"write !{left}.matches({right})",
            "contains" or "includes" or "include" when left.EndsWith(".tags", StringComparison.Ordinal) => $"write {right} in {left}{(SkipSpace(0) == source.IndexOf(left, StringComparison.Ordinal) ? ", and in YAML all of it in single quotes" : "")}",
            "contains" or "includes" or "include" => $"write {left}.contains({right})",
            "mentions" => $"write mentions({left}, {right})",
            "startswith" or "starts" => $"write {left}.startsWith({right})",
            "endswith" or "ends" => $"write {left}.endsWith({right})",
            "like" or "ilike" => Like(left, right),
            "in" => $"write {left} in {right}",
            "any" or "some" => $"write {right} in {left}",
            "xor" => $"write {left} != {right}",
            "&" when JoinsConditions(right) => "between two conditions write &&",
            "or" when complete is { } value && IsPath(Last(value)) && (right[0] is '"' or '\'') => $"write {left.Replace(".", ".?", StringComparison.Ordinal)}.orValue({right})",
            "++" or ".." or "&" => $"write {left} + {right}",
            "**" or "^" => $"there is no power here, so multiply: write {left} * {left}",
            "between" when WordAt(SkipSpace(end)).Equals("and", StringComparison.OrdinalIgnoreCase) && OperandAt(SkipSpace(SkipSpace(end) + "and".Length)) is var (last, _) => $"write {left} >= {right} && {left} <= {last}",
            _ => null,
        };
    }

    // Two texts may be joined, two conditions cannot be meant so.
    private bool JoinsConditions(string right) => right.StartsWith("has(", StringComparison.Ordinal) || Conditions.Any(sign => source.Contains(sign, StringComparison.Ordinal));

    private static bool IsPath(Syntax node) => node switch
    {
        Syntax.Select { IsOptional: false, IsQuoted: false } select => select.Operand is Syntax.Name || IsPath(select.Operand),
        _ => false,
    };

    private static string? IsForm(string left, string word, bool isNot) => word.ToLowerInvariant() switch
    {
        "null" or "none" or "nil" or "undefined" or "missing" or "absent" => $"write {left} {(isNot ? "!=" : "==")} null",
        "empty" or "blank" => $"write size({left}) {(isNot ? "> 0" : "== 0")}",
        "present" or "defined" or "set" => $"write {left} {(isNot ? "==" : "!=")} null",
        "true" => $"write {(isNot ? "!" : "")}{left}",
        "false" => $"write {(isNot ? "" : "!")}{left}",
        _ => null,
    };

    // A % stands for anything in a pattern of SQL.
    private static string Like(string left, string right)
    {
        var words = right.Trim('"', '\'');
        var (isOpenBefore, isOpenAfter) = (words.StartsWith('%'), words.EndsWith('%'));
        var inner = words.Trim('%');
        if (right.Length < 2 || right[0] is not ('"' or '\'') || inner.Contains('%', StringComparison.Ordinal)) return $"write {left}.contains({right})";
        var function = (isOpenBefore, isOpenAfter) switch
        {
            (false, true) => "startsWith",
            (true, false) => "endsWith",
            _ => "contains",
        };
        return $"write {left}.{function}({right[0]}{inner}{right[0]})";
    }

    private string? Filter(string left, int begin)
    {
        var name = WordAt(begin);
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || (begin + name.Length < source.Length && source[begin + name.Length] == '.')) return null;
        var behind = SkipSpace(begin + name.Length);
        var hasArgument = behind < source.Length && source[behind] is ':' or '(';
        var argument = hasArgument ? OperandAt(SkipSpace(behind + 1))?.Text : null;
        string[] arguments = argument is null ? [] : [argument];
        var form = OtherLanguages.Method(left, CelType.String, name, arguments) ?? OtherLanguages.Function(name, [left, .. arguments]);
        return form is null ? $"there are no filters here: write a function behind the value, as {left}.trim(), and || for \"or\"" : $"write {form["Write ".Length..].TrimEnd('.')}";
    }

    // x -> body and x => body, as arguments of a loop.
    private (string Operator, string Form)? Lambda(Syntax left)
    {
        var isArrow = current.Kind == TokenKind.Greater && previous.Kind == TokenKind.Minus && previous.End == current.Start;
        var isFatArrow = current.Kind == TokenKind.Error && source.AsSpan(current.Start).StartsWith("=>", StringComparison.Ordinal);
        if ((!isArrow && !isFatArrow) || left is not Syntax.Name name) return null;
        var arrow = isArrow ? "->" : "=>";
        var (open, body) = (name.Position - 1, SkipSpace(isArrow ? current.End : current.Start + 2));
        if (open < 0 || source[open] != '(' || Closing(open) is not { } close) return isArrow || open >= 0 ? (arrow, "write the name of the element and a comma, as list.exists(x, x > 1)") : null;
        var begin = source.AsSpan(0, open).LastIndexOfAnyExcept(PathCharacters) + 1;
        return (arrow, $"write {source[begin..open]}({name.Text}, {source[body..close]})");
    }

    // The place of the bracket that closes the one at a place; null where it stays open.
    private int? Closing(int open)
    {
        var reader = new Lexer(source, open);
        for (var depth = 0; ;)
        {
            var token = reader.Next();
            if (token.Kind == TokenKind.End) return null;
            if (token.Kind is TokenKind.OpenParenthesis or TokenKind.OpenBracket or TokenKind.OpenBrace) depth++;
            if (token.Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace && --depth == 0) return token.Start;
        }
    }

    // One value: a literal, a path with its call, or what stands in brackets; /a/ is a text.
    private (string Text, int End)? OperandAt(int begin)
    {
        if (begin >= source.Length) return null;
        if (source[begin] == '/' && source.IndexOf('/', begin + 1) is var slash and > 0) return ($"\"{source[(begin + 1)..slash]}\"", slash + 1);
        var token = new Lexer(source, begin).Next();
        var end = token.Kind switch
        {
            TokenKind.String or TokenKind.Int or TokenKind.Uint or TokenKind.Double => token.End,
            TokenKind.Identifier => begin + PathAt(begin).Length,
            TokenKind.OpenBracket or TokenKind.OpenParenthesis when Closing(begin) is { } close => close + 1,
            _ => begin,
        };
        if (token.Kind == TokenKind.Identifier && end < source.Length && source[end] == '(') end = Closing(end) is { } last ? last + 1 : end;
        return end > begin ? (source[begin..end], end) : null;
    }

    // A word, or the signs of an operator.
    private string WordAt(int begin)
    {
        if (begin >= source.Length) return "";
        if (char.IsAsciiLetter(source[begin])) return source[begin..].Split([' ', '\t', '\n', '\r', '.', '(', ')', ':', ',', '"', '\'', '|', '&', '['], 2)[0];
        var length = source.AsSpan(begin).IndexOfAnyExcept(OperatorCharacters);
        return source.Substring(begin, Math.Min(length < 0 ? source.Length - begin : length, 2));
    }

    private int SkipSpace(int begin)
    {
        while (begin < source.Length && char.IsWhiteSpace(source[begin])) begin++;
        return begin;
    }

    private string TextOf(Syntax node) => source[node.Position..node.End];

    // What the operator would have bound to.
    private static Syntax Last(Syntax node) => node switch
    {
        Syntax.Logical logical => Last(logical.Operands[^1]),
        Syntax.Binary binary => Last(binary.Right),
        Syntax.Conditional conditional => Last(conditional.WhenFalse),
        Syntax.Unary { Operator: TokenKind.Not } unary => Last(unary.Operand),
        _ => node,
    };
}
