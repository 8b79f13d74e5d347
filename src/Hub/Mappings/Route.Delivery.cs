using Hub.Connectors;
using Hub.Expressions;
using Hub.Mappings.Inputs;

namespace Hub.Mappings;

/// <summary>Asks a query of a connection for a deferred command.</summary>
/// <param name="query">The query.</param>
/// <param name="input">An instance of its input record.</param>
/// <param name="connection">The connection's name.</param>
/// <param name="cancel">Ends the wait.</param>
internal delegate Task<QueryOutcome> AskQuery(IQuery query, object input, string connection, CancellationToken cancel);

/// <summary>What happens when a deferred command is due, and when it has succeeded.</summary>
internal sealed partial class Route
{
    /// <summary>Finishes a deferred command: <c>read</c>, then <c>when</c>, then <c>with</c> and <c>outside_window</c>.</summary>
    public async Task<DeliveryOutcome> PrepareAsync(DeliveryMoment moment, AskQuery ask, CancellationToken cancel)
    {
        if (parts.Do is not { } action) throw new InvalidOperationException($"The route {Id} makes no commands.");
        var frame = FrameOf(moment);
        var fault = new InputFault();
        foreach (var read in parts.Reads)
        {
            var input = read.Input.Make(frame, fault);
            if (fault.IsSet) return Stopped(fault);
            switch (await ask(read.Query, input!, read.Connection, cancel))
            {
                case QueryOutcome.Found found:
                    frame[read.Variable.Slot] = Value.Record(read.Type, found.Result);
                    break;
                case QueryOutcome.Failed failed:
                    return new DeliveryOutcome.ReadFailed(failed.Failure);
            }
        }

        if (Unwanted(frame) is { } unwanted) return unwanted;
        var made = action.Input.Make(frame, fault);
        var outside = fault.IsSet ? null : OutsideWindowOf(action, frame, fault);
        return fault.IsSet ? Stopped(fault) : new DeliveryOutcome.Ready(made!, outside) { Bindings = Leave(parts.LeftWhenDeferred, moment.Linked, frame) };
    }

    /// <summary>Looks at <c>when</c> of a command whose input is known already; null where it goes.</summary>
    public DeliveryOutcome? LookWhenDue(DeliveryMoment moment) => parts.When is null ? null : Unwanted(FrameOf(moment));

    /// <summary>The other end of the link that a command made, after its action has succeeded.</summary>
    /// <param name="moment">The command's moment.</param>
    /// <param name="result">The action's result record; null where it has none.</param>
    public (string? Id, RouteFailure? Failure) LinkId(DeliveryMoment moment, object? result)
    {
        if (parts.Link is not { } link) throw new InvalidOperationException($"The route {Id} makes no link.");
        var frame = FrameOf(moment);
        if (link.OwnResult is { } own) frame[own.Slot] = Value.RecordOrNull(parts.OwnResult!, result);
        var look = new Look();
        var id = Text("link", link.Value, frame, look);
        return (look.Failure is null ? id : null, look.Failure);
    }

    private DeliveryOutcome? Unwanted(Frame frame)
    {
        if (parts.When is not { } when) return null;
        var holds = when.Evaluate(frame);
        if (holds.IsError) return new DeliveryOutcome.Failed(when.Failure(holds));
        return holds.IsTrue ? null : new DeliveryOutcome.NotWanted();
    }

    // Who gets a message is known when it goes; a write counts for the event's person, without whom it cannot be counted.
    private LimitDraft? LimitOf(IAction action, ProcessingMoment moment, Frame frame, Look look)
    {
        if (parts.Limit is not { } limit || look.Failure is not null) return null;
        var isCounted = action is IMessageAction || limit.Per switch
        {
            LimitPer.Customer => moment.Customer is not null,
            LimitPer.Thread => moment.Thread is not null,
            _ => true,
        };
        if (!isCounted)
        {
            var per = RecordTypes.LiteralOf(limit.Per.ToString());
            look.Failure = new($"{File}:{Id}", $"limit: {{per: {per}}}", $"limit counts per {per}, and the event has none.");
        }

        return new(limit.Count, limit.Per, limit.Key is { } key ? Text("limit", key, frame, look) : null, limit.In, limit.Over);
    }

    private static DeliveryOutcome Stopped(InputFault fault) => fault.Failure is { } failure
        ? new DeliveryOutcome.Failed(failure)
        : new DeliveryOutcome.Refused(fault.Refusal!);
}
