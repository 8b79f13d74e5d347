using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify.Actions;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.Shopify.Actions;

public sealed class RemoveTagsTests
{
    private readonly Shop shop = new();

    private IAction Action => shop.Connector.Actions.Single(action => action.Name == "shopify.remove_tags");

    [Fact]
    public async Task Tags_AreRemovedByOneMutation()
    {
        string? body = null;
        shop.Api.Expect(HttpMethod.Post, Shop.Address)
            .WithHeaders("X-Shopify-Access-Token", "shpat_token")
            .With(request => (body = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult()).Length > 0)
            .Respond("application/json", """{"data":{"tagsRemove":{"userErrors":[]}}}""");
        (await Perform("7")).ShouldBe(new ActionOutcome.Done());
        using var sent = JsonDocument.Parse(body!);
        sent.RootElement.GetProperty("query").GetString().ShouldBe("mutation TagsRemove($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { userErrors { field message } } }");
        sent.RootElement.GetProperty("variables").GetRawText().ShouldBe("""{"id":"gid://shopify/Order/7","tags":["late"]}""");
    }

    [Fact]
    public async Task UserErrors_AreRejected()
    {
        shop.Api.When("*").Respond("application/json", """{"data":{"tagsRemove":{"userErrors":[{"field":null,"message":null}]}}}""");
        (await Perform("7")).ShouldBe(new ActionOutcome.Failed(new(FailureKind.Rejected, "user_error", "Shopify refuses the input: it does not say why.")));
    }

    [Fact]
    public async Task OrderThatIsNoId_IsRejectedWithoutACall() =>
        (await Perform("#1001")).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("order_id");

    [Fact]
    public void Action_IsIdempotentAndAimedAtTheOrder()
    {
        Action.Effect.ShouldBe(new EffectClass.Idempotent());
        Action.TargetOf(new RemoveTagsInput("7", ["t"])).ShouldBe("7");
    }

    private Task<ActionOutcome> Perform(string order) =>
        Action.PerformAsync([new("c1", new RemoveTagsInput(order, ["late"]), Shop.Arrival)], shop.Context, CancellationToken.None);
}
