using Hub.Connections;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// A vendor that delivers in an order of its own: where the connection says so, the next message of a thread waits for the status of the one before. What is
/// waited for stands in the message, so that a restart waits too.
/// </summary>
internal sealed class SendOrder(ConnectionRegistry connections)
{
    /// <summary>A status that does not come holds nobody up longer.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    /// <summary>Whether the line of these may wait for the status of its last message.</summary>
    public bool MayWait(IReadOnlyList<CommandRow> heads) =>
        heads is [var head, ..] && connections.Find(head.Connection) is { Connector: IMessagingConnector messaging } connection && messaging.WaitsForSent(connection.Options<object>());

    /// <summary>Until when the line of a thread waits for the status of its last message.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="heads">The first entries of the line.</param>
    /// <param name="now">The present.</param>
    /// <returns>The moment; null where it does not wait.</returns>
    public async ValueTask<DateTimeOffset?> UntilAsync(ISql sql, IReadOnlyList<CommandRow> heads, DateTimeOffset now)
    {
        if (!MayWait(heads) || Lines.ThreadOf(heads[0].Connection, heads[0].Subject) is not { } id) return null;
        if (await People.FindThreadAsync(sql, id) is not { } thread || await Messages.AwaitsStatusSinceAsync(sql, thread.Id) is not { } accepted) return null;
        return accepted + AtMost > now ? accepted + AtMost : null;
    }

    /// <summary>A status of a message has come: what waited for it is ready.</summary>
    public static async ValueTask ReleaseAsync(ISql sql, CommandRow command, DateTimeOffset now)
    {
        await Lines.UnblockAsync(sql, command.Subject, Lines.Order, now);
        if (command.Thread is { } thread) await Lines.UnblockAsync(sql, Lines.OfThread(command.Connection, thread), Lines.Order, now);
    }
}
