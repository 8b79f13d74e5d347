using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public sealed class ScenarioWorldTests : IDisposable
{
    private const string Said = "given: {payload: message.json, connection: whatsapp, change: {summary: TEXT}}";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-scenarios").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task Variables_StandAtTheStart_AreShownWhenSet_AndEndAfterTheirTime() => HoldsAsync(
        """
        state: {asked: {of: thread, type: string, for: 2h}, score: {of: customer, type: int, for: 1d}}
        routes:
          - {id: answer, on: whatsapp.message.received, if: thread.vars.asked == 'budget', set: {asked: null, score: "${customer.vars.?score.orValue(0) + 1}"}}
          - {id: ask, on: whatsapp.message.received, if: thread.vars.asked == null, set: {asked: budget}}
        """,
        $$$"""
        - scenario: one
          start: {state: {asked: budget, score: 4}}
          steps:
            - {{{{Said}}}, expect: [{set: {asked: null, score: 5}, route: answer}]}
            - {{{{Said}}}, expect: [{set: {asked: budget}, route: ask}]}
            - {at: 3h, {{{Said}}}, expect: [{set: {asked: budget}, route: ask}]}
        """);

    [Theory]
    [InlineData("change: {text: Parking?}", "Parking?")]
    [InlineData("change: {text: Parking?, summary: Other}", "Other")]
    [InlineData("change: {message_id: m2}", "Where is my order?")]
    public Task WordsThatAreChanged_AreTheSummaryToo(string change, string words) => HoldsAsync(
        """
        routes:
          - {id: show, on: whatsapp.message.received, do: hub.alert, with: {text: "${event.summary}"}}
        """,
        $$$"""
        - scenario: one
          steps:
            - {given: {payload: message.json, connection: whatsapp, {{{change}}}}, expect: [{do: hub.alert, with: {text: {{{words}}}}}]}
        """);

    [Fact]
    public Task StateOfEveryType_CanBeGiven() => HoldsAsync(
        """
        state: {score: {of: thread, type: double, for: 2h}, wait: {of: thread, type: duration, for: 2h}, at: {of: thread, type: timestamp, for: 2h}, vip: {of: customer, type: bool, for: 2h}}
        routes:
          - {id: show, on: whatsapp.message.received, if: "has(thread.vars.wait) && has(thread.vars.score) && has(thread.vars.at) && has(customer.vars.vip)", do: hub.alert, with: {text: "${string(thread.vars.score)} ${string(thread.vars.wait)} ${string(thread.vars.at)} ${string(customer.vars.vip)}"}}
        """,
        $$$"""
        - scenario: one
          start: {state: {score: 1.5, wait: 90s, at: 2026-01-05T08:00:00Z, vip: true}}
          steps:
            - {given: {payload: message.json, connection: whatsapp}, expect: [{do: hub.alert, with: {text: "1.5 90s 2026-01-05T08:00:00Z true"}}]}
        """);

    [Fact]
    public Task Stop_IsConfirmed_AndHeardByRoutesOfTheHub() => HoldsAsync(
        """
        routes:
          - {id: told, on: hub.consent.changed, do: hub.tag_customer, with: {customer: "${customer}", add: ["out-${event.category}"]}}
          - {id: show, on: whatsapp.message.received, if: "'marketing' in customer.consent.opted_out", do: hub.alert, with: {text: "tags ${customer.tags.join(',')}"}}
        """,
        $$$"""
        - scenario: one
          steps:
            - {{{{Said.Replace("TEXT", "Stop!", StringComparison.Ordinal)}}}, expect: [{do: whatsapp.reply, route: hub.consent_confirmation}, {do: hub.alert, route: show, with: {text: "tags "}}, {do: hub.tag_customer, route: told, with: {add: [out-marketing]}}]}
            - {{{{Said}}}, expect: [{do: hub.alert, with: {text: tags out-marketing}}]}
        """);

    [Fact]
    public Task ConsentOfTheStart_IsSeen() => HoldsAsync(
        "routes: [{id: show, on: whatsapp.message.received, do: hub.alert, with: {text: \"${customer.consent.opted_in.join(',')}/${customer.consent.opted_out.join(',')}\"}}]",
        $$$"""
        - scenario: one
          start: {customer: {name: Mara, tags: [vip]}, consent: {opted_in: [utility], opted_out: [marketing]}}
          steps:
            - {{{{Said}}}, expect: [{do: hub.alert, with: {text: utility/marketing}}]}
        """);

    [Fact]
    public Task ParkedCommandAndSentMessage_AreReported_AndNoRouteRunsOnItsOwn() => HoldsAsync(
        """
        routes:
          - {id: open, on: whatsapp.message.received, do: zendesk.create_ticket, with: {requester: "${customer}", subject: s, text: t}}
          - {id: tell, on: hub.command.parked, if: thread != null, do: whatsapp.reply, with: {to: "${thread}", text: "${event.route}"}}
          - {id: also, on: whatsapp.message.sent, do: whatsapp.reply, with: {to: "${thread}", text: "also ${event.text}"}}
        """,
        $$$"""
        - scenario: one
          answers: {zendesk.create_ticket: {failure: transient}}
          steps:
            - {{{{Said}}}, expect: [{parked: transient, route: open}, {do: whatsapp.reply, route: tell, with: {text: open}}, {do: whatsapp.reply, route: also, with: {text: also open}}]}
        """);

    [Fact]
    public Task WindowCloses_WithTheHubsMargin() => HoldsAsync(
        """
        routes:
          - {id: later, on: whatsapp.message.received, at: "${now + duration('23h57m')}", do: whatsapp.reply, with: {to: "${thread}", text: in time}}
          - {id: too-late, on: whatsapp.message.received, at: "${now + duration('23h59m')}", do: whatsapp.reply, with: {to: "${thread}", text: too late}}
        """,
        $$$"""
        - scenario: one
          steps:
            - {{{{Said}}}, expect: [{waits: whatsapp.reply}, {waits: whatsapp.reply}]}
            - {at: 24h, expect: [{do: whatsapp.reply, route: later}, {refused: window_closed, route: too-late}]}
        """);

    [Fact]
    public Task EventOfAShop_KnowsTheCustomerByFindOnly() => HoldsAsync(
        """
        routes:
          - {id: blind, on: hub.connection.failed, if: customer == null, do: hub.alert, with: {text: nobody}}
          - {id: found, on: hub.connection.failed, find: {customer: {phone: "${event.text}"}}, if: customer != null, do: hub.alert, with: {text: "${customer.?name.orValue('?')}"}}
        """,
        """
        - scenario: one
          start: {customer: {name: Mara, phone: "+61491570006"}}
          steps:
            - {given: {event: hub.connection.failed, data: {connection: shop, code: "401", text: "+61 491 570 006", at: "2026-01-05T09:00:00Z"}}, expect: [{do: hub.alert, with: {text: nobody}}, {do: hub.alert, with: {text: Mara}}]}
            - {given: {event: hub.connection.failed, data: {connection: shop, code: "401", text: "+61491570007", at: "2026-01-05T09:00:00Z"}}, expect: [{do: hub.alert, with: {text: nobody}}]}
        """);

    [Theory]
    [InlineData("{state: {askd: x}}", "There is no state variable askd. Did you mean asked?")]
    [InlineData("{state: {score: many}}", "The state variable score is declared as int, and many is none.")]
    public async Task WrongStart_IsSaid(string start, string message)
    {
        var result = await RunAsync(
            "state: {asked: {of: thread, type: string, for: 2h}, score: {of: customer, type: int, for: 1d}}\nroutes: [{id: r, on: whatsapp.message.received, do: hub.timer}]",
            $"- scenario: one\n  start: {start}\n  steps: [{{at: 1m, expect: []}}]\n");
        result.Differences.ShouldBe([message]);
    }

    private async Task HoldsAsync(string routes, string scenario) => (await RunAsync(routes, scenario)).Differences.ShouldBeEmpty();

    private async Task<ScenarioResult> RunAsync(string routes, string scenario)
    {
        File.Copy(Path.Combine(MappingWorld.Folder, "payloads", "whatsapp", "message.json"), Path.Combine(folder, "message.json"), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), "language: 1\n" + routes + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "a.test.yaml"), scenario + "\n");
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Errors.Concat(run.Load.Errors).Select(error => error.ToString()).ShouldBeEmpty();
        return run.Results.ShouldHaveSingleItem();
    }
}
