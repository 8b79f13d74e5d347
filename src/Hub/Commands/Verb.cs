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
    /// <summary>Calls that work.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
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
