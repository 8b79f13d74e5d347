using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Hub.Commands;

/// <summary>A verb of the command line, with examples in its help.</summary>
/// <param name="name">The verb.</param>
/// <param name="description">One sentence.</param>
/// <param name="examples">Calls that work.</param>
internal sealed class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    private const string JsonName = "--json";

    /// <summary>Calls that work.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Whether a call asks for JSON: everything on standard output is then JSON, and what is wrong with the call too.</summary>
    public static bool WantsJson(ParseResult call) => call.CommandResult.Command.Options.OfType<Option<bool>>().FirstOrDefault(option => option.Name == JsonName) is { } json && call.GetValue(json);

    /// <summary>Adds <c>--json</c>; the verb asks for it by <see cref="WantsJson"/>.</summary>
    public void AddJson() => Add(new Option<bool>(JsonName) { Description = "Prints JSON" });
}

/// <summary>The call cannot be carried out, which is told in one plain sentence.</summary>
/// <param name="sentence">What is wrong, and what helps.</param>
/// <param name="exitCode">See <see cref="Commands.ExitCode"/>.</param>
internal class WrongCallException(string sentence, int exitCode = ExitCode.WrongCall) : Exception(sentence)
{
    /// <summary>With what the process ends.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>The framework's help, followed by the examples of the verb, or of all verbs.</summary>
/// <param name="help">The framework's help.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var examples = command is Verb verb ? verb.Examples : [.. command.Subcommands.OfType<Verb>().SelectMany(sub => sub.Examples.Take(1))];
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        return result;
    }
}
