using System.Text.Json;

namespace Hub.Connectors.Zoho;

/// <summary>Makes or changes the lead or contact of a customer.</summary>
internal static class UpsertPerson
{
    private const string LastName = "Last_Name";
    private const string FirstName = "First_Name";
    private const string Company = "Company";

    // Last name, and the company where the layout of leads demands it.
    private const int MostFillings = 2;

    /// <summary>Writes it.</summary>
    /// <param name="module">Leads or contacts.</param>
    /// <param name="customer">Whose record it is: the hub's id of them goes into the key field.</param>
    /// <param name="record">The id, where the mapping knows it.</param>
    /// <param name="fields">What the mapping gives, by API names.</param>
    /// <param name="match">Further fields by which the record is found, after the key field.</param>
    /// <param name="call">The command.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Answer<Written>> RunAsync(
        ZohoModule module, CustomerRef customer, string? record, IReadOnlyDictionary<string, JsonElement> fields, IReadOnlyList<string>? match, ActionCall call, Connection connection, CancellationToken cancel)
    {
        if (record is not null && ZohoWrites.Malformed(record) is { } malformed) return new(null, malformed);
        if (ZohoWrites.Malformed(fields) is { } wrong) return new(null, wrong);
        if (match?.Any(field => !ZohoName.IsValid(field)) == true) return new(null, new(FailureKind.Rejected, "invalid_field", "The fields of match are given by their API names."));
        var key = connection.Options<ZohoOptions>().KeyField;
        var written = ZohoWrites.Marked(fields, call, connection);
        written[key] = ZohoJson.ValueOf(customer.Id);
        if (record is not null) return await AdoptAsync(module, record, key, written, connection, cancel);

        for (var filled = 0; ; filled++)
        {
            var body = ZohoWrites.BodyOf(written, connection) with { DuplicateCheckFields = [key, .. match ?? []] };
            var answer = ZohoErrors.OfRecord(await connection.AskAsync(api => api.UpsertAsync(module.ApiName, body, cancel), cancel));

            // Another record has a value of a unique field that was not looked by: it is this person's.
            if (answer is { Failure.Code: ZohoErrors.Duplicate, Value.Id: { } there } && ZohoId.IsValid(there)) return await AdoptAsync(module, there, key, written, connection, cancel);
            if (filled == MostFillings || answer.Failure is not { Code: "MANDATORY_NOT_FOUND" } || !Fill(written, answer.Failure.Text, customer)) return answer;
        }
    }

    // A record that is another customer's already stays theirs: one person may be two customers of the hub.
    private static async Task<Answer<Written>> AdoptAsync(ZohoModule module, string id, string key, Dictionary<string, JsonElement> written, Connection connection, CancellationToken cancel)
    {
        var there = await connection.AskAsync(api => api.RecordAsync(module.ApiName, id, cancel), cancel);
        if (there.Failure is { } unknown) return new(null, unknown);
        var isAnothers = there.Value?.Data is [var record, ..] && ErrorDetails.TextOf(record, key) is { Length: > 0 } owner && owner != written[key].GetString();
        if (isAnothers) written.Remove(key);
        var answer = await ZohoWrites.UpdateAsync(module, id, written, connection, cancel);
        return answer.Failure is null ? new(new(answer.Value?.Id ?? id, "update", answer.Value?.DuplicateField) { IsAnothers = isAnothers }, null) : answer;
    }

    // A new record must have a name; one that is there keeps the name that somebody may have corrected, so none is sent before Zoho asks for it.
    private static bool Fill(Dictionary<string, JsonElement> written, string failure, CustomerRef customer)
    {
        var name = customer.Name is { Length: > 0 } given ? given : customer.Phone ?? "WhatsApp user";
        if (failure.Contains(LastName, StringComparison.Ordinal) && !written.ContainsKey(LastName))
        {
            var blank = customer.Name?.LastIndexOf(' ') ?? -1;
            written[LastName] = ZohoJson.ValueOf(blank > 0 ? name[(blank + 1)..] : name);
            if (blank > 0 && !written.ContainsKey(FirstName)) written[FirstName] = ZohoJson.ValueOf(name[..blank].Trim());
            return true;
        }

        if (!failure.Contains(Company, StringComparison.Ordinal) || written.ContainsKey(Company)) return false;
        written[Company] = ZohoJson.ValueOf(name);
        return true;
    }
}
