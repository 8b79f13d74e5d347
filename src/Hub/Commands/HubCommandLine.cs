using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Hub.Commands;

/// <summary>The command line <c>hub VERB</c>. Without a verb it runs the hub.</summary>
/// <param name="verbs">The verbs; <c>run</c> takes settings instead of options.</param>
internal sealed class HubCommandLine(IReadOnlyList<Verb> verbs)
{
    /// <summary>The verb that is meant when there is none.</summary>
    public const string Run = "run";

    private static readonly string[] AboutItself = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <summary>Carries out a call.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="standardOutput">Standard output.</param>
    /// <param name="standardError">Standard error.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public async Task<int> InvokeAsync(IReadOnlyList<string> args, TextWriter standardOutput, TextWriter standardError, CancellationToken cancel)
    {
        await using var output = new PrintedText(standardOutput);
        await using var error = new PrintedText(standardError);
        var root = new RootCommand("The connector hub: a connector reports events, a mapping file says which event causes which action, and the hub makes sure that it happens. Without a verb it runs the hub, which keeps its data in the folder data here unless Hub:DataPath names another: see hub run --help. hub VERB --help tells more of each, with examples.");
        root.HelpName = "hub";
        foreach (var verb in verbs) root.Add(verb);
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction help } option) option.Action = new HelpWithExamples(help);
        var call = root.Parse(WithVerb(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UnknownOptions.In(call) is { } unknown) return await RefuseAsync(unknown, ExitCode.WrongCall, args.Contains("--json"), output, error);
        if (UnknownVerbs.In(call) is { } strange) return await RefuseAsync(strange, ExitCode.WrongCall, args.Contains("--json"), output, error);
        if (call.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = false;
            if (args.Contains("--json")) return await RefuseAsync(string.Join(' ', call.Errors.Select(fault => fault.Message)), ExitCode.WrongCall, isJson: true, output, error);
        }

        try
        {
            // Signals are the host's: it stops the hub in order. A default handler would print a stack trace.
            var result = await call.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, cancel);
            return call.Action is ParseErrorAction ? ExitCode.WrongCall : result;
        }
        catch (ClosedOutputException)
        {
            // Who read it has read enough.
            return ExitCode.Fine;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.WrongCall;
        }
        catch (WrongCallException wrongCall)
        {
            return await RefuseAsync(wrongCall.Message, wrongCall.ExitCode, Verb.WantsJson(call), output, error);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException)
        {
            // A file or a setting that none of the verbs expects to be so.
            return await RefuseAsync(fault.InnerException is { } inner ? $"{fault.Message} {inner.Message}" : fault.Message, ExitCode.WrongCall, Verb.WantsJson(call), output, error);
        }
    }

    private static async Task<int> RefuseAsync(string sentence, int exitCode, bool isJson, TextWriter output, TextWriter error)
    {
        if (isJson) await output.WriteLineAsync(CommandJson.Write(new Refused(sentence)));
        else await error.WriteLineAsync(sentence);
        return exitCode;
    }

    /// <summary>Settings alone (<c>--urls …</c>, <c>Hub:Sandbox=true</c>) run the hub; any other word must be a verb.</summary>
    private static IReadOnlyList<string> WithVerb(IReadOnlyList<string> args) =>
        args is not [var first, ..] || ((first.StartsWith('-') || first.Contains('=', StringComparison.Ordinal)) && !AboutItself.Contains(first)) ? [Run, .. args] : args;
}
