using System.Text.Json;
using Hub.Connections;
using Hub.Connectors;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Applies the status of a sent message, in T2: it may settle an unknown send, or take a done one back.</summary>
internal sealed class StatusApplication(ConnectionRegistry connections, FaultTrigger faults)
{
    // Meta, error 131049: "wait at least 24 hours" before the next try.
    private static readonly TimeSpan LaterThan = TimeSpan.FromHours(24);

    public async ValueTask ApplyAsync(ISql sql, ConversationFact.StatusReported status, EventRow e, DateTimeOffset now)
    {
        faults.Pass(FaultPoint.BeforeStatus);
        var commandId = status.CommandId ?? (await Messages.FindSentAsync(sql, status.MessageId))?.Command;
        var command = commandId is null ? null : await Outbox.FindAsync(sql, commandId);

        if (status.Failure is { Kind: FailureKind.Later, IsAccountWide: true } failure)
        {
            // From the vendor's time on: a status that comes when that is over rests nothing.
            var since = e.OccurredAt < now ? e.OccurredAt : now;
            await ConnectionTrouble.RestAsync(sql, e.Connection, command, failure, since + (failure.Wait ?? LaterThan), now);
        }

        // Without a command the status waits for its message, which the end of the attempt will bring.
        await Messages.KeepStatusAsync(sql, status, command?.Id, e.Id);
        if (command is not null) await SendOrder.ReleaseAsync(sql, command, now);
        if (command is { State: CommandState.Unknown } or { State: CommandState.Parked, Reason: "unknown" })
        {
            await SettleAsync(sql, command, status.MessageId, now);
        }
        else if (command is { State: CommandState.Done } && status.Status == MessageStatus.Failed)
        {
            await TakeBackAsync(sql, command, status.MessageId, now);
        }
    }

    /// <summary>A send of which nobody knew whether it happened did: the vendor has a message of it.</summary>
    public async ValueTask SettleAsync(ISql sql, CommandRow command, string vendorId, DateTimeOffset now)
    {
        await CommandClosing.CloseAsync(sql, command, new(CommandState.Done, null, "done") { VendorId = vendorId }, now);
        await RecordAsync(sql, command, vendorId, command.EndedAt ?? now, now);
    }

    /// <summary>A message left: it is shown in its thread, and the statuses that came before it are taken over.</summary>
    public async ValueTask RecordAsync(ISql sql, CommandRow command, string vendorId, DateTimeOffset at, DateTimeOffset now)
    {
        if (command.Thread is not { } thread) return;
        var kind = KindOf(command);
        await Messages.InsertOutboundAsync(sql, thread, vendorId, command.Id, kind, command.Shown ?? "", at);
        await HubReports.MessageSentAsync(sql, command, vendorId, kind, at, now);
        await TakeBackAsync(sql, command, vendorId, now);
    }

    private string KindOf(CommandRow command) =>
        command.Input is { } input
        && connections.Find(command.Connection)?.Connector.Actions.FirstOrDefault(action => action.Name == command.Action) is IMessageAction action
        && action.Intent(JsonSerializer.Deserialize(input, action.Input)!) is MessageIntent.OfTemplate
            ? "template"
            : "text";

    // The vendor's own hold does not make the next generation too old; once only, so that max_age still ends it.
    private static async ValueTask HoldAsync(ISql sql, CommandRow command, TimeSpan wait, DateTimeOffset now)
    {
        var again = command.NextGeneration(CommandState.Scheduled, now + wait, now);
        var isFirst = command.Generation == 0 && await Attempts.CountAsync(sql, command, "later") == 0;
        await Outbox.InsertAsync(sql, isFirst ? again with { MaxAge = again.MaxAge + wait } : again);
    }

    // The command stays done: the vendor had accepted it. What the person did not get is reported, and may go again. A failure
    // that comes after the message was delivered is recorded only.
    private static async ValueTask TakeBackAsync(ISql sql, CommandRow command, string vendorId, DateTimeOffset now)
    {
        if (await Messages.FindSentAsync(sql, vendorId) is not { Status: MessageStatus.Failed }) return;
        if (await Messages.FailedByAsync(sql, vendorId) is not { } id || await Events.FindAsync(sql, id) is not { } e) return;
        if (JsonSerializer.Deserialize(e.Envelope, PipelineJson.Default.EventEnvelope)!.Fact is not ConversationFact.StatusReported { Failure: { } failure }) return;
        await Quotas.GiveBackAsync(sql, command.Id);
        await Reaches.GiveBackAsync(sql, command);
        switch (failure.Kind)
        {
            case FailureKind.WindowClosed when command.OutsideWindow is not null:
                await WindowClosing.KeepAgainAsync(sql, command, now);
                break;
            case FailureKind.Later when failure.IsAccountWide:
                // Not its own person is held, but all of them: it waits with the others.
                await Outbox.InsertAgainAsync(sql, command, now);
                break;
            case FailureKind.Later:
                await HoldAsync(sql, command, failure.Wait ?? LaterThan, now);
                break;
            case FailureKind.OptedOut when command.Customer is { } customer:
                await Consents.AppendAsync(sql, new(
                    customer, "marketing", false, "vendor_answer", failure.Text, command.Connection, "vendor", e.Id, e.OccurredAt), command, now);
                await CommandClosing.ReportAsync(sql, command, "opted_out", now);
                break;
            case FailureKind.NoWhatsApp:
                await CommandClosing.ReportAsync(sql, command, "no_whatsapp", now);
                break;
            case FailureKind.WindowClosed:
                await CommandClosing.ReportAsync(sql, command, "window_closed", now);
                break;
            default:
                await CommandClosing.ReportAsync(sql, command, "rejected", now);
                break;
        }
    }
}
