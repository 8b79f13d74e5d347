using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Mappings.Scenarios;

/// <summary>What the hub itself does and reports in a scenario.</summary>
internal sealed partial class ScenarioWorld
{
    private readonly Queue<Report> reports = new();

    // Customer and thread stand as after the event; what the person stated of their consent is reported, and confirmed as the law asks.
    private async Task HearAsync(ConversationFact fact, string connection, IConnector connector, CancellationToken cancel)
    {
        var before = customer?.Consent ?? ConsentView.Unstated;
        if (fact is ConversationFact.MessageReceived message) fact = message with { SentAt = Now };
        var words = snapshot.WordsOf(connection);
        customer = Arrival.Customer(fact, customer, CustomerId, words, isNamed);
        thread = Arrival.Thread(fact, thread, ThreadId);
        switch (fact)
        {
            case ConversationFact.PreferenceStated stated:
                ConsentMoved(before, stated.Category, "vendor_switch", stated.Wording, connection, []);
                break;
            case ConversationFact.MessageReceived { Summary: var said } when words.Match(said) is { } word:
                ConsentMoved(before, ConsentCategories.Marketing, "message", said, connection, []);
                if (connector is not IMessagingConnector messaging) break;
                var view = new EventView(ConsentConfirmation.RouteId, ConsentConfirmation.RouteId, connection, fact, new Dictionary<string, string>(), Now, Now);
                var turns = new Queue<Turn>();
                Make(ConsentConfirmation.Draft(messaging, connection, ThreadId, word), new(view, null, new(true, true), []), turns);
                await TakeAsync(turns, cancel);
                break;
        }
    }

    private void ConsentMoved(ConsentView before, string category, string source, string wording, string channel, IReadOnlyList<string> causes)
    {
        var allowed = customer!.Consent.OptedIn.Contains(category, StringComparer.Ordinal);
        var was = before.OptedIn.Contains(category, StringComparer.Ordinal) ? true : before.OptedOut.Contains(category, StringComparer.Ordinal) ? false : (bool?)null;
        if (was == allowed) return;
        var data = new ConsentChanged { CustomerId = CustomerId, Category = category, Allowed = allowed, Source = source, Wording = wording, Channel = channel, At = Now };
        reports.Enqueue(new(HubConnector.ConsentChanged, HubConnector.ConnectionName, data, new(true, false), causes));
    }

    // The effect of a built-in action, or the report that a message left.
    private void Effect(CommandDraft command, Cause cause)
    {
        var causes = CausesOf(command, cause);
        switch (command.Input)
        {
            case RecordConsentInput consent when customer is not null:
                var before = customer.Consent;
                var category = consent.About();
                customer = customer with { Consent = before.After(category, consent.Allowed) };
                ConsentMoved(before, category, "mapping", consent.Wording, HubConnector.ConnectionName, causes);
                break;
            case TagCustomerInput tags when customer is not null:
                customer = customer with { Tags = [.. customer.Tags.Union(tags.Add ?? [], StringComparer.Ordinal).Except(tags.Remove ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
                break;
            case SetCustomerInput change when customer is not null:
                isNamed |= !string.IsNullOrEmpty(change.Name);
                customer = customer with
                {
                    Name = string.IsNullOrEmpty(change.Name) ? customer.Name : change.Name,
                    Language = change.Language ?? customer.Language,
                    TimeZone = change.TimeZone ?? customer.TimeZone,
                    Country = change.Country?.ToUpperInvariant() ?? customer.Country,
                };
                break;
            default:
                if (command.Action is IMessageAction message) Left(message, command.Input!, command, causes);
                break;
        }
    }

    private void Left(IMessageAction action, object input, CommandDraft command, IReadOnlyList<string> causes)
    {
        var text = action.Intent(input) is MessageIntent.FreeForm free ? free.Text : "";
        var data = new OutboundMessage
        {
            MessageId = "message", Kind = text.Length > 0 ? "text" : "template", Text = text, Route = command.RouteId, Action = action.Name, CommandId = "command", SentAt = Now,
        };
        reports.Enqueue(new(action.Name.Split('.')[0] + ".message.sent", command.Connection, data, new(true, true), causes));
    }

    private void Parked(CommandDraft command, Cause cause, string reason, string? text) => reports.Enqueue(new(
        HubConnector.CommandParked, HubConnector.ConnectionName,
        new CommandParked
        {
            CommandId = "command", Route = command.RouteId, File = command.File, Action = command.Action.Name, Connection = command.Connection, Reason = reason, Text = text, At = Now,
        },
        cause.Sees, CausesOf(command, cause)));

    private static IReadOnlyList<string> CausesOf(CommandDraft command, Cause cause) => [.. cause.Causes, command.RouteId];

    // A route does not run on what it caused itself, so the queue comes to an end.
    private async Task ReportAsync(CancellationToken cancel)
    {
        while (reports.TryDequeue(out var report))
        {
            var routes = snapshot.On(report.Type).Where(route =>
                route.Trigger is RouteTrigger.OnEvents on && (on.Connection is null || on.Connection == report.Connection) && !report.Causes.Contains(route.Id, StringComparer.Ordinal));
            var view = new EventView(report.Type, report.Type, report.Connection, report.Data, new Dictionary<string, string>(), Now, Now);
            await RunAsync(routes, new(view, null, report.Sees, report.Causes), cancel);
        }
    }

    private sealed record Report(string Type, string Connection, object Data, Sight Sees, IReadOnlyList<string> Causes);
}
