namespace Hub.Connectors.HubSpot;

/// <summary>What a record that the hub makes is to be associated with.</summary>
/// <param name="Path">The kind, as it stands in addresses.</param>
/// <param name="Id">The record's id.</param>
internal sealed record Associate(string Path, string Id)
{
    /// <summary>Those that are given.</summary>
    public static IReadOnlyList<Associate> Of(string? contact = null, string? deal = null, string? ticket = null) =>
    [
        .. contact is null ? (Associate[])[] : [new(HubSpotObject.Contact.Path, contact)],
        .. deal is null ? (Associate[])[] : [new(HubSpotObject.Deal.Path, deal)],
        .. ticket is null ? (Associate[])[] : [new(HubSpotObject.Ticket.Path, ticket)],
    ];
}

/// <summary>
/// Records that the hub makes and finds again by a unique property that holds the command's id. The record is made first and then associated, by calls that may be repeated; so an attempt that broke off
/// in between is gone on with.
/// </summary>
internal static class MarkedRecords
{
    /// <summary>Makes a record and associates it.</summary>
    /// <returns>Its id; a failure with the code of <see cref="HubSpotErrors.NotFound"/> where one of those that it is to be associated with is not there.</returns>
    public static async Task<Answer<CrmObject>> CreateAsync(Connection connection, string path, Dictionary<string, string> properties, IReadOnlyList<Associate> associates, ActionCall call, CancellationToken cancel)
    {
        var mark = connection.Options<HubSpotOptions>().CommandProperty;
        if (await HubSpotProperties.EnsureAsync(connection, path, mark, cancel) is { } lacking) return new(null, lacking);
        properties[mark] = call.CommandId;
        var made = await HubSpotCalls.AskAsync(connection, (api, token) => api.CreateAsync(token, path, new(properties), cancel), cancel, onceOnly: true);

        // The mark is unique: refused may mean that an earlier attempt got so far. How HubSpot says that differs, so it is looked for.
        if (made.IsRefused || made.Failure is { Kind: FailureKind.Conflict })
        {
            var earlier = await ReadAsync(connection, path, call, [], cancel);

            // A look that fails leaves open whose the taken value is: the refusal must not stand then.
            if (!earlier.IsMissing && !earlier.IsRefused) made = earlier;
        }

        return made.Value is { } record ? await AssociateAsync(connection, path, record, associates, cancel) : made;
    }

    /// <summary>Looks for the record of an earlier attempt that got to its end.</summary>
    /// <returns>A value that is null, without a failure, where there is none; also where it is not associated with all yet: making it again goes on with it.</returns>
    public static async Task<Answer<CrmObject>> FindAsync(Connection connection, string path, IReadOnlyList<Associate> associates, ActionCall call, CancellationToken cancel)
    {
        var found = await ReadAsync(connection, path, call, associates, cancel);

        // Without the property, which is refused and not missing, there is no such record either.
        if (found.IsMissing || found.IsRefused) return new(null, null);
        return found.Value is { } record && !associates.All(other => IsWith(record, other)) ? new(null, null) : found;
    }

    /// <summary>The outcome of an action that makes a record.</summary>
    /// <param name="answer">What became of it.</param>
    /// <param name="result">Makes the action's result of the id.</param>
    public static ActionOutcome Outcome(Answer<CrmObject> answer, Func<string, object> result) => answer switch
    {
        { Value.Id: { Length: > 0 } id } => new ActionOutcome.Done(result(id), id),
        { Failure: { } failure } => new ActionOutcome.Failed(Closed(failure)),
        _ => new ActionOutcome.Failed(new(FailureKind.Unknown, "unreadable", "HubSpot's answer has no record.")),
    };

    /// <summary>A record that is not there takes nothing more.</summary>
    public static VendorFailure Closed(VendorFailure failure) =>
        failure.Code == HubSpotErrors.NotFound ? failure with { Kind = FailureKind.TargetClosed, Text = "The record was deleted in HubSpot." } : failure;

    private static Task<Answer<CrmObject>> ReadAsync(Connection connection, string path, ActionCall call, IReadOnlyList<Associate> associates, CancellationToken cancel)
    {
        var mark = connection.Options<HubSpotOptions>().CommandProperty;
        var others = associates.Count == 0 ? null : string.Join(',', associates.Select(other => other.Path));
        return HubSpotCalls.AskAsync(connection, (api, token) => api.RecordAsync(token, path, call.CommandId, mark, null, others, mark, cancel), cancel);
    }

    private static bool IsWith(CrmObject record, Associate other) =>
        record.Associations?.GetValueOrDefault(other.Path)?.Results?.Any(joined => joined.Id == other.Id) == true;

    private static async Task<Answer<CrmObject>> AssociateAsync(Connection connection, string path, CrmObject record, IReadOnlyList<Associate> associates, CancellationToken cancel)
    {
        foreach (var other in associates)
        {
            var joined = await HubSpotCalls.AskAsync(connection, (api, token) => api.AssociateAsync(token, path, record.Id, other.Path, other.Id, cancel), cancel);
            if (joined.Failure is { } failure)
            {
                // What it was made for is no more: it would stand on nobody's timeline. Where that fails it is in nobody's way either.
                if (joined.IsMissing && other == associates[0]) await HubSpotCalls.AskAsync(connection, (api, token) => api.ArchiveAsync(token, path, record.Id, cancel), cancel);
                return new(null, failure, joined.Error);
            }
        }

        return new(record, null);
    }
}
