namespace Hub.Storage;

/// <summary>A thread and a customer as the admin API shows them.</summary>
internal static class QueryThread
{
    /// <summary>The thread, or the one that it was merged into, with its newest messages; null when there is none.</summary>
    public static async ValueTask<ThreadHistory?> ThreadAsync(ISql sql, string id, PageRequest page)
    {
        if (await People.FindThreadAsync(sql, id) is not { } thread || await CustomerAsync(sql, thread.Customer) is not { } customer) return null;
        var createdAt = await sql.FirstValueAsync("SELECT created_at FROM thread WHERE id = $1", row => row.GetTime(0), thread.Id);
        var messages = await MessagesAsync(sql, thread.Id, page);
        messages.Items.Reverse();
        return new ThreadHistory(
            thread.Id, thread.Connection, thread.Number, createdAt!.Value, thread.LastInboundAt, customer, messages.Items, messages.Older, await LinksAsync(sql, thread.Id, thread.Customer));
    }

    /// <summary>The customer, or the one that they were merged into; null when there is none.</summary>
    public static async ValueTask<CustomerEntry?> CustomerAsync(ISql sql, string id)
    {
        if (await People.FindAsync(sql, id) is not { } row) return null;
        var customer = new CustomerEntry(row.Id, row.Name, row.Phone, row.Email, row.Language, [], [], []);
        var aliases = await sql.ListAsync(
            $"SELECT kind, scope, value, at, opened_by, closed_at, closed_by FROM alias WHERE customer IN {Same.Customers("$1")} ORDER BY at, kind, value",
            row => new AliasEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetTime(3), row.GetStringOrNull(4), row.GetTimeOrNull(5), row.GetStringOrNull(6)),
            id);
        var threads = await sql.ListAsync($"SELECT id FROM thread WHERE customer IN {Same.Customers("$1")} AND merged_into IS NULL ORDER BY created_at, id", row => row.GetString(0), id);
        var consents = await sql.ListAsync(
            $"SELECT category, allowed, source, wording, channel, taken_by, evidence, at, language FROM consent WHERE customer IN {Same.Customers("$1")} ORDER BY seq",
            row => new ConsentEntry(
                row.GetString(0), row.GetFlag(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetTime(7)) { Language = row.GetStringOrNull(8) },
            id);
        return customer with { Aliases = aliases, Threads = threads, Consents = consents };
    }

    /// <summary>The links with one of these ids at their left end, newest first.</summary>
    public static ValueTask<List<LinkEntry>> LinksAsync(ISql sql, string first, string second) => sql.ListAsync(
        $"SELECT name, left_id, right_id, state, opened_at, touched_at, ended_at FROM link WHERE left_id IN {Same.LeftEnds("$1")} OR left_id IN {Same.LeftEnds("$2")} ORDER BY id DESC",
        row => new LinkEntry(row.GetString(0), row.GetString(1), row.GetStringOrNull(2), row.GetString(3), row.GetTime(4), row.GetTime(5), row.GetTimeOrNull(6)),
        first,
        second);

    private static async ValueTask<(List<MessageEntry> Items, string? Older)> MessagesAsync(ISql sql, string thread, PageRequest page)
    {
        var rows = new List<(long Seq, MessageEntry Item)>();
        foreach (var one in await Same.ThreadsAsync(sql, thread))
        {
            rows.AddRange(await sql.ListAsync(
                """
                SELECT seq, vendor_id, direction, kind, text, at, status, status_at, failure, command
                FROM message WHERE thread = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3
                """,
                row => (row.GetInt64(0), new MessageEntry(
                    row.GetStringOrNull(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetTime(5), row.GetStringOrNull(6), row.GetTimeOrNull(7), row.GetStringOrNull(8), row.GetStringOrNull(9), [])),
                one,
                page.Before ?? long.MaxValue,
                page.Limit + 1));
        }

        rows = [.. rows.OrderByDescending(row => row.Seq).Take(page.Limit + 1)];
        var items = new List<MessageEntry>();
        foreach (var (_, item) in rows.Take(page.Limit)) items.Add(item.Id is null ? item : item with { Statuses = await StatusesAsync(sql, item.Id), Media = await MediaAsync(sql, item) });
        return (items, rows.Count > page.Limit ? Page<MessageEntry>.Cursor(rows[page.Limit - 1].Seq) : null);
    }

    private static async ValueTask<MediaEntry?> MediaAsync(ISql sql, MessageEntry message) =>
        message.Direction == "in" && (await Media.OfMessageAsync(sql, message.Id!)).FirstOrDefault() is { } row
            ? new(row.Id, row.File.Kind, row.State, row.Reason, row.File.MimeType, row.File.FileName, row.Size, row.Sha256, row.Attempts, row.DueAt)
            : null;

    private static ValueTask<List<MessageStatusEntry>> StatusesAsync(ISql sql, string vendorId) => sql.ListAsync(
        "SELECT status, at, code, error FROM message_status WHERE vendor_id = $1 ORDER BY at, status",
        row => new MessageStatusEntry(row.GetString(0), row.GetTime(1), row.GetStringOrNull(2), row.GetStringOrNull(3)),
        vendorId);
}
