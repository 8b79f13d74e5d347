using System.Text.Json;
using Hub.Connectors;
using Hub.Customers;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary><c>outside_window</c>: the words are kept until the customer writes, and a template goes once per closed window.</summary>
internal static class WindowClosing
{
    /// <summary>Keeps the words of a command that is waiting in its line.</summary>
    public static async ValueTask KeepAsync(ISql sql, CommandRow command, DateTimeOffset now)
    {
        var outside = Outside(command);
        var until = now + outside.Keep;
        await Outbox.LeaveLineAsync(sql, command, CommandState.Kept, until, "window_closed", now);
        await AskAsync(sql, command, outside, now);
    }

    /// <summary>
    /// Whether the customer has written since the command was last sent, and so has opened the window that was closed then. Nothing else says
    /// that it is open: the vendor's clock is not the hub's.
    /// </summary>
    public static async ValueTask<bool> HasOpenedSinceAsync(ISql sql, CommandRow command, DateTimeOffset now) =>
        command.Thread is { } id && await People.FindThreadAsync(sql, id) is { LastInboundAt: { } wrote }
        && MessageWindow.IsOpen(wrote, now) && await Attempts.LastAsync(sql, command) is { } sent && wrote > sent;

    /// <summary>A message that the vendor took and then failed, as a new generation of its command: its words are kept, or go at once where the window is open again.</summary>
    public static async ValueTask KeepAgainAsync(ISql sql, CommandRow command, DateTimeOffset now)
    {
        if (await HasOpenedSinceAsync(sql, command, now))
        {
            await Outbox.InsertAgainAsync(sql, command, now);
            return;
        }

        var outside = Outside(command);
        var until = now + outside.Keep;
        await Outbox.InsertAsync(sql, command.NextGeneration(CommandState.Kept, until, now));
        await AskAsync(sql, command, outside, now);
    }

    private static StoredOutsideWindow Outside(CommandRow command) =>
        JsonSerializer.Deserialize(command.OutsideWindow!, PipelineJson.Default.StoredOutsideWindow)!;

    // The closed window is named by the customer's last message: until the next one there is only one template.
    private static async ValueTask AskAsync(ISql sql, CommandRow command, StoredOutsideWindow outside, DateTimeOffset now)
    {
        await CommandClosing.ReportAsync(sql, command, "window_closed", now);
        var thread = await People.FindThreadAsync(sql, command.Thread!);
        var window = thread?.LastInboundAt?.ToUnixTimeMilliseconds().ToString(null, null) ?? "never";
        var key = Keys.Hash("outside_window", command.File, command.Route, thread?.Id ?? command.Thread!, window);
        var ask = command with
        {
            Id = Keys.Id("outside_window", command.Id, window),
            Route = command.Route + CommandRow.OutsideWindowSuffix,
            Action = outside.Action,
            Lane = Lane.Template,
            State = CommandState.Waiting,
            CreatedAt = now,
            DueAt = now,
            WakeAt = now,
            IsTimed = false,
            MaxAge = null,
            Input = outside.Input,
            OutsideWindow = null,
            OnceKey = key,
            Slot = null,
            Quota = null,
            LinkName = null,
            Reason = null,
            Subject = Lines.OfThread(command.Connection, thread?.Id ?? command.Thread!),
            FollowedOutcomes = "",
        };
        if (await Once.ReserveAsync(sql, key, ask.Id, now)) await Outbox.InsertAsync(sql, ask);
    }
}
