using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Actions;

public sealed class CreateTicketTests
{
    private const string Made = """{"ticket":{"id":9223372036854775807,"status":"new"},"audit":{"id":1}}""";

    private readonly IAction action = new CreateTicket();

    private static CreateTicketInput Input => new() { Requester = ZendeskStandIn.Ann, Subject = "WhatsApp", Text = "Where is it?", Tags = ["whatsapp"], Priority = "high" };

    [Fact]
    public async Task NewCustomer_BecomesAUserAndThenGetsATicket()
    {
        using var desk = new ZendeskStandIn()
            .On(HttpMethod.Get, "users/show_many?external_ids=hub:c1", 200, """{"users":[],"count":0}""")
            .On(HttpMethod.Post, "users/create_or_update", 201, """{"user":{"id":9007199254740993}}""")
            .On(HttpMethod.Post, "tickets", 201, Made);
        var done = (await Run(desk, Input)).ShouldBeOfType<ActionOutcome.Done>();
        done.VendorId.ShouldBe("9223372036854775807");
        done.Result.ShouldBe(new CreateTicketResult("9223372036854775807"));
        done.Learned!.Record.Object.ShouldBe("zendesk.user");

        desk.Requests.Select(asked => asked.Line).ShouldBe(["GET users/show_many?external_ids=hub%3Ac1", "POST users/create_or_update", "POST tickets"]);
        desk.Requests.ShouldAllBe(asked => asked.Headers["Authorization"] == ZendeskStandIn.Credentials);
        desk.Requests[1].BodyShouldBe("""{"user":{"external_id":"hub:c1","name":"Ann Example","phone":"+61400000001","skip_verify_email":true}}""");
        desk.Requests[2].Headers["Idempotency-Key"].ShouldBe("f00d");
        desk.Requests[2].BodyShouldBe("""
            {"ticket":{
              "subject":"WhatsApp","requester_id":9007199254740993,"submitter_id":9007199254740993,"external_id":"hub:f00d",
              "comment":{"body":"Where is it?","public":true},"priority":"high","tags":["whatsapp"],
              "metadata":{"hub":"1","command":"f00d","commands":"D4chsK7zleY"}}}
            """);
    }

    [Theory]
    [InlineData(null, "+61400000001", "+61400000001")]
    [InlineData("", "+61400000001", "+61400000001")]
    [InlineData(null, null, "WhatsApp user")]
    public async Task CustomerWithoutName_GetsThePhoneOrAPlainName(string? name, string? phone, string expected)
    {
        using var desk = new ZendeskStandIn()
            .On(HttpMethod.Get, "users/show_many?external_ids=hub:c1", 200, """{"users":[]}""")
            .On(HttpMethod.Post, "users/create_or_update", 201, """{"user":{"id":1}}""")
            .On(HttpMethod.Post, "tickets", 201, Made);
        await Run(desk, Input with { Requester = ZendeskStandIn.Ann with { Name = name, Phone = phone } });
        desk.Requests[1].Json.GetProperty("user").GetProperty("name").GetString().ShouldBe(expected);
    }

    [Fact]
    public async Task DeletedUser_IsMadeAnew()
    {
        using var desk = new ZendeskStandIn()
            .On(HttpMethod.Get, "users/show_many?external_ids=hub:c1", 200, """{"users":[{"id":5,"active":false}]}""")
            .On(HttpMethod.Post, "users/create_or_update", 201, """{"user":{"id":6}}""")
            .On(HttpMethod.Post, "tickets", 201, Made);
        await Run(desk, Input);
        desk.Requests[2].Json.GetProperty("ticket").GetProperty("requester_id").GetInt64().ShouldBe(6);
    }

    [Fact]
    public async Task KnownCustomer_KeepsTheNameThatAgentsGave()
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Post, "tickets", 201, Made);
        await Run(desk, Input);
        desk.Requests.Select(asked => asked.Line).ShouldBe(["GET users/show_many?external_ids=hub%3Ac1", "POST tickets"]);
    }

    [Fact]
    public async Task FollowUp_NamesTheClosedTicket()
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Get, "tickets/77", 200, """{"ticket":{"id":77,"status":"closed"}}""").On(HttpMethod.Post, "tickets", 201, Made);
        await Run(desk, Input with { FollowUpOf = "77" });
        desk.Requests[^1].Json.GetProperty("ticket").GetProperty("via_followup_source_id").GetInt64().ShouldBe(77);
    }

    [Fact]
    public async Task FollowUpOfADeletedTicket_IsATicketOfItsOwn()
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Get, "tickets/77", 404, """{"error":"RecordNotFound"}""").On(HttpMethod.Post, "tickets", 201, Made);
        (await Run(desk, Input with { FollowUpOf = "77" })).ShouldBeOfType<ActionOutcome.Done>();
        desk.Requests[^1].Json.GetProperty("ticket").TryGetProperty("via_followup_source_id", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../users", null)]
    [InlineData(null, "two words")]
    public async Task InputThatZendeskCannotTake_IsRejectedBeforeAnyCall(string? followUpOf, string? tag)
    {
        using var desk = new ZendeskStandIn();
        Failure(await Run(desk, Input with { FollowUpOf = followUpOf, Tags = tag is null ? null : [tag] })).Kind.ShouldBe(FailureKind.Rejected);
        desk.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(503, FailureKind.Transient)]
    [InlineData(401, FailureKind.Unauthorized)]
    public async Task RefusedUser_IsTheFailure(int status, FailureKind kind)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "users/show_many?external_ids=hub:c1", status, "");
        Failure(await Run(desk, Input)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task KeySeenWithAnotherBody_IsTheTicketThatTheFirstMade()
    {
        using var desk = new ZendeskStandIn().KnowsAnn()
            .On(HttpMethod.Get, "tickets?external_id=hub:f00d", 200, """{"tickets":[{"id":12}]}""")
            .On(HttpMethod.Post, "tickets", 400, """{"error":"IdempotentRequestError"}""");
        (await Run(desk, Input)).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("12");
    }

    [Theory]
    [InlineData("""{"tickets":[{"id":12}]}""", "12")]
    [InlineData("""{"tickets":[]}""", null)]
    public async Task Find_LooksForTheExternalId(string answer, string? id)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "tickets?external_id=hub:f00d", 200, answer);
        var found = await action.FindAsync(Call(Input), desk.Context, CancellationToken.None);
        (found as ActionOutcome.Done)?.VendorId.ShouldBe(id);
        (found is null).ShouldBe(id is null);
    }

    [Fact]
    public async Task FindThatFails_SaysSo()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "tickets?external_id=hub:f00d", 503, "");
        Failure((await action.FindAsync(Call(Input), desk.Context, CancellationToken.None))!).Kind.ShouldBe(FailureKind.Transient);
    }

    private Task<ActionOutcome> Run(ZendeskStandIn desk, CreateTicketInput input) => action.PerformAsync([Call(input)], desk.Context, CancellationToken.None);

    private static ActionCall Call(CreateTicketInput input) => new("f00d", input, Clock.Start);

    private static VendorFailure Failure(ActionOutcome outcome) => outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure;
}
