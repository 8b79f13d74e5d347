using System.Net;
using System.Text;
using Hub.Commands;
using Hub.Configuration;
using Hub.Connectors;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Commands;

/// <summary>What a call printed, and how it ended.</summary>
internal sealed record Called(int Code, string Output, string Error);

/// <summary>The command line with all its verbs and the real connectors; only the network is not there.</summary>
internal static class CommandLineUnderTest
{
    /// <summary>Carries out a call.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="answer">What the running hub answers to a path; null where none runs.</param>
    /// <param name="mappings">The folder of the settings; null for the project's.</param>
    public static async Task<Called> CallAsync(IReadOnlyList<string> args, string input = "", Func<string, (HttpStatusCode Status, string Body)>? answer = null, string? mappings = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection([new("Hub:Mappings", mappings ?? MappingWorld.Folder)]).Build();
        var line = new HubCommandLine(Verbs(args, settings, input, answer));
        var code = await line.InvokeAsync(args, output, error, CancellationToken.None);
        return new(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>All verbs.</summary>
    public static IReadOnlyList<Verb> Verbs(IReadOnlyList<string> args, IConfiguration settings, string input = "", Func<string, (HttpStatusCode Status, string Body)>? answer = null)
    {
        IReadOnlyList<IConnector> connectors = [.. MappingWorld.Environment.Connections.Select(connection => connection.Connector)];
        var hub = new HubCall(() => settings, () => new Network(answer));
        return
        [
            InitVerb.Of(TextReader.Null, () => false, () => connectors), RunVerb.Of(args, _ => throw new StartRefusedException([])), LintVerb.Of(() => settings, () => connectors, hub), TestVerb.Of(() => settings, () => connectors, hub),
            EvalVerb.Of(() => settings, () => connectors, () => new MemoryStream(Encoding.UTF8.GetBytes(input))), ExplainVerb.Of(() => settings, () => connectors, hub), DocsVerb.Of(() => connectors),
            FindVerb.Of(hub), PauseVerbs.Pause(hub), PauseVerbs.Resume(hub, TimeProvider.System), PausedVerb.Of(hub), ParkedVerb.Of(hub, TextReader.Null, () => false, TimeProvider.System), BackupVerb.Of(hub), RestoreVerb.Of(() => settings), AlertsVerb.Of(hub), ApproveVerb.Of(hub), ReconcileVerb.Of(hub), ConnectionsVerb.Of(hub), MergesVerb.Of(hub),
            MappingsVerb.Of(hub, () => settings), DiffVerb.Of(hub, () => settings), SimulateVerb.Of(hub, () => settings), CaptureVerb.Of(hub, () => settings, () => connectors),
        ];
    }

    private sealed class Network(Func<string, (HttpStatusCode Status, string Body)>? answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answer is null) throw new HttpRequestException(HttpRequestError.ConnectionError);
            var (status, body) = answer(request.RequestUri!.PathAndQuery);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
