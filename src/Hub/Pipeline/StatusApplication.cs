using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>Applies the status of a sent message, in T2: it may settle an unknown send, or take a done one back.</summary>
internal sealed class StatusApplication
{
    // Meta, error 131049: "wait at least 24 hours" before the next try.
    private static readonly TimeSpan LaterThan = TimeSpan.FromHours(24);

    public async ValueTask ApplyAsync(ISql sql, ConversationFact.StatusReported status, EventRow e, DateTimeOffset now)
    {
        var commandId = status.CommandId ?? (await Messages.FindSentAsync(sql, status.MessageId))?.Command;
        var command = commandId is null ? null : await Outbox.FindAsync(sql, commandId);

        // Without a command the status waits for its message, which the end of the attempt will bring.
        await Messages.KeepStatusAsync(sql, status, command?.Id, e.Id);
        if (command is null) return;
        if (command is { State: CommandState.Unknown } or { State: CommandState.Parked, Reason: "unknown" })
        {
            await SettleAsync(sql, command, status.MessageId, now);
            command = command with { State = CommandState.Done };
        }

        if (command.State == CommandState.Done && status is { Status: MessageStatus.Failed, Failure: { } failure })
        {
            await TakeBackAsync(sql, command, failure, e, now);
        }
    }

    /// <summary>A send of which nobody knew whether it happened did: the vendor has a message of it.</summary>
    public static async ValueTask SettleAsync(ISql sql, CommandRow command, string vendorId, DateTimeOffset now)
    {
        await CommandClosing.CloseAsync(sql, command, new(CommandState.Done, null, "done") { VendorId = vendorId }, now);
        if (command.Thread is { } thread)
        {
            await Messages.InsertOutboundAsync(sql, thread, vendorId, command.Id, KindOf(command), command.Shown ?? "", command.EndedAt ?? now);
        }
    }

    /// <summary>The kind of message that a command sends, as the history shows it.</summary>
    public static string KindOf(CommandRow command) => command.Lane == Lane.Template ? "template" : "text";

    // The command stays done: the vendor had accepted it. What the person did not get is reported, and may go again.
    private static async ValueTask TakeBackAsync(ISql sql, CommandRow command, VendorFailure failure, EventRow e, DateTimeOffset now)
    {
        switch (failure.Kind)
        {
            case FailureKind.WindowClosed when command.OutsideWindow is not null:
                await WindowClosing.KeepAgainAsync(sql, command, now);
                break;
            case FailureKind.Later:
                var again = command.NextGeneration(CommandState.Scheduled, now + (failure.Wait ?? LaterThan), now);
                await Outbox.InsertAsync(sql, again);
                break;
            case FailureKind.OptedOut when command.Customer is { } customer:
                await Consents.AppendAsync(sql, new(
                    customer, "marketing", false, "vendor_answer", failure.Text, command.Connection, "vendor", e.Id, e.OccurredAt));
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
