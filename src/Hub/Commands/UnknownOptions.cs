using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Hub.Configuration;

namespace Hub.Commands;

/// <summary>Words that begin like an option and are none of the verb's: the parser would take them for its path or name.</summary>
internal static partial class UnknownOptions
{
    /// <summary>One sentence of the first; null where there is none. What follows <c>--</c> is never an option, nor is what cannot be one, such as an expression.</summary>
    public static string? In(ParseResult call)
    {
        if (call.Action is HelpAction or HelpWithExamples || call.CommandResult.Command is not Verb { Name: not HubCommandLine.Run } verb) return null;
        foreach (var token in call.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) return null;
            if (token.Type != TokenType.Argument || !Option().IsMatch(token.Value)) continue;
            var names = verb.Options.Select(option => option.Name).Order(StringComparer.Ordinal).ToList();
            var meant = Nearest.To(token.Value.Split('=')[0], names);
            return $"hub {verb.Name} has no option {token.Value}.{(meant is null ? "" : $" Did you mean {meant}?")} It has {string.Join(", ", names)}. To give it as it is, write it behind --.";
        }

        return null;
    }

    // Not -1 + 2 or -event.number, and not a value such as -24h.
    [GeneratedRegex("^--?[A-Za-z][A-Za-z0-9-]*(=.*)?$", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Option();
}
