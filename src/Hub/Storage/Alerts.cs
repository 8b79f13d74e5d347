using System.Globalization;
using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>Something that the people who run the hub should know.</summary>
/// <param name="Id">The id.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Source">The route that raised it, or <c>hub</c>.</param>
/// <param name="Text">What it is.</param>
/// <param name="Command">The command that raised it; null where the hub did.</param>
/// <param name="At">When.</param>
internal sealed record AlertEntry(string Id, string Level, string Source, string Text, string? Command, DateTimeOffset At);

/// <summary>The rows of alerts.</summary>
internal static class Alerts
{
    /// <summary>Stores an alert; one of the same id is there once.</summary>
    public static async ValueTask<bool> AddAsync(ISql sql, AlertEntry alert) => await sql.ExecuteAsync(
        "INSERT INTO alert (id, level, source, text, command, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        alert.Id, alert.Level, alert.Source, alert.Text, alert.Command, alert.At) > 0;

    /// <summary>An alert that the hub raises itself.</summary>
    public static ValueTask<bool> AddOwnAsync(ISql sql, string level, string text, DateTimeOffset now) =>
        AddAsync(sql, new(Keys.Id("alert", text, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), level, "hub", text, null, now));

    /// <summary>An alert that the hub raises itself, once for what it is about, also across restarts.</summary>
    /// <param name="sql">The store.</param>
    /// <param name="about">What it is about: its kind and keys.</param>
    /// <param name="text">What it is.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether it is raised now for the first time.</returns>
    public static ValueTask<bool> WarnOnceAsync(ISql sql, string about, string text, DateTimeOffset now) =>
        AddAsync(sql, new(Keys.Id("alert", about), AlertLevel.Warning, "hub", text, null, now));

    /// <summary>The alerts, newest first.</summary>
    public static async ValueTask<Page<AlertEntry>> ListAsync(ISql sql, PageRequest page)
    {
        var rows = await sql.ListAsync(
            "SELECT seq, id, level, source, text, command, at FROM alert WHERE CAST($1 AS BIGINT) IS NULL OR seq < $1 ORDER BY seq DESC LIMIT $2",
            row => (row.GetInt64(0), new AlertEntry(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetStringOrNull(5), row.GetTime(6))),
            page.Before, page.Limit + 1);
        return Page<AlertEntry>.Of(rows, page.Limit);
    }
}
