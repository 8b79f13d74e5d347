using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>What is done and told when a whole connection does not work. The vendor's words are masked before they are stored: they may quote people.</summary>
internal static class ConnectionTrouble
{
    /// <summary>The vendor refused the credentials at a delivery: the connection's deliveries pause until somebody resumes them.</summary>
    public static async ValueTask RefusedAsync(ISql sql, CommandRow row, VendorFailure failure, DateTimeOffset now)
    {
        var told = Told(failure);
        if (!await Pauses.AddAsync(sql, new(Pauses.Connection, row.Connection, $"{told.Code}: {told.Text}", Pauses.Unauthorized, now), now)) return;
        await Alerts.RaiseAsync(sql, AlertName.Reconnect, row.Connection, AlertLevel.Critical, $"The connection {row.Connection} was paused: its credentials were refused ({told.Code}). Mend them, then resume it.", now);
        await HubReports.ConnectionFailedAsync(sql, row.Connection, row, told, now);
    }

    /// <summary>The vendor lets nothing of the whole account through for a while: the connection's deliveries rest until then, or until somebody resumes them.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="by">The command that met it; null where the hub has none.</param>
    /// <param name="failure">The vendor's answer or status.</param>
    /// <param name="until">Until when; nothing happens where that has passed.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask RestAsync(ISql sql, string connection, CommandRow? by, VendorFailure failure, DateTimeOffset until, DateTimeOffset now)
    {
        if (until <= now) return;
        var told = Told(failure);
        if (!await Pauses.AddAsync(sql, new(Pauses.Connection, connection, $"{told.Code}: {told.Text}", Pauses.Restricted, now) { Until = until }, now)) return;
        await Alerts.RaiseAsync(sql, AlertName.Paused, $"{Pauses.Connection}/{connection}", AlertLevel.Critical, $"The connection {connection} rests until {until:u}. {told.Code}: {told.Text} Resuming it ends that earlier.", now);
        await HubReports.ConnectionFailedAsync(sql, connection, by, told, now);
    }

    /// <summary>An operation failed so often, or was refused at a fetch, that its breaker opened.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="by">The command whose call or question it was; null where an event was fetched.</param>
    /// <param name="failure">The last failure.</param>
    /// <param name="now">Business time.</param>
    public static async ValueTask BreakerOpenedAsync(ISql sql, string connection, CommandRow? by, VendorFailure failure, DateTimeOffset now)
    {
        var told = Told(failure);
        if (failure.Kind == FailureKind.Unauthorized)
        {
            await Alerts.AddOwnAsync(sql, AlertLevel.Critical, $"The credentials of the connection {connection} were refused at a fetch ({told.Code}). Mend them; it is tried again by itself.", now);
        }

        await HubReports.ConnectionFailedAsync(sql, connection, by, told, now);
    }

    private static VendorFailure Told(VendorFailure failure) => failure with { Code = new Masked(failure.Code).ToString(), Text = new Masked(failure.Text).ToString() };
}
