using System.CommandLine;
using Hub.Calendars;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Evaluating;
using Hub.Mappings.Scenarios;

namespace Hub.Commands;

/// <summary><c>hub eval</c>: evaluates one expression, or with <c>--jsonl</c> one of each line of standard input.</summary>
internal static class EvalVerb
{
    private static readonly string[] CalendarNames = ["is_open(", "add_open("];

    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, for the names of the connections.</param>
    /// <param name="connectors">The connectors of this build.</param>
    /// <param name="input">Opens standard input.</param>
    public static Verb Of(Func<IConfiguration> configuration, Func<IReadOnlyList<IConnector>> connectors, Func<Stream> input)
    {
        var expression = new Argument<string?>("expression") { Description = "An expression (CEL) as in a mapping, without ${ }", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--event") { Description = "The file that says what event is: as under given in a scenario, or of scenarios; or any JSON, whose fields are not checked" };
        var trace = new Option<bool>("--trace") { Description = "Prints the value of each part as well" };
        var lines = new Option<bool>("--jsonl") { Description = """Reads {"expr": TEXT, "bindings"?: {NAME: {"value": V}}} from each line of standard input and answers each by {"value": V} or {"error": TEXT}""" };
        var mappings = new Option<string?>("--mappings") { Description = "The folder of mapping files whose calendars is_open and add_open ask; by default Hub:Mappings" };
        var verb = new Verb(
            "eval",
            "Evaluates an expression of the mapping language. Exit code 1 when it is wrong or fails.",
            """hub eval 'phone("0412 345 678", "AU")'""",
            """hub eval 'event.status == "success" && size(event.parcels) > 1' --event mappings/shipping.test.yaml --trace""",
            """hub eval 'is_open("support", timestamp("2026-03-02T10:00:00Z"))' --mappings mappings/examples""",
            """echo '{"expr":"x + 1","bindings":{"x":{"value":{"int64Value":"1"}}}}' | hub eval --jsonl""");
        verb.Add(expression);
        verb.Add(file);
        verb.Add(trace);
        verb.Add(lines);
        verb.Add(mappings);
        verb.AddJson();
        verb.SetAction(async (call, cancel) =>
        {
            var settings = configuration();
            if (call.GetValue(mappings) is { } named && !Directory.Exists(named)) throw new WrongCallException($"{named}: There is no such folder.");
            var folder = call.GetValue(mappings) ?? LintVerb.FolderIn(settings);
            var environment = WithCalendars(Environment(settings, connectors()), folder);
            var evaluator = new Evaluator(environment);
            var output = call.InvocationConfiguration.Output;
            if (call.GetValue(lines))
            {
                if (call.GetValue(expression) is not null || call.GetValue(file) is not null || call.GetValue(trace)) throw new WrongCallException("--jsonl takes its expressions from standard input, and nothing else beside it.");
                await using var stream = input();
                await new EvaluationLines(evaluator).AnswerAsync(
                    stream,
                    async answer =>
                    {
                        await output.WriteLineAsync(answer);
                        await output.FlushAsync(cancel);
                    },
                    cancel);
                return ExitCode.Fine;
            }

            var text = call.GetValue(expression) ?? throw new WrongCallException("There is no expression. Write hub eval 'EXPRESSION', or --jsonl for lines of standard input.");
            var hint = environment.Calendars.Count == 0 && CalendarNames.Any(name => text.Contains(name, StringComparison.Ordinal)) ? $"hub eval finds no calendar in the settings and none in {Path.Combine(folder, MappingFolder.Calendars)}: name the folder that has one by --mappings." : null;
            return await OneAsync(call, hint, () => evaluator.Evaluate(text, call.GetValue(file) is { } path ? EventFile.Read(path) : null, TimeProvider.System.GetUtcNow(), call.GetValue(trace)));
        });
        return verb;
    }

    private static MappingEnvironment Environment(IConfiguration settings, IReadOnlyList<IConnector> connectors)
    {
        var configured = KnownConnections.Configured(settings, connectors);
        var (environment, wrong) = LintVerb.EnvironmentOf(settings, configured.Count > 0 ? configured : [.. connectors.Select(connector => (connector.Name, connector))]);
        return wrong.Count == 0 ? environment : throw new WrongCallException(string.Join(System.Environment.NewLine, wrong));
    }

    // Expressions may ask the calendars beside the files, which need not be right themselves.
    private static MappingEnvironment WithCalendars(MappingEnvironment environment, string folder)
    {
        var path = Path.Combine(folder, MappingFolder.Calendars);
        if (!File.Exists(path)) return environment;
        var mistakes = new List<MappingError>();
        var calendars = new Dictionary<string, Calendar>(environment.Calendars, StringComparer.Ordinal);
        if (MappingFolder.Read(path, out var text) is { } wrong) mistakes.Add(new(MappingFolder.Calendars, 0, 0, wrong));
        else foreach (var (name, calendar) in CalendarFile.Read(text, (line, column, sentence) => mistakes.Add(new(MappingFolder.Calendars, line, column, sentence)))) calendars.TryAdd(name, calendar);
        return mistakes.Count == 0 ? environment with { Calendars = calendars } : throw new WrongCallException(string.Join(System.Environment.NewLine, mistakes));
    }

    private static async Task<int> OneAsync(ParseResult call, string? hint, Func<Evaluated> evaluate)
    {
        var (output, error) = (call.InvocationConfiguration.Output, call.InvocationConfiguration.Error);
        Evaluated result;
        try
        {
            result = evaluate();
        }
        catch (ScenarioException wrong)
        {
            throw new WrongCallException(wrong.Message);
        }

        var code = result.Errors.Count == 0 ? ExitCode.Fine : ExitCode.Found;
        if (Verb.WantsJson(call))
        {
            await output.WriteLineAsync(result.Json);
            return code;
        }

        var width = result.Trace.Select(line => Indent(line).Length).Where(length => length <= 60).DefaultIfEmpty().Max();
        foreach (var line in result.Trace) await output.WriteLineAsync($"{Indent(line).PadRight(width)}  {line.Value}");
        if (result.Text is { } text && result.Trace.Count == 0) await output.WriteLineAsync(text);
        foreach (var sentence in result.Errors) await error.WriteLineAsync(sentence);
        if (hint is not null && code == ExitCode.Found) await error.WriteLineAsync(hint);
        return code;
    }

    private static string Indent(TraceLine line) => new string(' ', 2 * line.Depth) + line.Part.ReplaceLineEndings(" ");
}
