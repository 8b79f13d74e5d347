using Hub.Mappings;
using Hub.Pipeline;
using Hub.Tests.Mappings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Pipeline;

/// <summary>What an evaluation throws, though none should, is its route's failure.</summary>
public class EvaluationBorderTests
{
    private static readonly EvaluationBorder Border = new(NullLogger<EvaluationBorder>.Instance);
    private static readonly AskQuery Down = (_, _, _, _) => throw new TimeoutException();

    [Fact]
    public void Throw_IsTheRoutesFailure()
    {
        var outcome = Border.Within<RouteOutcome>(SomeRoute(), () => throw new NotSupportedException("secret"), failure => new RouteOutcome.Failed(failure));
        var failed = outcome.ShouldBeOfType<RouteOutcome.Failed>();
        failed.Reason.ShouldBe("route_failed");
        failed.Failure.Message.ShouldBe("The hub failed to evaluate the route (NotSupportedException); its log says where.");
    }

    [Fact]
    public async Task ThrowAtDelivery_IsTheRoutesFailure() =>
        (await Border.WithinAsync(SomeRoute(), Down, _ => throw new NotSupportedException())).ShouldBeOfType<DeliveryOutcome.Failed>().Failure.Expression.ShouldBe("r");

    [Fact]
    public async Task ThrowOfAVendorsAnswer_IsNotTheRoutes() =>
        await Should.ThrowAsync<TimeoutException>(() => Border.WithinAsync(SomeRoute(), Down, async ask =>
        {
            await ask(null!, "", "", CancellationToken.None);
            return new DeliveryOutcome.NotWanted();
        }));

    private static Route SomeRoute() =>
        MappingWorld.Compile("routes: [{id: r, on: zendesk.comment.created, do: zendesk.add_tags, with: {ticket: x, tags: [a]}}]").Snapshot!.Routes[0];
}
