namespace Hub.Connectors.HubSpot.Queries;

/// <summary>The deals or tickets of a contact.</summary>
internal static class RecordsOfContact
{
    private const int PageSize = 500;
    private const int AtOnce = 100;
    private const int UsualLimit = 20;

    /// <summary>Reads them, the last changed first.</summary>
    /// <param name="kind">Deals or tickets.</param>
    /// <param name="contact">The contact's id.</param>
    /// <param name="limit">How many at most; null for the usual number.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Answer<BatchAnswer>> ReadAsync(HubSpotObject kind, string contact, int? limit, Connection connection, CancellationToken cancel)
    {
        if (HubSpotCalls.Malformed(("contact", contact)) is { } malformed) return new(null, malformed);
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await HubSpotCalls.AskAsync(connection, (api, token) => api.AssociationsAsync(token, HubSpotObject.Contact.Path, contact, kind.Path, PageSize, after, cancel), cancel);
            if (page.IsMissing) break;
            if (page.Value is not { } found) return new(null, page.Failure);
            ids.AddRange((found.Results ?? []).Select(other => other.ToObjectId).Where(HubSpotId.IsValid).OfType<string>());
            after = found.Paging?.Next?.After;
        }
        while (!string.IsNullOrEmpty(after));

        var records = new List<CrmObject>();
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var body = new BatchReadBody([.. some.Select(id => new RecordId(id))], kind.Fetched(connection.Options<HubSpotOptions>()), []);
            var read = await HubSpotCalls.AskAsync(connection, (api, token) => api.BatchReadAsync(token, kind.Path, body, cancel), cancel);
            if (read.Value is null) return read;
            records.AddRange((read.Value.Results ?? []).Where(record => record.Archived != true));
        }

        return new(new([.. records.OrderByDescending(record => record.UpdatedAt).Take(Math.Max(0, limit ?? UsualLimit))], null), null);
    }
}
