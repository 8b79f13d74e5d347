using System.Text.Json.Nodes;
using Hub.Connectors;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskCheckTests : IAsyncLifetime
{
    private ZendeskStand desk = null!;

    public async Task InitializeAsync() => desk = await ZendeskStand.StartAsync();

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task ConnectionInOrder_IsRightInEverything()
    {
        desk.Vendor.Triggers.Clear();
        var findings = await CheckAsync();
        findings.ShouldAllBe(finding => finding.Standing == CheckStanding.Right);
        findings.Select(finding => finding.Subject).ShouldBe(["credentials", "webhooks", "triggers"]);
        findings[0].Text.ShouldBe("The hub acts as Hub (hub@kairos.example), an administrator. The API token holds until it is revoked.");
    }

    [Fact]
    public async Task WrongToken_IsTheOnlyFinding() =>
        (await CheckAsync(desk.With(options => options with { ApiToken = new(["wrong"]) }))).ShouldHaveSingleItem().Standing.ShouldBe(CheckStanding.Wrong);

    [Theory]
    [InlineData("agent", true, CheckStanding.Doubtful, "set Compares to false")]
    [InlineData("agent", false, CheckStanding.Doubtful, "and see webhooks and triggers")]
    [InlineData("end-user", true, CheckStanding.Wrong, "Make the user an agent.")]
    public async Task UserWhoIsNoAdministrator_IsToldWithWhatDoesNotWork(string role, bool compares, CheckStanding standing, string text)
    {
        using var stand = new ZendeskStandIn();
        stand.On(HttpMethod.Get, "users/me", 200, $$$"""{"user":{"id":7,"name":"Hub","email":"hub@acme.test","role":"{{{role}}}"}}""").On(HttpMethod.Get, "triggers", 403, """{"error":"Forbidden"}""");
        var connection = new Connection("desk", ZendeskStandIn.Connector, ZendeskStandIn.Options with { Compares = compares }, new HttpClient(stand.Http) { BaseAddress = new("https://acme.zendesk.com") }, stand.Clock);
        var findings = await ZendeskStandIn.Connector.Check.CheckAsync(null, connection, CancellationToken.None);
        findings[0].Standing.ShouldBe(standing);
        findings[0].Text.ShouldContain(text);
        findings[1].Text.ShouldStartWith("Whether triggers also mail a customer who is answered in the chat could not be seen.");
    }

    [Fact]
    public async Task WebhookThatLacksOrRests_IsTold()
    {
        desk.Vendor.Webhook.IsActive = false;
        desk.Vendor.Webhook.Unsubscribe("zen:event-type:ticket.created");
        (await CheckAsync()).Where(finding => finding.Subject == "webhooks").Select(finding => finding.Text).ShouldBe(
            ["The webhook Hub is not active. The hub activates it by itself within an hour, where it may.", "The webhook Hub does not send ticket.created. The hub adds them by itself within an hour, where it may."]);
    }

    [Fact]
    public async Task TriggerOfEveryNewAccount_IsNamed()
    {
        var finding = (await CheckAsync()).Single(finding => finding.Subject == "triggers");
        finding.Standing.ShouldBe(CheckStanding.Doubtful);
        finding.Text.ShouldStartWith("The trigger “Notify requester of received request” mails the requester");
        finding.Text.ShouldContain("contains none of the following, whatsapp");
    }

    [Theory]
    [InlineData("requester_id", "update_type", "is", "Create", true)]
    [InlineData("requester_and_ccs", "update_type", "is", "Change", true)]
    [InlineData("assignee_id", "update_type", "is", "Create", false)]
    [InlineData("requester_id", "current_tags", "not_includes", "vip WhatsApp", false)]
    [InlineData("requester_id", "current_tags", "includes", "whatsapp", true)]
    [InlineData("requester_id", "via_id", "is_not", "5", false)]
    [InlineData("requester_id", "via_id", "is", "4", false)]
    [InlineData("requester_id", "via_id", "is", "5", true)]
    public async Task Trigger_IsNamedWhereItReachesTheCustomer(string whom, string field, string @operator, string value, bool isNamed)
    {
        desk.Vendor.Triggers.Clear();
        desk.Vendor.Triggers.Add(Trigger("One", whom, field, @operator, value));
        desk.Vendor.Triggers.Add(Trigger("Two", whom, field, @operator, value));
        var named = (await CheckAsync()).Where(finding => finding is { Subject: "triggers", Standing: CheckStanding.Doubtful }).Select(finding => finding.Text[(finding.Text.IndexOf('“') + 1)..finding.Text.IndexOf('”')]);
        named.ShouldBe(isNamed ? ["One", "Two"] : []);
    }

    private static JsonObject Trigger(string title, string whom, string field, string @operator, string value) => new()
    {
        ["title"] = title,
        ["active"] = true,
        ["actions"] = new JsonArray(new JsonObject { ["field"] = "status", ["value"] = "open" }, new JsonObject { ["field"] = "notification_user", ["value"] = new JsonArray(whom, "Subject", "Body") }),
        ["conditions"] = new JsonObject { ["all"] = new JsonArray(new JsonObject { ["field"] = field, ["operator"] = @operator, ["value"] = value }), ["any"] = new JsonArray() },
    };

    private Task<IReadOnlyList<CheckFinding>> CheckAsync(Connection? connection = null) => ZendeskStand.Connector.Check.CheckAsync(new(desk.Vendor.Webhook.Endpoint), connection ?? desk.Connection, CancellationToken.None);
}
