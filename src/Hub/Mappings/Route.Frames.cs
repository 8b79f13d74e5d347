using System.Text.Json;
using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>How a moment becomes the values of a route's names.</summary>
internal sealed partial class Route
{
    private Frame FrameOf(ProcessingMoment moment)
    {
        var frame = FrameOf(moment.Event, moment.Customer, moment.Thread);
        if (moment.Followed is { } followed)
        {
            Follow(frame, followed);
            if (parts.Inherited.Count > 0)
            {
                Restore(frame, followed.Bindings, parts.Inherited, name => Value.Error($"{name} was not known when {followed.RouteId} made its command."));
            }
        }

        if (parts.Find is FindBy.ByLink && parts.Names.Linked is { } linked)
        {
            frame[linked.Slot] = Value.RecordOrNull(parts.Types.Linked, moment.Linked);
        }

        SetLets(frame);
        return frame;
    }

    private Frame FrameOf(DeliveryMoment moment)
    {
        var frame = FrameOf(moment.Event, moment.Customer, moment.Thread);
        if (moment.Followed is { } followed) Follow(frame, followed);
        if (parts.Names.Linked is { } linked) frame[linked.Slot] = Value.RecordOrNull(parts.Types.Linked, moment.Linked);
        frame[parts.Names.Due!.Slot] = Value.Timestamp(moment.Due);
        SetLets(frame);
        // A link of the route's own is looked at anew; the one left is for the routes that follow.
        Restore(frame, moment.Bindings, parts.Find is FindBy.ByLink ? [.. parts.LeftWhenDeferred.Where(variable => variable != parts.Names.Linked)] : parts.LeftWhenDeferred, null);
        return frame;
    }

    private Frame FrameOf(EventView happened, CustomerView? customer, ThreadView? thread)
    {
        var frame = new Frame(parts.Scope);
        var names = parts.Names;
        frame[names.Event.Slot] = Value.Record(parts.EventRecord, happened.Data);
        frame[names.Customer.Slot] = Value.RecordOrNull(parts.Types.Customer, customer);
        frame[names.Thread.Slot] = Value.RecordOrNull(parts.Types.Thread, thread);
        frame[names.Now.Slot] = Value.Timestamp(happened.ArrivedAt);
        foreach (var (variable, value) in parts.Vars) frame[variable.Slot] = value;
        return frame;
    }

    private void Follow(Frame frame, FollowedCommand followed)
    {
        if (parts.Names.Result is { } result && parts.FollowedResult is { } type)
        {
            frame[result.Slot] = Value.RecordOrNull(type, followed.Result);
        }

        if (parts.Names.Failure is { } failure)
        {
            frame[failure.Slot] = followed.Outcome == "done" ? Value.Null : Value.Record(parts.Types.Failure, new FailureView(followed.Outcome, followed.Code, followed.Text));
        }
    }

    private void SetLets(Frame frame)
    {
        foreach (var (slot, evaluate) in lets) frame.SetLazy(slot, evaluate);
    }

    // While the link is still being made, what is made of it is not known yet and left to the delivery.
    private string Leave(IReadOnlyList<Variable> variables, LinkedView? linked, Frame frame) => BindingsJson.Write(
        linked is { State: LinkedState.Reserved } ? [.. variables.Where(variable => variable != parts.Names.Linked && !lateLets.Contains(variable.Slot))] : variables, frame);

    // What an earlier moment left has the values of that moment; what it could not leave is as the frame has it, or as absent says.
    private static void Restore(Frame frame, string bindings, IReadOnlyList<Variable> variables, Func<string, Value>? absent)
    {
        if (variables.Count == 0) return;
        using var document = JsonDocument.Parse(bindings);
        var left = document.RootElement.Clone();
        foreach (var variable in variables)
        {
            if (left.TryGetProperty(variable.Name, out var value)) frame[variable.Slot] = ValueJson.Read(value, variable.Type);
            else if (absent is not null) frame[variable.Slot] = absent(variable.Name);
        }
    }
}
