using Hub.Customers;
using Hub.Mappings;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Makes the moments in which routes look, from rows.</summary>
internal static class Moments
{
    /// <summary>What a route sees at processing.</summary>
    public static ProcessingMoment Processing(Occasion occasion, Look look, Route route)
    {
        var (customer, thread) = After(occasion, look);
        if (look.FoundCustomers.TryGetValue(route.Id, out var found) && found is [var one, ..]) customer = ViewOf(one);
        var question = Look.QuestionOf(route, occasion.View, thread?.Id, customer?.Id);
        var link = question is null ? null : look.Links.GetValueOrDefault(question);
        return new()
        {
            Event = occasion.View,
            Customer = link?.LeftCustomer is { } left ? ViewOf(left) : customer,
            Thread = link?.LeftThread is { } leftThread ? ViewOf(leftThread) : thread,
            Linked = link?.Row is { } row ? ViewOf(row, question!.FromLeft) : null,
            Followed = occasion.FollowedView,
        };
    }

    /// <summary>The stored link that a route's <c>find</c> led to.</summary>
    public static LinkRow? LinkOf(Occasion occasion, Look look, Route route)
    {
        var (customer, thread) = After(occasion, look);
        return Look.QuestionOf(route, occasion.View, thread?.Id, customer?.Id) is { } question ? look.Links.GetValueOrDefault(question)?.Row : null;
    }

    /// <summary>What <c>linked</c> shows.</summary>
    public static LinkedView ViewOf(LinkRow row, bool fromLeft) => new((fromLeft ? row.RightId : row.LeftId) ?? "", row.State, row.OpenedAt, row.TouchedAt);

    /// <summary>What <c>customer</c> shows.</summary>
    public static CustomerView ViewOf(Seen seen) => new(
        seen.Row.Id, seen.Row.Name, seen.Row.Phone, seen.Row.Email, seen.Row.Language, seen.Row.TimeZone, seen.Row.Country)
    {
        Tags = CustomerChanges.TagsOf(seen.Row),
        Consent = seen.Consent.Count == 0
            ? ConsentView.Unstated
            : new([.. seen.Consent.Where(word => word.Allowed).Select(word => word.Category)], [.. seen.Consent.Where(word => !word.Allowed).Select(word => word.Category)]),
        Vars = ViewOf(seen.Vars),
    };

    /// <summary>What <c>thread</c> shows.</summary>
    public static ThreadView ViewOf(SeenThread seen) => new(seen.Row.Id, seen.Row.Number, MessageWindow.OpenUntil(seen.Row.LastInboundAt)) { Vars = ViewOf(seen.Vars) };

    private static VarsView ViewOf(IReadOnlyList<VariableRow> vars) =>
        vars.Count == 0 ? VarsView.None : new(vars.ToDictionary(row => row.Name, row => new VarValue(row.Type, row.Value), StringComparer.Ordinal));

    // Customer and thread as they will stand after the event: for a first message they are not stored yet.
    private static (CustomerView? Customer, ThreadView? Thread) After(Occasion occasion, Look look)
    {
        var customer = look.Customer is { } seen ? ViewOf(seen) : null;
        var thread = look.Thread is { } known ? ViewOf(known) : null;
        if (look.Person is not { } plan) return (customer, thread);
        if (occasion.About is { } about) return (Arrival.Customer(about, customer, plan), thread);
        if (occasion.Envelope.Fact is not { } fact) return (customer, thread);
        var number = Look.NumberOf(fact)!;
        return (Arrival.Customer(fact, customer, plan.CustomerId, occasion.Snapshot.WordsOf(occasion.Row.Connection), look.Customer?.Row.IsNamed == true), Arrival.Thread(fact, thread, look.Thread?.Row.Id ?? People.ThreadId(number, plan.CustomerId)));
    }
}
