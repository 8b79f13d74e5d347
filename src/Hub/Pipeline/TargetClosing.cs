using System.Text.Json;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>A target that takes nothing more.</summary>
/// <param name="Object">What it is, for example <c>zendesk.ticket</c>.</param>
/// <param name="Id">Its id at the vendor.</param>
internal sealed record ClosedTarget(string Object, string Id);

/// <summary>
/// What a closed target means for its line and its links. Its line ends with it. Where <c>after</c> routes wait for that, the links to it are
/// broken in the T2 in which these routes look, so that no other event finds the place empty before them; else at once.
/// </summary>
internal static class TargetClosing
{
    /// <summary>The outcome's name.</summary>
    public const string Outcome = "target_closed";

    /// <summary>T4: commands were told that their target is closed.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="told">The commands of the call, which have ended.</param>
    /// <param name="action">Their action.</param>
    /// <param name="failure">The vendor's answer.</param>
    /// <param name="links">The names of links whose right end is the action's object.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask EndLineAsync(
        ISql sql, IReadOnlyList<CommandRow> told, IAction action, VendorFailure failure, IReadOnlyList<string> links, DateTimeOffset now)
    {
        if (TargetOf(told[0], action) is not { } target) return;
        var isBehindFollowed = await RefuseWaitingAsync(sql, told[0], target, failure.Code, now);
        if (isBehindFollowed || told.Any(command => command.IsFollowedBy(Outcome))) return;
        foreach (var name in links) await Links.BreakToAsync(sql, name, target.Id, now);
    }

    /// <summary>T2 of the outcome event: the routes that follow it look at a world without links to the target.</summary>
    public static async ValueTask BreakLinksAsync(ISql sql, Occasion occasion, ClosedTarget target, DateTimeOffset now)
    {
        await RefuseWaitingAsync(sql, occasion.Followed!, target, occasion.Followed!.Code, now);
        foreach (var link in occasion.Snapshot.Links.Values.Where(link => link.Right == target.Object)) await Links.BreakToAsync(sql, link.Name, target.Id, now);
    }

    /// <summary>What a command is about; null where it names no target.</summary>
    public static ClosedTarget? TargetOf(CommandRow command, IAction action)
    {
        var line = LineOf(command, action.Object, "");
        var id = command.Input is { } input ? action.TargetOf(JsonSerializer.Deserialize(input, action.Input)!)
            : command.Subject.StartsWith(line, StringComparison.Ordinal) ? command.Subject[line.Length..]
            : null;
        return id is null ? null : new(action.Object, id);
    }

    // What has been tried may have happened before the target was closed: that is found out by trying it again. Whether a route follows the outcome of any that is refused.
    private static async ValueTask<bool> RefuseWaitingAsync(ISql sql, CommandRow told, ClosedTarget target, string? code, DateTimeOffset now)
    {
        var isFollowed = false;
        var end = new CommandEnd(CommandState.Refused, Outcome, Outcome) { Code = code, Error = "The vendor has told a command before it that the target takes nothing more." };
        await Outbox.EachAsync(
            () => Outbox.UntriedAsync(sql, LineOf(told, target.Object, target.Id)),
            async command =>
            {
                isFollowed |= command.IsFollowedBy(Outcome);
                await CommandClosing.CloseAsync(sql, command, end, now);
                return true;
            });
        return isFollowed;
    }

    private static string LineOf(CommandRow command, string what, string id) => $"{command.Connection}/{what}/{id}";
}
