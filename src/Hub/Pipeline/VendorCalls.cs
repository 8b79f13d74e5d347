using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Pipeline;

/// <summary>Calls the vendor for commands. The border of a call: what it throws is its outcome.</summary>
internal sealed partial class VendorCalls(GuardedReads reads, DeliveryLimits limits, MediaFiles files, HubMeter meter, Tracing tracing, TimeProvider time, ILogger<VendorCalls> logger)
{
    /// <summary>Carries out what the gate let pass, as one call.</summary>
    public async Task<ActionOutcome> PerformAsync(Opening opened, IAction action, Connection connection, CancellationToken cancel)
    {
        limits.Calling(action.Name, opened.Passed[0].Row.Lane);
        var context = new ActionContext
        {
            Connection = connection,
            Attempt = opened.Passed[0].Row.Attempts,
            Address = opened.Address,
            Template = opened.Passed[0].Template?.Template,
            Files = files,
        };
        var calls = opened.Passed.Select(prepared => new ActionCall(prepared.Row.Id, prepared.Input, prepared.Row.OccurredAt)).ToList();
        using var span = await tracing.BeginCallAsync([.. opened.Passed.Select(prepared => prepared.Row)], cancel);
        var began = time.GetTimestamp();
        var outcome = (await GuardAsync(async () => await action.PerformAsync(calls, context, cancel), cancel))!;
        var name = outcome is ActionOutcome.Failed { Failure.Kind: var kind } ? Settlement.NameOf(kind) : HubMeter.Done;
        meter.Attempted(connection.Name, action.Name, name, time.GetElapsedTime(began));
        span?.SetTag("hub.outcome", name);
        return outcome;
    }

    /// <summary>Looks for the mark of an earlier attempt.</summary>
    /// <returns>Null when it is not there.</returns>
    public Task<ActionOutcome?> FindAsync(Prepared command, IAction action, Connection connection, CancellationToken cancel)
    {
        var context = new ActionContext { Connection = connection, Attempt = command.Row.Attempts + 1, Files = files };
        var call = new ActionCall(command.Row.Id, command.Input, command.Row.OccurredAt);
        return reads.AskAsync(
            new(connection.Name, $"find {action.Name}", command.Row), () => GuardAsync(() => action.FindAsync(call, context, cancel), cancel),
            failure => new ActionOutcome.Failed(failure), answer => (answer as ActionOutcome.Failed)?.Failure);
    }

    private async Task<ActionOutcome?> GuardAsync(Func<Task<ActionOutcome?>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (ClaimLostException)
        {
            throw;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // An error that is no network error is a connector's own mistake.
            if (e is not (HttpRequestException or OperationCanceledException or TimeoutException)) LogConnectorFailed(logger, new(e));
            return new ActionOutcome.Failed(VendorErrors.OfNetwork(e));
        }
    }
}
