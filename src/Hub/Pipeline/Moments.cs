using Hub.Connectors;
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
        if (look.FoundCustomers.TryGetValue(route.Id, out var found)) customer = ViewOf(found);
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
        seen.Row.Id, seen.Row.Name, seen.Row.Phone, seen.Row.Email, seen.Row.Language, seen.Row.TimeZone, seen.Row.Country, seen.OptedOut);

    /// <summary>What <c>thread</c> shows.</summary>
    public static ThreadView ViewOf(ThreadRow row) => new(row.Id, row.Number, MessageWindow.OpenUntil(row.LastInboundAt));

    // Customer and thread as they will stand after the event: for a first message they are not stored yet.
    private static (CustomerView? Customer, ThreadView? Thread) After(Occasion occasion, Look look)
    {
        var customer = look.Customer is { } seen ? ViewOf(seen) : null;
        var thread = look.Thread is { } row ? ViewOf(row) : null;
        if (look.Person is not { } plan) return (customer, thread);
        var (number, person, wrote) = occasion.Envelope.Fact switch
        {
            ConversationFact.MessageReceived m => (m.Number, m.From, (DateTimeOffset?)m.SentAt),
            ConversationFact.PreferenceStated p => (p.Number, p.From, null),
            _ => throw new InvalidOperationException("Only facts that name a person are resolved."),
        };
        var phone = person.Aliases.Select(People.PhoneOf).FirstOrDefault(value => value is not null);
        var email = person.Aliases.FirstOrDefault(alias => alias.Kind == AliasKind.Email)?.Value;
        customer = customer is null
            ? new(plan.CustomerId, person.Name, phone, email, null, null, phone is null ? null : PhoneNumbers.Country(phone), [])
            : customer with { Name = person.Name ?? customer.Name, Phone = customer.Phone ?? phone, Email = customer.Email ?? email };
        var last = look.Thread?.LastInboundAt > wrote ? look.Thread.LastInboundAt : wrote ?? look.Thread?.LastInboundAt;
        return (customer, new(look.Thread?.Id ?? People.ThreadId(number, plan.CustomerId), number, MessageWindow.OpenUntil(last)));
    }
}
