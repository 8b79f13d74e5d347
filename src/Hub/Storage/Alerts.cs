using System.Data.Common;
using System.Globalization;
using Hub.BuiltIn;

namespace Hub.Storage;

/// <summary>Something that the people who run the hub should know.</summary>
/// <param name="Id">The id.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Source">The route that raised it, or <c>hub</c>.</param>
/// <param name="Text">What it is.</param>
/// <param name="Command">The command that raised it; null where the hub did.</param>
/// <param name="At">When; of one that lasts, since when.</param>
internal sealed record AlertEntry(string Id, string Level, string Source, string Text, string? Command, DateTimeOffset At)
{
    /// <summary>Its kind: one of the closed set of those that last, <c>notice</c> for what the hub tells once, <c>hub.alert</c> for what a route tells.</summary>
    public string Name { get; init; } = Alerts.Notice;

    /// <summary>What a lasting one is about, for example a connection; empty otherwise.</summary>
    public string About { get; init; } = "";

    /// <summary>Whether it lasts still. What is told once never does.</summary>
    public bool Active { get; init; }

    /// <summary>When a lasting one was over; null where it is not, or does not last.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>What to do about it; null where the text says it.</summary>
    public string? WhatToDo { get; init; }
}

/// <summary>Which alerts are wanted.</summary>
/// <param name="Name">Only of this name.</param>
/// <param name="Active">Only those that last still, or only the others.</param>
internal sealed record AlertFilter(string? Name = null, bool? Active = null);

/// <summary>The rows of alerts.</summary>
internal static class Alerts
{
    /// <summary>The name of what the hub tells once.</summary>
    public const string Notice = "notice";

    /// <summary>The name of what a route tells.</summary>
    public const string OfRoute = "hub.alert";

    /// <summary>The source of those that the hub raises.</summary>
    public const string Hub = "hub";

    private const string Columns = "id, level, source, text, command, at, name, about, CASE WHEN lasts = 1 AND resolved_at IS NULL THEN 1 ELSE 0 END, resolved_at";

    /// <summary>Stores an alert that is told once; one of the same id is there once.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="isPosted">Whether it is posted to whoever wants alerts.</param>
    public static async ValueTask<bool> AddAsync(ISql sql, AlertEntry alert, bool isPosted = true) => await sql.ExecuteAsync(
        "INSERT INTO alert (id, level, source, text, command, at, name, is_told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
        alert.Id, alert.Level, alert.Source, alert.Text, alert.Command, alert.At, alert.Name, !isPosted) > 0;

    /// <summary>Raises an alert that lasts until it is resolved.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="name">Its name.</param>
    /// <param name="about">What it is about.</param>
    /// <param name="level">How serious it is.</param>
    /// <param name="text">What it is.</param>
    /// <param name="now">Since when.</param>
    /// <returns>False where it lasts already.</returns>
    public static async ValueTask<bool> RaiseAsync(ISql sql, string name, string about, string level, string text, DateTimeOffset now) => await sql.ExecuteAsync(
        """
        INSERT INTO alert (id, level, source, text, at, name, about, lasts, is_told) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0)
        ON CONFLICT DO NOTHING
        """,
        Keys.Id("alert", name, about, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), level, Hub, text, now, name, about) > 0;

    /// <summary>An alert is over.</summary>
    /// <returns>Whether it lasted until now.</returns>
    public static async ValueTask<bool> ResolveAsync(ISql sql, string id, DateTimeOffset now) =>
        await sql.ExecuteAsync("UPDATE alert SET resolved_at = $2, is_told = 0 WHERE id = $1 AND lasts = 1 AND resolved_at IS NULL", id, now) > 0;

    /// <summary>Those that last, oldest first.</summary>
    public static ValueTask<List<AlertEntry>> ActiveAsync(ISql sql) =>
        sql.ListAsync($"SELECT {Columns} FROM alert WHERE lasts = 1 AND resolved_at IS NULL ORDER BY seq", row => Read(row, 0));

    /// <summary>Those that nobody has looked at for posting, oldest first.</summary>
    public static ValueTask<List<AlertEntry>> UntoldAsync(ISql sql) => sql.ListAsync($"SELECT {Columns} FROM alert WHERE is_told = 0 ORDER BY seq LIMIT 100", row => Read(row, 0));

    /// <summary>It has been looked at for posting, as it stood.</summary>
    public static ValueTask<int> TellAsync(ISql sql, AlertEntry alert) => alert.ResolvedAt is null
        ? sql.ExecuteAsync("UPDATE alert SET is_told = 1 WHERE id = $1 AND resolved_at IS NULL", alert.Id)
        : sql.ExecuteAsync("UPDATE alert SET is_told = 1 WHERE id = $1", alert.Id);

    /// <summary>An alert that the hub raises itself.</summary>
    public static ValueTask<bool> AddOwnAsync(ISql sql, string level, string text, DateTimeOffset now) =>
        AddAsync(sql, new(Keys.Id("alert", text, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), level, Hub, text, null, now));

    /// <summary>An alert that the hub raises itself, once for what it is about, also across restarts.</summary>
    /// <param name="sql">The store.</param>
    /// <param name="about">What it is about: its kind and keys.</param>
    /// <param name="text">What it is.</param>
    /// <param name="now">When.</param>
    /// <param name="isPosted">Whether it is posted to whoever wants alerts.</param>
    /// <returns>Whether it is raised now for the first time.</returns>
    public static ValueTask<bool> WarnOnceAsync(ISql sql, string about, string text, DateTimeOffset now, bool isPosted = true) =>
        AddAsync(sql, new(Keys.Id("alert", about), AlertLevel.Warning, Hub, text, null, now), isPosted);

    /// <summary>The alerts, newest first.</summary>
    public static async ValueTask<Page<AlertEntry>> ListAsync(ISql sql, PageRequest page, AlertFilter? filter = null)
    {
        var conditions = new Conditions().And("seq < ?", page.Before).And("name = ?", filter?.Name);
        var active = filter?.Active switch { true => "lasts = 1 AND resolved_at IS NULL", false => "(lasts = 0 OR resolved_at IS NOT NULL)", _ => null };
        var where = (conditions.Where.Length, active) switch { (_, null) => conditions.Where, (0, _) => "WHERE " + active, _ => $"{conditions.Where} AND {active}" };
        var limit = conditions.Next(page.Limit + 1);
        var rows = await sql.ListAsync($"SELECT seq, {Columns} FROM alert {where} ORDER BY seq DESC LIMIT {limit}", row => (row.GetInt64(0), Read(row, 1)), conditions.Values);
        return Page<AlertEntry>.Of(rows, page.Limit);
    }

    private static AlertEntry Read(DbDataReader row, int from) =>
        new(row.GetString(from), row.GetString(from + 1), row.GetString(from + 2), row.GetString(from + 3), row.GetStringOrNull(from + 4), row.GetTime(from + 5))
        {
            Name = row.GetString(from + 6),
            About = row.GetString(from + 7),
            Active = row.GetFlag(from + 8),
            ResolvedAt = row.IsDBNull(from + 9) ? null : row.GetTime(from + 9),
        };
}
