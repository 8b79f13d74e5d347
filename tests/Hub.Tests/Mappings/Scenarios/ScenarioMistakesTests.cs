using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public sealed class ScenarioMistakesTests : IDisposable
{
    private const string Payload = "payload: payloads/shopify/fulfillment-pending.json";
    private const string Route = """
        language: 1
        routes:
          - {id: sent, on: shopify.fulfillment.updated, if: event.status == "success", do: shopify.add_tags, with: {order: "${event.order_id}", tags: [sent]}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-scenario-mistakes").FullName;

    public static TheoryData<string, string> Wrong => new()
    {
        { Payload, "payloads/shopify/fulfillment-pending.json does not say which event it is: shopify tells that by the end of the webhook's address. Give that end as suffix, such as suffix: orders/paid under given, or by --suffix." },
        { $"{Payload}, suffix: fulfillments/update, change: {{statuss: success}}", "change: shopify.fulfillment.updated has no field statuss. Did you mean status? Its fields are " },
        { $"{Payload}, suffix: fulfillments/update, change: {{parcels: [{{nmber: x}}]}}", "change: shopify.fulfillment.updated has no field parcels[0].nmber. Did you mean number? The fields of parcels[0] are number, tracking_url, company." },
        { $"{Payload}, suffix: shopify.order.fulfilled", "shopify has no event at the address that ends in shopify.order.fulfilled. Did you mean orders/fulfilled? A suffix is one of orders/create, " },
        { $"{Payload}, suffix: fulfilments/update", "shopify has no event at the address that ends in fulfilments/update. Did you mean fulfillments/update? " },
        { $"{Payload}, suffix: fulfillments/update, change: {{status: null}}", "change: status of shopify.fulfillment.updated is never null. Give it a value, or leave it out." },
        { "event: shopify.order.paid, data: {id: \"1\", nmae: \"#1001\"}", "data: shopify.order.paid has no field nmae. Did you mean name? Its fields are " },
        { "event: shopify.order.paid, data: {id: 1, name: x, admin_graphql_api_id: g, total_price: \"1.00\", order_number: 1}", "data are not the fields of shopify.order.paid: they look like the body of a webhook, as the vendor sends it. Put that into a file and write payload: FILE in place of event and data." },
        { "event: whatsapp.message.received, data: {object: whatsapp_business_account, entry: []}", "data are not the fields of whatsapp.message.received: they look like the body of a webhook, as the vendor sends it." },
        { "payload: payloads/broken.json, connection: shopify, suffix: orders/paid", "payloads/broken.json:1:9: The file is not JSON. The comma before it is one too many. Remove it." },
        { "event: shopify.order.paid, data: payloads/broken.json", "payloads/broken.json:1:9: The file is not JSON. The comma before it is one too many. Remove it." },
        { "payload: payloads/stray.json", "Nothing says which vendor sent payloads/stray.json: its folder payloads is no connection. Write under given also connection:, one of whatsapp, zendesk, shopify, hubspot, or put the file in a folder of that name." },
        { "payload: payloads/stray.json, connection: shopfy", "There is no connection shopfy. Did you mean shopify? Known: whatsapp, zendesk, shopify, hubspot." },
        { "event: shopify.order.payd", "There is no event shopify.order.payd. Did you mean shopify.order.paid?" },
    };

    public ScenarioMistakesTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "payloads", "shopify"));
        File.WriteAllText(Path.Combine(folder, "payloads", "stray.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "payloads", "broken.json"), "{\"id\":1,}");
        File.Copy(Path.Combine(MappingWorld.Folder, "payloads", "shopify", "fulfillment-pending.json"), Path.Combine(folder, "payloads", "shopify", "fulfillment-pending.json"));
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Route);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "{at: 999999999d, expect: []}", "at takes a time such as 2026-03-01T10:00:00Z, or a duration since the step before such as 5m, not 999999999d.")]
    [InlineData("", "{at: 9999-12-31T23:59:00Z, expect: []}", "line 6: at takes a time not before the last step's, such as 2026-03-01T10:00:00Z, or a duration since it, such as 5m, and before the year 9000.")]
    [InlineData("8999-12-31T23:59:00Z", "{at: 5m, expect: []}", "line 6: at takes a time not before the last step's, such as 2026-03-01T10:00:00Z, or a duration since it, such as 5m, and before the year 9000.")]
    [InlineData("9999-12-31T23:59:00Z", "{at: 5m, expect: []}", "start: clock takes a time such as 2026-03-01T10:00:00Z, before the year 9000, not 9999-12-31T23:59:00Z.")]
    [InlineData("tomorrow", "{expect: []}", "clock takes a time such as 2026-03-01T10:00:00Z, not tomorrow.")]
    public async Task TimeThatIsNone_IsToldOfItsScenarioAlone(string clock, string step, string sentence)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "b.test.yaml"),
            $"""
            - scenario: before
              steps: [{"{expect: []}"}]
            - scenario: out of time
              start: {(clock.Length == 0 ? "{}" : $"{{clock: {clock}}}")}
              steps:
                - {step}
            - scenario: after
              steps: [{"{expect: []}"}]
            """);
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Results.Select(result => result.Held).ShouldBe([true, false, true]);
        run.Errors.Select(error => error.Message).Concat(run.Results[1].Differences).ShouldContain(sentence);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task GivenThatCannotBeMeant_IsToldAndNotHeld(string given, string sentence)
    {
        var run = await RunAsync($"given: {{{given}}}, expect: []");
        run.Errors.ShouldBeEmpty();
        run.Results.ShouldHaveSingleItem().Differences.ShouldHaveSingleItem().ShouldStartWith(sentence);
    }

    [Theory]
    [InlineData("given: {payload: x, chnge: {a: b}}, expect: []", "", "given has no key chnge. Did you mean change?")]
    [InlineData("given: {suffix: orders/paid}, expect: []", "", "given takes either payload: FILE, a webhook as the vendor sends it, or event: TYPE with data.")]
    [InlineData("expect: []", "start: {custmer: {}}", "start has no key custmer. Did you mean customer?")]
    [InlineData("expect: []", "start: {customer: {nme: Mara}}", "start: customer has no key nme. Did you mean name?")]
    [InlineData("expect: [{action: shopify.add_tags}]", "", "An entry of expect with action alone does not say what comes of it. Did you mean do: shopify.add_tags?")]
    [InlineData("expct: []", "", "A step has no key expct. Did you mean expect?")]
    public async Task WrongKey_IsAMistakeOfItsScenario_WhichIsNotHeld(string step, string start, string sentence)
    {
        var run = await RunAsync(step, start);
        run.Errors[0].Message.ShouldStartWith(sentence);
        run.Results.ShouldHaveSingleItem().Held.ShouldBeFalse();
    }

    [Theory]
    [InlineData("no_whatsapp")]
    [InlineData("5")]
    [InlineData("[no_whatsapp]")]
    public async Task AnswerThatIsNoMap_IsToldWithWhatToWrite(string answer)
    {
        var run = await RunAsync($"given: {{{Payload}, suffix: fulfillments/update, change: {{status: success}}}}, expect: []", $"answers: {{shopify.add_tags: {answer}}}");
        run.Errors.ShouldHaveSingleItem().Message.ShouldContain("Write the fields of its result as names and values, or a failure, such as {failure: no_whatsapp}.");
    }

    [Theory]
    [InlineData("clock: tomorrow", "clock takes a time such as 2026-03-01T10:00:00Z, not tomorrow.")]
    [InlineData("clock: [1]", "clock takes one value, not a list.")]
    [InlineData("customer: Mara", "customer takes names and values. Write them below it, each as name: value.")]
    [InlineData("customer: {name: [Mara]}", "name takes one value, not a list.")]
    [InlineData("customer: {tags: vip}", "tags takes a list of texts, such as [marketing].")]
    [InlineData("customer: {language: German}", "language is a language's code (BCP 47), and never \"German\". Write \"de\".")]
    [InlineData("customer: {country: Germany}", "country is a country's code of two letters (ISO 3166), and never \"Germany\". Write \"DE\".")]
    [InlineData("customer: {phone: 0151 23456789}", "phone is a number with its country (E.164), and never \"0151 23456789\". Write it as \"+4915123456789\".")]
    [InlineData("customer: {wa_id: x}", "start: customer has no key wa_id. Its keys are name, phone, email, language, time_zone, country, tags.")]
    [InlineData("thread: {window_open_until: soon}", "window_open_until takes a time such as 2026-03-01T10:00:00Z, not soon.")]
    [InlineData("links: {desk: {id: 1}}", "desk takes the id at the link's right end, such as \"481\".")]
    [InlineData("consent: {opted_out: marketing}", "opted_out takes a list of texts, such as [marketing].")]
    [InlineData("state: {asked: [x]}", "asked takes one value of the variable's type.")]
    public async Task StartOfNonsense_IsAMistake(string start, string sentence) =>
        (await RunAsync("expect: []", $"start: {{{start}}}")).Errors.ShouldHaveSingleItem().Message.ShouldBe(sentence);

    [Theory]
    [InlineData("start: {links: {dsk: '1'}}", "start: there is no link dsk. The files declare none.")]
    [InlineData("start: {state: {askd: x}}", "There is no state variable askd. The files declare none.")]
    public async Task NameInStartThatNoFileDeclares_IsTold(string start, string sentence) =>
        (await RunAsync("expect: []", start)).Results.ShouldHaveSingleItem().Differences.ShouldBe([sentence]);

    [Theory]
    [InlineData("{}", "An entry of expect that says nothing holds whatever comes. Write what should come, such as {do: whatsapp.reply, route: answer}; where nothing should, write expect: [].")]
    [InlineData("sent", "An entry of expect takes names and values. Write what should come, such as {do: whatsapp.reply, route: answer}; where nothing should, write expect: [].")]
    [InlineData("{doo: shopify.add_tags}", "An entry of expect has no key doo. Did you mean do?")]
    [InlineData("{do: shopify.add_tag}", "do: there is no action shopify.add_tag. Did you mean shopify.add_tags?")]
    [InlineData("{waits: shopify.add_tag}", "waits: there is no action shopify.add_tag. Did you mean shopify.add_tags?")]
    [InlineData("{do: shopify.add_tags, route: sentt}", "route: there is no route sentt. Did you mean sent?")]
    [InlineData("{do: shopify.add_tags, with: {tgs: [sent]}}", "shopify.add_tags has no field tgs. Did you mean tags? Its fields are order, tags.")]
    [InlineData("{do: shopify.add_tags, refused: once}", "An entry of expect is one thing that comes, and this one is several: do, refused. Write an entry for each.")]
    [InlineData("{refused: onse}", "Nothing is refused for onse in a scenario. Did you mean once? Reasons are once, too_late, expired, unreachable, opted_out, window_closed, out_of_hours, capped, template_unavailable, no_whatsapp, target_closed, rejected, empty_parameter.")]
    [InlineData("{held: closed}", "Nothing is held for closed in a scenario. Reasons are out_of_hours, capped, later, throttled, unauthorized.")]
    [InlineData("{cancelled: unwanted}", "Nothing is cancelled for unwanted in a scenario. Reasons are slot_taken, slot_replaced, slot_cancelled, replaced, not_wanted, link_exists.")]
    [InlineData("{waits: shopify.add_tags, until: noon}", "until takes a time such as 2026-03-01T10:00:00Z, not noon.")]
    [InlineData("{broken: desk}", "broken: there is no link desk. The files declare none.")]
    [InlineData("{set: {asked: x}}", "set: there is no state variable asked. The files declare none.")]
    public async Task ExpectationThatCannotBeMeant_IsAMistakeWithItsPlace(string entry, string sentence)
    {
        var run = await RunAsync($"expect: [{entry}]");
        var mistake = run.Errors.ShouldHaveSingleItem();
        (mistake.Message, mistake.File, mistake.Line).ShouldBe((sentence, "a.test.yaml", 3));
        run.Results.ShouldHaveSingleItem().Differences.ShouldBe(["It is not run: what it says at line 3 is wrong."]);
    }

    [Theory]
    [InlineData("{shopify.add_tags: {id: 1}}", "answers: shopify.add_tags has no result. Write shopify.add_tags: {} for done, or a failure, such as {failure: rejected}.")]
    [InlineData("{shopify.add_tags: {failure: no_whatsap}}", "answers: There is no failure no_whatsap. Did you mean no_whatsapp?")]
    [InlineData("{shopify.add_tags: {failure: rejected, cod: x}}", "answers: A failure has no key cod. Did you mean code? Its keys are failure, code, text.")]
    [InlineData("{zendesk.create_ticket: {tiket_id: '5'}}", "answers: The result of zendesk.create_ticket has no field tiket_id. Did you mean ticket_id?")]
    [InlineData("{zendesk.create_ticket: []}", "answers: The list of answers of zendesk.create_ticket is empty.")]
    public async Task AnswerThatNothingWouldGive_IsAMistake(string answers, string sentence) =>
        (await RunAsync("expect: []", $"answers: {answers}")).Errors.ShouldHaveSingleItem().Message.ShouldStartWith(sentence);

    [Fact]
    public async Task ScenarioWithoutSteps_IsAMistake()
    {
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), "- scenario: one\n  steps: []\n");
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Errors.ShouldHaveSingleItem().ToString().ShouldBe("a.test.yaml:2:10: steps is empty: a scenario without a step shows nothing. Write at least one, with given and expect.");
        run.Held.ShouldBeFalse();
    }

    [Fact]
    public async Task MomentThatIsNone_IsAMistake() =>
        (await RunAsync("at: later, expect: []")).Errors.ShouldHaveSingleItem().Message.ShouldBe("at takes a time such as 2026-03-01T10:00:00Z, or a duration since the step before such as 5m, not later.");

    [Fact]
    public async Task FieldThatTheHubWouldFetch_IsNamedWhereADifferenceMayComeOfIt()
    {
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Route.Replace("tags: [sent]", "tags: [\"${event.order.name}x\"]", StringComparison.Ordinal));
        var run = await RunAsync($"given: {{{Payload}, suffix: fulfillments/update, change: {{status: success}}}}, expect: [{{do: shopify.add_tags, with: {{tags: [other]}}}}]");
        run.Results.ShouldHaveSingleItem().Steps.ShouldHaveSingleItem().Because.ShouldHaveSingleItem().ShouldBe("the payload of shopify.fulfillment.updated has no order.name. In life the hub fetches at the vendor what a webhook lacks; here change gives it, such as change: {order: {name: …}}");
    }

    [Fact]
    public async Task MistakeInOneScenario_LeavesTheOthersAlone()
    {
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), "- scenario: wrong\n  steps:\n    - {at: 1m, expect: [], what: x}\n- scenario: right\n  steps:\n    - {at: 1m, expect: []}\n");
        var run = await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
        run.Held.ShouldBeFalse();
        run.Results.Select(result => (result.Name, result.Held)).ShouldBe([("wrong", false), ("right", true)]);
        run.Results[0].Differences.ShouldBe(["It is not run: what it says at line 3 is wrong."]);
    }

    [Fact]
    public async Task AnswerOfAnUnknownAction_IsAMistake() =>
        (await RunAsync("expect: []", "answers: {shopify.add_tag: {}}")).Results.ShouldHaveSingleItem().Differences.ShouldBe(["answers: there is no action or query shopify.add_tag. Did you mean shopify.add_tags?"]);

    [Fact]
    public async Task CommandThatDidNotCome_IsExplainedByTheEventAndTheRoutes()
    {
        var run = await RunAsync($"given: {{{Payload}, suffix: fulfillments/update}}, expect: [{{do: shopify.add_tags}}]");
        run.Results.ShouldHaveSingleItem().Differences.ShouldHaveSingleItem().ShouldEndWith("""
                - do shopify.add_tags   is expected and did not come
                : the event was read as shopify.fulfillment.updated by shopify
                : sent (a.yaml:3) did not match. event.status == "success" is false, where event.status = "pending"
            """);
    }

    [Fact]
    public async Task EventThatNoRouteTakes_IsSaid()
    {
        var run = await RunAsync($"given: {{{Payload}, suffix: fulfillments/create}}, expect: [{{do: shopify.add_tags}}]");
        run.Results[0].Steps.ShouldHaveSingleItem().Because.ShouldBe(["the event was read as shopify.fulfillment.created by shopify", "No route of the folder runs on shopify.fulfillment.created."]);
    }

    [Fact]
    public async Task LinkToWhatTheScenarioDoesNotGive_AsksForTheAnswer()
    {
        Directory.CreateDirectory(Path.Combine(folder, "payloads", "whatsapp"));
        File.Copy(Path.Combine(MappingWorld.Folder, "payloads", "whatsapp", "message.json"), Path.Combine(folder, "payloads", "whatsapp", "message.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "b.yaml"), """
            language: 1
            links:
              case: {left: whatsapp.thread, right: zendesk.ticket}
            routes:
              - id: open
                on: whatsapp.message.received
                do: zendesk.create_ticket
                link: {case: "${result.ticket_id}"}
                with: {requester: "${customer}", subject: Hi, text: Hi}
            """);
        var run = await RunAsync("given: {payload: payloads/whatsapp/message.json}, expect: []");
        run.Load.Errors.ShouldBeEmpty();
        run.Results[0].Differences[0].ShouldContain("Give answers: {zendesk.create_ticket: {ticket_id: \"481\"}}.");
    }

    private async Task<ScenarioRun> RunAsync(string step, string more = "")
    {
        File.WriteAllText(Path.Combine(folder, "a.test.yaml"), $"- scenario: one\n{(more.Length == 0 ? "" : $"  {more}\n")}  steps:\n    - {{{step}}}\n");
        return await ScenarioRunner.RunAsync(folder, MappingWorld.Environment, CancellationToken.None);
    }
}
