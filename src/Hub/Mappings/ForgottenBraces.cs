using System.Text.RegularExpressions;
using Hub.Mappings.Reference;
using Hub.Mappings.Yaml;

namespace Hub.Mappings;

/// <summary>Finds a text that was meant as an expression: <c>event.id</c> or <c>{{event.id}}</c> without <c>${…}</c> is sent as it stands.</summary>
internal static class ForgottenBraces
{
    private static readonly Regex Path = new(@"^(?<root>[a-z]+)\.[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Doubled = new(@"\{\{\s*(?<path>[a-z]+(\.[a-z_][a-z0-9_]*)+)\s*\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>Warns where the text can hardly be meant as one.</summary>
    public static void Check(string key, YamlScalar at, Problems problems)
    {
        if (at.Text.Contains("${", StringComparison.Ordinal) || at.Text.Length > 1_000) return;
        if (Doubled.Match(at.Text) is { Success: true } doubled)
        {
            problems.Warn(at, $"{doubled.Value} is plain text. For the value write ${{{doubled.Groups["path"].Value}}}.");
        }
        else if (Path.Match(at.Text) is { Success: true } path && MappingNames.WhereIs(path.Groups["root"].Value) is not null)
        {
            problems.Warn(at, $"{key} is the plain text {at.Text}. For the value write ${{{at.Text}}}.");
        }
    }
}
