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
        else if (ForeignTemplates.Find(at.Text, context.Scope) is { } foreign) context.Problems.Warn(at, foreign);
    }

    /// <summary>The expression that a text without <c>${…}</c> was probably meant as, within it; null where it may be a text.</summary>
    public static string? Meant(string text)
    {
        if (text.Length > LongestExpression) return null;
        var isPath = Path.Match(text) is { Success: true } path && MappingNames.WhereIs(path.Groups["root"].Value) is not null;
        return isPath || (Named.IsMatch(text) && Parser.Parse(text, out _) is not null) ? $"${{{text}}}" : null;
    }
}
