using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// What is minded once the store was put back from a copy: a command that the hub of the lost time may have carried out. Where the vendor can be asked it is looked for before it is done, whatever the store
/// knows of attempts; a send of which nobody can be asked is parked as unknown; what has the same effect twice as once is done again.
/// </summary>
internal sealed class AfterRestore
{
    private const string NotKnown = "The store was put back from a copy: whether it was sent after the copy was made is not known.";

    private long until = long.MinValue;

    /// <summary>Notes when the last lost time ended, before anything runs; null where there was none.</summary>
    public void Begin(DateTimeOffset? ended) => Interlocked.Exchange(ref until, ended?.ToUnixTimeMilliseconds() ?? long.MinValue);

    /// <summary>Whether a command that is made now may have been made and carried out in a lost time: what it comes from happened before the end of that, and it was due by then.</summary>
    public bool MayHaveLeft(CommandRow command)
    {
        var end = Interlocked.Read(ref until);
        return command.OccurredAt.ToUnixTimeMilliseconds() <= end && (!command.IsTimed || command.DueAt.ToUnixTimeMilliseconds() <= end);
    }

    /// <summary>Settles an open command that may have been carried out.</summary>
    /// <param name="sql">The transaction.</param>
    /// <param name="row">The command, as it is stored.</param>
    /// <param name="effect">The effect class of its action; null where that is not there any more.</param>
    /// <param name="now">Business time.</param>
    /// <returns>Whether it was parked.</returns>
    public static async ValueTask<bool> SettleAsync(ISql sql, CommandRow row, EffectClass? effect, DateTimeOffset now)
    {
        switch (effect)
        {
            case EffectClass.Blind:
                await CommandClosing.CloseAsync(sql, row, new(CommandState.Parked, ParkReason.Unknown, "parked") { Code = CommandEnd.PutBack, Error = NotKnown }, now);
                return true;
            case EffectClass.Findable or EffectClass.Keyed:
                await Outbox.LookFirstAsync(sql, row.Id);
                return false;
            default:
                return false;
        }
    }
}
