using System.Net;
using System.Text.Json;
using Hub.Tests.Mappings;

namespace Hub.Tests.Commands;

public sealed class ExplainVerbTests : IDisposable
{
    private const string Id = "0f343b0931126a20f133d67c2b018a3b";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-explain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task EventThatMatches_ShowsEachValueWithItsFields()
    {
        var called = await ExplainAsync("{order: {name: \"#2041\", country: AU, customer: {id: \"71\", first_name: Mara}}, parcels: [{number: PP1001, tracking_url: \"https://track.example/PP1001\"}]}");
        called.Code.ShouldBe(0, called.Error);
        called.Output.ShouldBe("""
            shopify.fulfillment.updated by shopify, 2026-01-05T09:00:00Z

            shipping.yaml:6 shipped: matched
              item 0: if is true:
                true   event.status == "success"   where event.status = "success"
                true   has(item.number)   where event.parcels[0].number = "PP1001"
                true   has(item.tracking_url)   where event.parcels[0].tracking_url = "https://track.example/PP1001"
              -> whatsapp.send_template by whatsapp: done
                 once         "5140001112223/PP1001"
                                from event.fulfillment_id = "5140001112223"
                                from event.parcels[0].number = "PP1001"
                 to           "+61491570006"
                                from event.destination.phone = "0491 570 006"
                                seeing event.order.country = "AU"
                 template     "order_shipped"   as written
                 language[0]  "en"
                                seeing event.order.locale = absent
                 language[1]  "en"   as written
                 body[0]      "Mara"
                                from event.order.customer.first_name = "Mara"
                 body[1]      "#2041"
                                from event.order.name = "#2041"
                 body[2]      "https://track.example/PP1001"
                                from event.parcels[0].tracking_url = "https://track.example/PP1001"

            shipping.yaml:24 told: matched, after shipped: done
              -> shopify.add_tags by shopify: done
                 order    "6120001112223"
                            from event.order.id = "6120001112223"
                 tags[0]  "whatsapp-sent"   as written

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task CommandWithoutAPhone_ShowsTheAbsentValueAndWhyItIsRefused()
    {
        var called = await ExplainAsync("{destination: {phone: null}, order: {name: \"#2041\", country: AU}, parcels: [{number: PP1001, tracking_url: \"https://track.example/PP1001\"}]}");
        called.Output.ShouldContain("-> whatsapp.send_template by whatsapp: refused (unreachable: to is absent: the mapping found no thread, customer or phone to send to.)");
        called.Output.ShouldContain("to           absent\n");
        called.Output.ShouldNotContain("the payload of");
    }

    [Fact]
    public async Task PayloadThatLacksWhatTheHubWouldFetch_IsSaid()
    {
        var called = await ExplainAsync("{parcels: [{number: PP1001, tracking_url: \"https://track.example/PP1001\"}]}");
        called.Output.ShouldContain("the payload of shopify.fulfillment.updated has no order.");
        called.Output.ShouldContain("In life the hub fetches at the vendor what a webhook lacks; here change gives it, such as change: {order: {");
    }

    [Fact]
    public async Task EventThatDoesNotMatch_ShowsWhichPartWasFalse()
    {
        var called = await ExplainAsync("{status: pending, order: {name: \"#2041\", country: AU}}", "--json");
        called.Code.ShouldBe(0, called.Error);
        var route = JsonElement.Parse(called.Output)[0].GetProperty("routes")[0];
        route.GetProperty("outcome").GetString().ShouldBe("not_matched");
        var parts = route.GetProperty("looks")[0].GetProperty("parts");
        parts.EnumerateArray().Select(part => $"{part.GetProperty("text")} {part.GetProperty("result")}").ShouldBe(["event.status == \"success\" false", "has(item.number) not looked at", "has(item.tracking_url) not looked at"]);
        parts[0].GetProperty("fields")[0].GetProperty("field").GetString().ShouldBe("event.status");
        parts[0].GetProperty("fields")[0].GetProperty("value").GetString().ShouldBe("pending");
    }

    [Fact]
    public async Task Scenario_IsExplainedStepByStep()
    {
        var called = await CommandLineUnderTest.CallAsync(["explain", Path.Combine(MappingWorld.Folder, "desk.test.yaml"), "--scenario", "the first message"]);
        called.Code.ShouldBe(0, called.Error);
        called.Output.ShouldContain("desk.yaml:24 open: matched\n  if is true:\n    true   linked == null   where linked = absent");
        called.Output.ShouldContain("ticket  \"481\"\n               from linked.id = \"481\"");
    }

    [Fact]
    public async Task Payload_IsReadAsItsVendorSendsIt()
    {
        var called = await CommandLineUnderTest.CallAsync(["explain", Path.Combine(MappingWorld.Folder, "payloads/zendesk/comment.json"), "--connection", "zendesk"]);
        called.Output.ShouldContain("zendesk.comment.created by zendesk");
        called.Output.ShouldContain("agent-reply: not matched");
    }

    [Fact]
    public async Task EventThatNoRouteRunsOn_IsSaid()
    {
        var file = Write("paid.yaml", "{event: shopify.order.paid, data: {id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}");
        (await CommandLineUnderTest.CallAsync(["explain", file])).Output.ShouldContain("No route of the folder runs on shopify.order.paid.");
    }

    [Fact]
    public async Task FailingRoute_Is1()
    {
        Write("a.yaml", """
            language: 1
            routes:
              - {id: fails, on: shopify.order.paid, if: "1 / size(event.tags) > 0", do: shopify.add_tags, with: {order: "${event.id}", tags: [paid]}}
            """);
        var file = Write("paid.yml", "{event: shopify.order.paid, data: {id: '5', name: '#5', currency: EUR, line_items: [], tags: [], test: false, created_at: '2026-01-05T09:00:00Z', updated_at: '2026-01-05T09:00:00Z'}}");
        var called = await CommandLineUnderTest.CallAsync(["explain", file, folder]);
        called.Code.ShouldBe(1, called.Error);
        called.Output.ShouldContain("fails: failed\n  if is error");
        called.Output.ShouldContain("failed at a.yaml:3:");
    }

    [Theory]
    [InlineData("nothing", "There is no file nothing. An event's id has 32 hex digits.")]
    [InlineData("any.json", "The file does not say which event it is. Write event: TYPE and data, or payload: FILE, as under given in a scenario.")]
    public async Task WhatIsNoEvent_IsOneSentence(string name, string sentence)
    {
        if (name == "any.json") name = Write(name, "{}");
        (await CommandLineUnderTest.CallAsync(["explain", name])).ShouldBe(new Called(2, "", sentence + "\n"));
    }

    [Fact]
    public async Task WrongFolder_IsEveryMistake()
    {
        Write("a.yaml", "language: 1\nroutes:\n  - {id: x, on: shopify.order.pad, do: shopify.add_tags, with: {order: a, tags: [b]}}\n");
        var called = await CommandLineUnderTest.CallAsync(["explain", Write("given.yml", "{event: shopify.order.paid, data: {}}"), folder]);
        called.Code.ShouldBe(1);
        called.Error.ShouldStartWith("a.yaml:3:");
    }

    [Fact]
    public async Task StoredEvent_IsAskedOfTheRunningHub()
    {
        var paths = new List<string>();
        var called = await CommandLineUnderTest.CallAsync(["explain", Id, "--reveal"], answer: path =>
        {
            paths.Add(path);
            return (HttpStatusCode.OK, $$"""{"id":"{{Id}}","type":"fake.thing.happened","connection":"fake","occurredAt":"2026-01-05T09:00:00Z","state":"noop","reason":"echo","notes":["No route looked at it: echo."],"routes":[]}""");
        });
        paths.ShouldBe([$"/api/v1/events/{Id}/explain?reveal=true"]);
        called.ShouldBe(new Called(0, $"fake.thing.happened by fake, 2026-01-05T09:00:00Z, event {Id}: noop (echo)\n  No route looked at it: echo.\n", ""));
        (await CommandLineUnderTest.CallAsync(["explain", Id], answer: _ => (HttpStatusCode.NotFound, """{"detail":"There is no such event."}"""))).ShouldBe(new Called(2, "", "There is no such event.\n"));
    }

    private Task<Called> ExplainAsync(string change, params string[] more)
    {
        var payload = Path.Combine(MappingWorld.Folder, "payloads/shopify/fulfillment-success.json");
        var file = Write("given.yaml", $"payload: {payload}\nsuffix: fulfillments/update\nheaders: {{X-Shopify-Topic: fulfillments/update}}\nchange: {change}\n");
        return CommandLineUnderTest.CallAsync(["explain", file, .. more]);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
