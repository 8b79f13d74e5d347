using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sandbox.Vendors;
using Sandbox.WhatsApp;

namespace EndToEnd.Tests.Vendors;

public sealed class WhatsAppSimulatorTests : IAsyncLifetime
{
    private const string Phone = "+4915100000001";
    private readonly SandboxClock clock = new();
    private WebhookReceiver hub = null!;
    private WhatsAppSimulator vendor = null!;
    private VendorClient client = null!;

    private string Messages => $"/v23.0/{vendor.Settings["PhoneNumberId"]}/messages";

    public async Task InitializeAsync()
    {
        hub = await WebhookReceiver.StartAsync();
        vendor = await WhatsAppSimulator.StartAsync(new(clock, new Dice(1, "whatsapp")));
        vendor.Webhooks.Hub = hub.Address;
        foreach (var template in StandardTemplates.All) vendor.State.Add(template);
        client = new(vendor, ("Authorization", $"Bearer {vendor.Settings["AccessToken"]}"));
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await vendor.DisposeAsync();
        await hub.DisposeAsync();
        clock.Dispose();
    }

    [Fact]
    public async Task WrongToken_Is190()
    {
        using var stranger = new VendorClient(vendor, ("Authorization", "Bearer wrong"));
        var (status, json, _) = await stranger.PostAsync(Messages, Text("hi"));
        (status, Code(json)).ShouldBe((401, 190));
    }

    [Fact]
    public async Task TextOutsideTheWindow_Is131047()
    {
        var person = vendor.State.Add(Phone, "Ada");
        Code((await client.PostAsync(Messages, Text("hi"))).Json).ShouldBe(131047);

        vendor.State.Write(person, "hello");
        (await client.PostAsync(Messages, Text("hi"))).Status.ShouldBe(200);

        clock.Advance(TimeSpan.FromHours(24));
        Code((await client.PostAsync(Messages, Text("hi"))).Json).ShouldBe(131047);
    }

    [Theory]
    [InlineData("order_shipped", "en", 3, null)]
    [InlineData("order_shipped", "en", 2, 132000)]
    [InlineData("order_shipped", "fr", 3, 132001)]
    [InlineData("winter_sale", "en", 1, 132001)]
    [InlineData("summer_sale", "en", 1, 132015)]
    public async Task Template_NeedsApprovalAndItsParameters(string name, string language, int parameters, int? code)
    {
        vendor.State.Add(Phone, "Ada");
        var (_, json, _) = await client.PostAsync(Messages, Template(name, language, [.. Enumerable.Range(1, parameters).Select(n => $"p{n}")]));
        Code(json).ShouldBe(code);
    }

    [Fact]
    public async Task ParameterWithANewline_Is100()
    {
        vendor.State.Add(Phone, "Ada");
        Code((await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["a\nb"]))).Json).ShouldBe(100);
    }

    [Fact]
    public async Task AcceptedSend_IsReportedSentDeliveredAndReadWithItsMark()
    {
        vendor.State.Add(Phone, "Ada");
        var (_, json, _) = await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["Ada"]));
        var id = (string?)json?["messages"]?[0]?["id"];

        foreach (var status in (string[])["sent", "delivered", "read"])
        {
            var taken = await hub.NextAsync();
            taken.Path.ShouldBe("/webhooks/wa");
            taken.Headers["X-Hub-Signature-256"].ShouldBe($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(vendor.Settings["AppSecret"]), taken.Body))}");
            var reported = JsonNode.Parse(taken.Body)!["entry"]![0]!["changes"]![0]!["value"]!["statuses"]![0]!;
            ((string?)reported["id"], (string?)reported["status"], (string?)reported["biz_opaque_callback_data"]).ShouldBe((id, status, "mark"));
        }
    }

    [Theory]
    [InlineData(Reach.RefusedAtOnce)]
    [InlineData(Reach.RefusedLater)]
    internal async Task PersonWithoutWhatsApp_Is131026(Reach reach)
    {
        vendor.State.Add(Phone, "Ada", reach);
        var (status, json, _) = await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["Ada"]));
        if (reach == Reach.RefusedAtOnce)
        {
            (status, Code(json)).ShouldBe((400, 131026));
            return;
        }

        status.ShouldBe(200);
        var reported = JsonNode.Parse((await hub.NextAsync()).Body)!["entry"]![0]!["changes"]![0]!["value"]!["statuses"]![0]!;
        ((string?)reported["status"], (int?)reported["errors"]?[0]?["code"]).ShouldBe(("failed", 131026));
    }

    [Fact]
    public async Task HeldStatuses_GoWhenTheyAreReleased()
    {
        vendor.State.Add(Phone, "Ada");
        vendor.State.HoldsStatuses = true;
        await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["Ada"]));
        clock.Advance(TimeSpan.FromMinutes(1));
        hub.Waiting.ShouldBe(0);

        vendor.State.HoldsStatuses = false;

        Encoding.UTF8.GetString((await hub.NextAsync()).Body).ShouldContain("\"sent\"");
    }

    [Fact]
    public async Task ManyMessagesToOnePerson_Are131056()
    {
        var person = vendor.State.Add(Phone, "Ada");
        vendor.State.Write(person, "hello");
        List<int?> codes = [];
        for (var n = 0; n < 46; n++) codes.Add(Code((await client.PostAsync(Messages, Text($"{n}"))).Json));

        codes.Take(45).ShouldAllBe(code => code == null);
        codes[45].ShouldBe(131056);
        clock.Advance(TimeSpan.FromSeconds(7));
        (await client.PostAsync(Messages, Text("later"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task WhatsAppIdThatDiffersFromThePhone_IsNamedInTheAnswer()
    {
        vendor.State.Add("+5511987654321", "Bia", waId: "551187654321");
        var (_, json, _) = await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["Bia"], "5511987654321"));
        ((string?)json?["contacts"]?[0]?["input"], (string?)json?["contacts"]?[0]?["wa_id"]).ShouldBe(("5511987654321", "551187654321"));
    }

    [Fact]
    public async Task PersonWhoHidesThePhone_IsNamedByTheUserIdOnly()
    {
        var person = vendor.State.Add(Phone, "Ada", userId: "DE.13491208655302741918", hidesPhone: true);
        vendor.State.Write(person, "hello");

        var value = JsonNode.Parse((await hub.NextAsync()).Body)!["entry"]![0]!["changes"]![0]!["value"]!;
        value.ToJsonString().ShouldNotContain(person.WaId);
        ((string?)value["messages"]![0]!["from_user_id"]).ShouldBe("DE.13491208655302741918");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PersonWithANewNumber_IsToldWithTheNewUserId(bool hasUsername)
    {
        var person = hasUsername ? vendor.State.AddNamed(Phone, "Ada", "ada") : vendor.State.Add(Phone, "Ada", userId: "DE.1");
        var moved = vendor.State.Move(person, "+4915100000002");
        var item = JsonNode.Parse((await hub.NextAsync()).Body)!["entry"]![0]!["changes"]![0]!["value"]!["messages"]![0]!;
        ((string?)item["from"], (string?)item["from_user_id"]).ShouldBe((hasUsername ? null : person.WaId, person.UserId));
        ((string?)item["system"]!["wa_id"], (string?)item["system"]!["user_id"]).ShouldBe((hasUsername ? null : "4915100000002", moved.UserId));
        moved.UserId.ShouldNotBe(person.UserId);
        vendor.State.People.ShouldBe([moved]);
    }

    [Fact]
    public async Task Templates_ComeInPages()
    {
        var path = $"/v23.0/{vendor.Settings["BusinessAccountId"]}/message_templates?limit=3";
        List<string> names = [];
        for (string? after = null; ;)
        {
            var (_, json, _) = await client.GetAsync(after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}");
            names.AddRange(json!["data"]!.AsArray().Select(t => $"{t!["name"]}/{t["language"]}"));
            if (json["paging"]!["next"] is null) break;
            after = (string)json["paging"]!["cursors"]!["after"]!;
        }

        names.ShouldBe(StandardTemplates.All.Select(t => $"{t.Name}/{t.Language}"));
    }

    [Fact]
    public async Task MorePeopleThanTheLimit_Are131064_UntilADayHasPassed()
    {
        using var controls = new VendorClient(vendor);
        (await controls.PostAsync("/_sandbox/limit", """{"people": 2}""")).Status.ShouldBe(200);
        Encoding.UTF8.GetString((await hub.NextAsync()).Body).ShouldContain("\"max_daily_conversations_per_business\":\"2\"");
        var writer = vendor.State.Add("+4915100000004", "Dora");
        vendor.State.Write(writer, "hello");
        List<int?> codes = [];
        foreach (var person in (string[])["1", "2", "3", "4", "1"]) codes.Add(await TemplateToAsync(person));
        codes.ShouldBe([null, null, 131064, null, null]);

        clock.Advance(TimeSpan.FromHours(24));
        (await TemplateToAsync("3")).ShouldBeNull();

        async Task<int?> TemplateToAsync(string person) => Code((await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["you"], $"491510000000{person}"))).Json);
    }

    [Fact]
    public async Task LimitAndPortfolio_AreTold()
    {
        using var controls = new VendorClient(vendor);
        (await controls.PostAsync("/_sandbox/limit", """{"tier": "TIER_250"}""")).Status.ShouldBe(200);
        var (_, number, _) = await client.GetAsync($"/v23.0/{vendor.Settings["PhoneNumberId"]}?fields=whatsapp_business_manager_messaging_limit");
        ((string?)number!["whatsapp_business_manager_messaging_limit"]).ShouldBe("TIER_250");
        var (_, account, _) = await client.GetAsync($"/v23.0/{vendor.Settings["BusinessAccountId"]}?fields=owner_business_info");
        ((string?)account!["owner_business_info"]!["id"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task TimeoutAfterTheEffect_SendsAndDoesNotAnswer()
    {
        vendor.State.Add(Phone, "Ada");
        using var switches = new VendorClient(vendor);
        (await switches.PostAsync("/_sandbox/faults", """{"kind": "timeout_after_effect", "count": 1, "seconds": 0.01}""")).Status.ShouldBe(200);

        await Should.ThrowAsync<HttpRequestException>(() => client.PostAsync(Messages, Template("we_have_an_answer", "en", ["Ada"])));

        vendor.State.Messages.Count.ShouldBe(1);
        vendor.Log.Calls[^1].ShouldSatisfyAllConditions(c => c.Status.ShouldBeNull(), c => c.Fault.ShouldBe(FaultKind.TimeoutAfterEffect));
        (await client.PostAsync(Messages, Template("we_have_an_answer", "en", ["Ada"]))).Status.ShouldBe(200);
    }

    private static int? Code(JsonNode? json) => (int?)json?["error"]?["code"];

    private static string Text(string text) => new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["to"] = Phone[1..],
        ["type"] = "text",
        ["text"] = new JsonObject { ["body"] = text },
    }.ToJsonString();

    private static string Template(string name, string language, IReadOnlyList<string> parameters, string? to = null) => new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["to"] = to ?? Phone[1..],
        ["biz_opaque_callback_data"] = "mark",
        ["type"] = "template",
        ["template"] = new JsonObject
        {
            ["name"] = name,
            ["language"] = new JsonObject { ["code"] = language },
            ["components"] = new JsonArray(new JsonObject { ["type"] = "body", ["parameters"] = new JsonArray([.. parameters.Select(p => (JsonNode)new JsonObject { ["type"] = "text", ["text"] = p })]) }),
        },
    }.ToJsonString();
}
