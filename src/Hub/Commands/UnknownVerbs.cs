using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Hub.Configuration;

namespace Hub.Commands;

/// <summary>A word that stands where a verb belongs and is none: what was probably meant.</summary>
internal static class UnknownVerbs
{
    // What other tools call it.
    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["check"] = "lint", ["validate"] = "lint", ["verify"] = "lint", ["compile"] = "lint", ["build"] = "lint",
        ["start"] = "run", ["serve"] = "run", ["up"] = "run", ["server"] = "run",
        ["deploy"] = "mappings publish", ["publish"] = "mappings publish", ["apply"] = "mappings publish", ["push"] = "mappings publish", ["release"] = "mappings publish",
        ["status"] = "mappings", ["list"] = "mappings", ["reload"] = "mappings", ["new"] = "init", ["create"] = "init", ["evaluate"] = "eval", ["expr"] = "eval",
        ["why"] = "explain", ["trace"] = "explain", ["search"] = "find", ["show"] = "find", ["stop"] = "pause", ["hold"] = "pause", ["continue"] = "resume", ["unpause"] = "resume",
        ["compare"] = "diff", ["plan"] = "simulate", ["preview"] = "simulate", ["dry-run"] = "simulate", ["record"] = "capture", ["errors"] = "parked", ["failed"] = "parked",
        ["replay"] = "parked replay", ["retry"] = "parked replay", ["requeue"] = "parked replay", ["discard"] = "parked discard",
        ["help"] = "--help", ["version"] = "--version", ["undo"] = "merges undo", ["redo"] = "merges redo",
    };

    /// <summary>One sentence; null where the call has a verb, or needs none.</summary>
    public static string? In(ParseResult call)
    {
        if (call.Action is HelpAction or HelpWithExamples || call.UnmatchedTokens is not [var word, ..]) return null;
        // The parser goes on behind a word that it does not know, and finds a verb in what was meant as a folder.
        var isRoot = call.Tokens[0].Type == TokenType.Argument;
        var command = isRoot ? call.RootCommandResult.Command : call.CommandResult.Command;
        if (command.Subcommands.Count == 0 || command.Arguments.Count > 0) return null;
        var names = command.Subcommands.Select(verb => verb.Name).ToList();
        var path = isRoot ? "hub" : $"hub {command.Name}";
        var meant = isRoot && OtherWords.TryGetValue(word, out var other) ? other : Nearest.To(word, names);
        return $"{path} has no verb {word}.{(meant is null ? "" : $" Did you mean {path} {meant}?")} {(names.Count == 1 ? "Its only verb is" : "Its verbs are")} {string.Join(", ", names)}.";
    }
}
