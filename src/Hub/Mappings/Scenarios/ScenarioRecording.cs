using System.Text.Json.Nodes;

namespace Hub.Mappings.Scenarios;

/// <summary>Runs one event in a scenario's world and says what comes of it: the <c>expect</c> of a scenario that is being made.</summary>
internal static class ScenarioRecording
{
    private static readonly DateTimeOffset UsualClock = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>What comes of an event. A query that nobody has answered is answered by a rejection, which is added to the answers.</summary>
    /// <param name="snapshot">The files.</param>
    /// <param name="environment">What they were checked against.</param>
    /// <param name="folder">The folder from which payloads are named.</param>
    /// <param name="start">The scenario's <c>start</c>.</param>
    /// <param name="answers">The scenario's <c>answers</c>.</param>
    /// <param name="given">The event.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ScenarioException">It cannot be run.</exception>
    public static async Task<IReadOnlyList<JsonObject>> RunAsync(
        Snapshot snapshot, MappingEnvironment environment, string folder, JsonObject start, JsonObject answers, JsonObject given, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                var world = new ScenarioWorld(snapshot, environment, start, answers, UsualClock);
                var events = new ScenarioEvents(folder, environment);
                foreach (var happened in events.Of(given, world.Now)) await world.HappenAsync(happened, events.ConnectionOf(given, happened), cancel);
                return world.TakeResults();
            }
            catch (ScenarioException lacking) when (lacking.Unanswered is { } query && !answers.ContainsKey(query))
            {
                answers[query] = new JsonObject { ["failure"] = "rejected", ["code"] = "not_captured" };
            }
        }
    }
}
