using System.Text.RegularExpressions;
using Hub.Expressions;
using Hub.Mappings.Compiling;
using Hub.Mappings.Reference;

namespace Hub.Mappings;

/// <summary>What the engine cannot say of names that do not exist: where the names of the language do.</summary>
internal static class NameAdvice
{
    private const string NoName = "There is no name ";
    private const string NoVar = "There is no " + FileVars.Prefix;
    private const string NoLet = "There is no let.";

    private static readonly Regex LetName = new("^let\\.(?<name>[A-Za-z0-9_]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex NoVariable = new(@"^(?<owner>thread|customer)\.vars has no field (?<name>[A-Za-z0-9_]+)\.( (?<none>It has none)\.)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The result with that advice in its errors.</summary>
    /// <param name="result">What the engine found.</param>
    /// <param name="text">The text that was compiled.</param>
    /// <param name="context">Where it stands.</param>
    public static CompileResult<T> Given<T>(CompileResult<T> result, string text, FormulaContext context)
        where T : class => result.Errors.Count == 0 ? result : result with { Errors = [.. result.Errors.Select(error => error with { Message = Advised(error, text, context) })] };

    private static string Advised(ExpressionError error, string text, FormulaContext context)
    {
        var message = error.Message;
        if (Later(error, text, context) is { } later) return later;
        if (message.StartsWith(NoName, StringComparison.Ordinal) && message[NoName.Length..].Split(' ')[0] is var name && MappingNames.WhereIs(name) is { } advice) return $"{NoName}{name} here. {advice}";
        if (message.StartsWith(NoVar, StringComparison.Ordinal) && message.EndsWith(" here.", StringComparison.Ordinal)) return $"{message} {MappingNames.WhereIs("vars")}";
        return NoVariable.Match(message) is { Success: true } variable ? OfVariable(message, variable, context) : message;
    }

    private static string OfVariable(string message, Match variable, FormulaContext context)
    {
        var (owner, name) = (variable.Groups["owner"].Value, variable.Groups["name"].Value);
        var other = owner == "thread" ? "customer" : "thread";
        if (((context.Scope.Find(other)?.Type as RecordType)?.Find("vars")?.Type as RecordType)?.Find(name) is not null) return $"{owner}.vars has no field {name}: it belongs to the {other}. Write {other}.vars.{name}.";
        return variable.Groups["none"].Success ? $"There is no state variable {name}. Declare it at the top of a file: state: {{{name}: {{of: {owner}, type: string, for: 24h}}}}." : message;
    }

    // The values of let are made in their order, each of those before it.
    private static string? Later(ExpressionError error, string text, FormulaContext context)
    {
        if (error.Position < 0 || error.Position >= text.Length || !error.Message.StartsWith("There is no ", StringComparison.Ordinal)) return null;
        var begin = error.Message.StartsWith(NoLet, StringComparison.Ordinal) ? text.LastIndexOf("let.", error.Position, StringComparison.Ordinal) : error.Position;
        if (begin < 0 || LetName.Match(text[begin..]) is not { Success: true } match || !context.LaterLets.TryGetValue(match.Groups["name"].Value, out var line)) return null;
        return line == 0 ? $"let.{match.Groups["name"].Value} is made of itself. Name what it is made of." : $"let.{match.Groups["name"].Value} is set after this, in line {line}. Write it before: the values of let are made in their order.";
    }
}
