namespace Hub.Connectors.HubSpot.Actions;

/// <summary>Changing a record by its id: the last to write wins, so doing it twice is as doing it once.</summary>
internal static class RecordChange
{
    /// <summary>Writes the values; those that are null are left as they are.</summary>
    public static async Task<ActionOutcome> RunAsync(HubSpotObject kind, string id, Dictionary<string, string> properties, Connection connection, CancellationToken cancel)
    {
        if ((HubSpotCalls.Malformed((kind.Name, id)) ?? Misnamed(properties)) is { } malformed) return new ActionOutcome.Failed(malformed);
        if (properties.Count == 0) return new ActionOutcome.Done(VendorId: id);
        var written = await HubSpotCalls.AskAsync(connection, (api, token) => api.UpdateAsync(token, kind.Path, id, new(properties), cancel), cancel);
        return written.Failure is { } failure ? new ActionOutcome.Failed(MarkedRecords.Closed(failure)) : new ActionOutcome.Done(VendorId: id);
    }

    /// <summary>The values of an input as HubSpot's properties; its own map of properties wins.</summary>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string>? properties, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (value is not null) all[name] = value;
        }

        foreach (var (name, value) in properties ?? new Dictionary<string, string>()) all[name] = value;
        return all;
    }

    /// <summary>The failure of names that no property can have; null where all can.</summary>
    public static VendorFailure? Misnamed(IReadOnlyDictionary<string, string> properties) =>
        properties.Keys.FirstOrDefault(name => !HubSpotId.IsName(name)) is not { } wrong ? null
        : new(FailureKind.Rejected, "invalid_property", $"{wrong} is no internal name of a property: those are lower-case letters, digits and underscores.");
}
