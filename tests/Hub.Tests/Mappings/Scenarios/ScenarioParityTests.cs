using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Mappings;
using Hub.Mappings.Scenarios;
using Hub.Storage;
using Hub.Tests.Calendars;
using Hub.Tests.Pipeline;

namespace Hub.Tests.Mappings.Scenarios;

/// <summary>What a scenario says of a mapping is what the hub does: the same commands, with the same states and reasons, at the same step.</summary>
public sealed class ScenarioParityTests
{
    // What the hub tries again within a step comes to its end within the step; in a scenario it does at once.
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(2);

    public static TheoryData<string> Names => [.. ParityCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario_SaysWhatTheHubDoes(string name)
    {
        var told = await TellAsync(ParityCases.All[name]);
        var happened = await HappenAsync(ParityCases.All[name]);
        told.ShouldBe(happened, string.Join('\n', told) + "\n-- the hub:\n" + string.Join('\n', happened));
        happened.ShouldContain(step => step.Length > 0);
    }

    // By step, what came of commands, in the words that the hub has for it.
    private static async Task<List<string>> TellAsync(ParityCase parity)
    {
        var vendor = new FakeVendor();
        var environment = new MappingEnvironment { Connections = [("fake", vendor)], Calendars = SomeCalendars.Office, Templates = new Dictionary<string, IReadOnlyList<MessageTemplate>>(StringComparer.Ordinal) { ["fake"] = vendor.Templates } };
        var loaded = MappingFolder.Compile([new("test.yaml", "language: 1\n" + parity.Routes)], environment);
        loaded.Errors.ShouldBeEmpty();
        var world = new ScenarioWorld(loaded.Snapshot!, environment, [], AnswersOf(parity), HubUnderTest.Start);
        var steps = new List<string>();
        foreach (var (happened, later) in parity.Steps)
        {
            await world.MoveToAsync(world.Now + later, CancellationToken.None);
            foreach (var incoming in happened is null ? [] : Read(vendor, happened with { Key = $"{steps.Count}" }, world.Now)) await world.HappenAsync(incoming, null, CancellationToken.None);
            await world.MoveToAsync(world.Now + Breath, CancellationToken.None);
            steps.Add(string.Join("; ", world.TakeResults().Where(entry => !entry.ContainsKey("set") && !entry.ContainsKey("broken")).Select(Told).Order(StringComparer.Ordinal)));
        }

        return steps;
    }

    private static async Task<List<string>> HappenAsync(ParityCase parity)
    {
        await using var hub = await HubUnderTest.StartAsync(parity.Routes, calendars: SomeCalendars.Office, retries: parity.Retries);
        foreach (var (action, answers) in parity.Answers) hub.Vendor.Answer(action, [.. answers.Select(kind => kind is { } failure ? FakeVendor.Fail(failure) : hub.Vendor.Succeed())]);
        if (parity.Question is { } fails) hub.Vendor.OnQuestion = _ => Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(new(fails, "code", "It failed.")));
        var steps = new List<string>();
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (happened, later) in parity.Steps)
        {
            if (later > TimeSpan.Zero) await hub.AdvanceAsync(later);
            if (happened is not null) await hub.SendAsync(happened);
            await hub.AdvanceAsync(Breath);
            var now = await StandAsync(hub);
            steps.Add(string.Join("; ", now.Where(entry => known.GetValueOrDefault(entry.Key) != entry.Value).Select(entry => entry.Value).Order(StringComparer.Ordinal)));
            known = now;
        }

        return steps;
    }

    private static async Task<Dictionary<string, string>> StandAsync(HubUnderTest hub)
    {
        var stand = (await hub.CommandsAsync()).ToDictionary(
            row => row.Id,
            row => Line(row.PausedAs, row.State, CommandState.Counted(row.State) is "pending" or CommandState.Done ? null : row.Reason, row.State == CommandState.Done ? JsonNode.Parse(row.Input!) as JsonObject : null),
            StringComparer.Ordinal);
        foreach (var failed in await hub.ListAsync("SELECT event.id || '/' || route FROM event_route JOIN event ON event.seq = event_route.seq WHERE outcome = 'failed'")) stand[failed] = Line(failed.Split('/')[1], CommandState.Parked, "route_failed", null);
        return stand;
    }

    private static string Told(JsonObject entry)
    {
        var kind = Expectation.Kinds.First(entry.ContainsKey);
        var state = kind switch
        {
            "do" => CommandState.Done,
            "waits" => entry["for"]?.ToString() switch { Expectation.ForKey => CommandState.AwaitingOnce, Expectation.ForLink => CommandState.AwaitingLink, _ => CommandState.Scheduled },
            "held" => entry["held"]!.ToString() is "throttled" or "unauthorized" ? CommandState.Waiting : CommandState.Scheduled,
            _ => kind,
        };
        return Line(entry["route"]!.ToString(), state, kind is "refused" or "cancelled" or "parked" ? entry[kind]!.ToString() : null, entry["with"] as JsonObject);
    }

    private static string Line(string route, string state, string? reason, JsonObject? input) =>
        $"{route} {state}{(reason is null ? "" : $"({reason})")}{(input is null ? "" : $" {input["text"] ?? input["subject"] ?? input["template"]}")}";

    private static JsonObject AnswersOf(ParityCase parity)
    {
        var answers = new JsonObject { ["fake.ask"] = parity.Question is { } fails ? new JsonObject { ["failure"] = Settlement.NameOf(fails) } : new JsonObject { ["text"] = "answer" } };
        foreach (var (action, kinds) in parity.Answers)
        {
            // The tries of one command are one answer.
            var turns = parity.Retries.Count > 0 ? kinds.Take(1) : kinds;
            answers[action] = new JsonArray([.. turns.Select(kind => kind is { } failure ? new JsonObject { ["failure"] = Settlement.NameOf(failure) } : new JsonObject()), new JsonObject()]);
        }

        if (!answers.ContainsKey("fake.create_ticket") || parity.Answers.ContainsKey("fake.create_ticket")) answers["fake.create_ticket"] = new JsonArray([.. (answers["fake.create_ticket"] as JsonArray ?? []).Where(turn => turn!["failure"] is not null).Select(turn => turn!.DeepClone()), new JsonObject { ["ticket_id"] = "create_ticket-1" }]);
        return answers;
    }

    private static IReadOnlyList<IncomingEvent> Read(FakeVendor vendor, FakeEvent happened, DateTimeOffset now) => vendor.Read(new()
    {
        Method = "POST", Suffix = "", Query = new Dictionary<string, string>(), Headers = new Dictionary<string, string>(), Body = JsonSerializer.SerializeToUtf8Bytes([happened], FakeJson.Default.ListFakeEvent), ArrivedAt = now,
    });
}
