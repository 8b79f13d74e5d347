using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square.Actions;

public sealed class UpsertCustomerTests
{
    private readonly IAction action = new UpsertCustomer();

    private static UpsertCustomerInput Input => new() { Customer = SquareStandIn.Ann };

    [Fact]
    public async Task NewCustomer_IsMadeOfTheFewFieldsThatDoNotChange_AndThenNamed()
    {
        using var square = new SquareStandIn().HasLocation().Finds()
            .On(HttpMethod.Post, "v2/customers", 200, """{"customer":{"id":"C9","version":0,"phone_number":"+447911123456","reference_id":"hub:c1"}}""")
            .On(HttpMethod.Put, "v2/customers/C9", 200, """{"customer":{"id":"C9","version":1}}""");
        var done = (await Run(square, Input with { Email = "ann@example.test", Note = "likes windows" })).ShouldBeOfType<ActionOutcome.Done>();
        (done.VendorId, done.Result).ShouldBe(("C9", new UpsertCustomerResult("C9")));
        done.Learned!.Record.ShouldBe(new("square.customer", "C9"));
        square.Lines.ShouldBe(
        [
            "POST v2/customers/search", "GET v2/locations/main", "POST v2/customers/search", "POST v2/customers/search", "POST v2/customers/search", "POST v2/customers", "PUT v2/customers/C9",
        ]);
        square.Requests[0].BodyShouldBe("""{"query":{"filter":{"reference_id":{"exact":"hub:c1"}}},"limit":100}""");
        square.Requests[2].BodyShouldBe("""{"query":{"filter":{"phone_number":{"exact":"+447911123456"}}},"limit":100}""");
        square.Requests[3].BodyShouldBe("""{"query":{"filter":{"phone_number":{"fuzzy":"1123456"}}},"limit":100}""");
        square.Requests[4].BodyShouldBe("""{"query":{"filter":{"phone_number":{"fuzzy":"3456"}}},"limit":100}""");
        var key = square.Requests[5].Json.GetProperty("idempotency_key").GetString()!;
        key.Length.ShouldBeLessThanOrEqualTo(45);
        square.Requests[5].BodyShouldBe($$"""{"idempotency_key":"{{key}}","phone_number":"+447911123456","reference_id":"hub:c1"}""");
        square.Requests[6].BodyShouldBe("""{"given_name":"Ann","family_name":"Example","email_address":"ann@example.test","note":"likes windows"}""");
    }

    [Fact]
    public async Task SecondAttempt_AsksWithTheSameKey()
    {
        using var square = new SquareStandIn().HasLocation().Finds()
            .On(HttpMethod.Post, "v2/customers", 200, """{"customer":{"id":"C9","phone_number":"+447911123456","reference_id":"hub:c1","given_name":"Ann"}}""");
        await Run(square, Input with { });
        await Run(square, Input with { Customer = SquareStandIn.Ann with { Name = "Another" } });
        var made = square.Requests.Where(asked => asked.Line == "POST v2/customers").Select(asked => asked.Body).ToList();
        made.Count.ShouldBe(2);
        made[1].ShouldBe(made[0]);
    }

    [Theory]
    [InlineData(null, "ann@example.test", """{"email_address":"ann@example.test","reference_id":"hub:c1"}""")]
    [InlineData(null, null, """{"given_name":"Ann","reference_id":"hub:c1"}""")]
    public async Task CustomerWithoutPhone_IsMadeOfWhatIsKnown(string? phone, string? email, string body)
    {
        using var square = new SquareStandIn().Finds().On(HttpMethod.Post, "v2/customers", 200, """{"customer":{"id":"C9","given_name":"Ann","reference_id":"hub:c1"}}""");
        await Run(square, Input with { Customer = SquareStandIn.Ann with { Phone = phone, Email = email } });
        square.Lines.ShouldBe(["POST v2/customers/search", "POST v2/customers"]);
        var sent = System.Text.Json.Nodes.JsonNode.Parse(square.Requests[1].Body)!.AsObject();
        sent.Remove("idempotency_key").ShouldBeTrue();
        System.Text.Json.Nodes.JsonNode.DeepEquals(sent, System.Text.Json.Nodes.JsonNode.Parse(body)).ShouldBeTrue(sent.ToJsonString());
    }

    [Fact]
    public async Task KnownCustomer_KeepsTheNameThatTheSellerGave_AndGetsTheMark()
    {
        using var square = new SquareStandIn().HasLocation().On(HttpMethod.Post, "v2/customers/search", (200, "{}", []), (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson()}}}]}""", []))
            .On(HttpMethod.Put, "v2/customers/C1", 200, """{"customer":{"id":"C1"}}""");
        await Run(square, Input with { GivenName = "Ann", Note = "new" });
        square.Requests[^1].BodyShouldBe("""{"reference_id":"hub:c1","note":"new"}""");
    }

    [Fact]
    public async Task CustomerAsAsked_NeedsNoWrite()
    {
        using var square = new SquareStandIn().Finds(SquareStandIn.CustomerJson(reference: "hub:c1"));
        (await Run(square, Input with { GivenName = "Ann", Email = "ann@example.test" })).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("C1");
        square.Lines.ShouldBe(["POST v2/customers/search"]);
    }

    [Fact]
    public async Task SomebodyElseWithLikeDigits_IsNotTaken()
    {
        using var square = new SquareStandIn().HasLocation().On(HttpMethod.Post, "v2/customers/search", (200, "{}", []), (200, $$$"""{"customers":[{{{SquareStandIn.CustomerJson("+1 555 112 3456")}}}]}""", []))
            .On(HttpMethod.Post, "v2/customers", 200, """{"customer":{"id":"C9","phone_number":"+447911123456","reference_id":"hub:c1","given_name":"Ann"}}""");
        (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("C9");
    }

    [Theory]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(503, FailureKind.Transient)]
    [InlineData(400, FailureKind.Rejected)]
    public async Task RefusedSearch_IsTheFailure(int status, FailureKind kind)
    {
        using var square = new SquareStandIn().On(HttpMethod.Post, "v2/customers/search", status, "");
        (await Run(square, Input)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public void CommandsForOnePerson_WaitForOneAnother() => action.TargetOf(Input).ShouldBe("c1");

    private Task<ActionOutcome> Run(SquareStandIn square, UpsertCustomerInput input) => action.PerformAsync([new("f00d", input, Zendesk.Clock.Start)], square.Context, CancellationToken.None);
}
