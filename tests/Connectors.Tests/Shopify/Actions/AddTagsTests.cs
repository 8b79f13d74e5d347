using System.Net;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify.Actions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify.Actions;

public sealed class AddTagsTests
{
    private readonly Shop shop = new();

    private IAction Action => shop.Connector.Actions.Single(action => action.Name == "shopify.add_tags");

    [Theory]
    [InlineData("820982911946154508")]
    [InlineData("gid://shopify/Order/820982911946154508")]
    public async Task Tags_AreSentAsOneMutation(string order)
    {
        string? body = null;
        shop.Api.Expect(HttpMethod.Post, Shop.Address)
            .WithHeaders("X-Shopify-Access-Token", "shpat_token")
            .With(request =>
            {
                body = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();
                return request.Content.Headers.ContentType!.MediaType == "application/json";
            })
            .Respond("application/json", """{"data":{"tagsAdd":{"userErrors":[]}},"extensions":{"cost":{"requestedQueryCost":10}}}""");
        (await Perform(order, "whatsapp-sent", "vip")).ShouldBe(new ActionOutcome.Done());
        using var sent = JsonDocument.Parse(body!);
        sent.RootElement.GetProperty("query").GetString().ShouldBe("mutation TagsAdd($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { field message } } }");
        sent.RootElement.GetProperty("variables").GetRawText().ShouldBe("""{"id":"gid://shopify/Order/820982911946154508","tags":["whatsapp-sent","vip"]}""");
        shop.Api.VerifyNoOutstandingExpectation();
    }

    [Theory]
    [InlineData("#1001")]
    [InlineData("")]
    [InlineData("12a")]
    [InlineData("gid://shopify/Customer/1")]
    [InlineData("gid://shopify/Order/")]
    public async Task OrderThatIsNoId_IsRejectedWithoutACall(string order)
    {
        (await Perform(order, "t")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
        Action.TargetOf(new AddTagsInput(order, ["t"])).ShouldBeNull();
    }

    [Fact]
    public async Task UserErrors_AreRejected()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"tagsAdd":{"userErrors":[{"field":["id"],"message":"Order does not exist"}]}}}""");
        (await Perform("1", "t")).ShouldBe(new ActionOutcome.Failed(new(FailureKind.Rejected, "id", "Shopify refuses the input: Order does not exist")));
    }

    [Fact]
    public async Task AnswerWithoutThePayload_IsTriedAgain()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"tagsAdd":null}}""");
        (await Perform("1", "t")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Fact]
    public async Task NetworkError_IsLeftToTheHub()
    {
        shop.Api.When("*").Throw(new HttpRequestException(HttpRequestError.ConnectionError));
        await Should.ThrowAsync<HttpRequestException>(() => Perform("1", "t"));
    }

    [Fact]
    public async Task Status_IsSortedByTheTable()
    {
        shop.Api.When("*").Respond(HttpStatusCode.Locked);
        (await Perform("1", "t")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Unauthorized);
    }

    [Fact]
    public void Action_IsIdempotentAndAimedAtTheOrder()
    {
        Action.Effect.ShouldBe(new EffectClass.Idempotent());
        Action.TargetOf(new AddTagsInput("gid://shopify/Order/7", ["t"])).ShouldBe("7");
        (Action.Object, Action.Lane, Action.MaxMerged).ShouldBe(("shopify.order", Lane.Sync, 1));
    }

    private Task<ActionOutcome> Perform(string order, params string[] tags) =>
        Action.PerformAsync([new("c1", new AddTagsInput(order, tags), Shop.Arrival)], shop.Context, CancellationToken.None);
}
