using Hub.Mappings;

namespace Hub.Pipeline;

/// <summary>The border of evaluation: expressions give errors and throw nothing, and should one throw all the same, that is its route's failure and nobody else's.</summary>
internal sealed partial class EvaluationBorder(ILogger<EvaluationBorder> logger)
{
    /// <summary>What the evaluation gives, or what its route's failure is.</summary>
    /// <param name="route">Whose evaluation it is.</param>
    /// <param name="evaluate">Evaluates.</param>
    /// <param name="failed">Makes the outcome of a failure.</param>
    public T Within<T>(Route route, Func<T> evaluate, Func<RouteFailure, T> failed)
    {
        try
        {
            return evaluate();
        }
        catch (Exception e)
        {
            return failed(Told(route, e));
        }
    }

    /// <summary>The same where the evaluation asks vendors in between; what asking throws is not the route's.</summary>
    public async Task<DeliveryOutcome> WithinAsync(Route route, AskQuery ask, Func<AskQuery, Task<DeliveryOutcome>> evaluate)
    {
        Exception? ofAsking = null;
        try
        {
            return await evaluate(Ask);
        }
        catch (Exception e) when (!ReferenceEquals(e, ofAsking))
        {
            return new DeliveryOutcome.Failed(Told(route, e));
        }

        async Task<Connectors.QueryOutcome> Ask(Connectors.IQuery query, object input, string connection, CancellationToken cancel)
        {
            try
            {
                return await ask(query, input, connection, cancel);
            }
            catch (Exception e)
            {
                ofAsking = e;
                throw;
            }
        }
    }

    private RouteFailure Told(Route route, Exception error)
    {
        LogFault(logger, route.Id, route.File, new(error));
        return new(route.File, route.Id, $"The hub failed to evaluate the route ({error.GetType().Name}); its log says where.");
    }
}
