using System.Collections.Concurrent;

namespace Hub.Connectors.HubSpot;

/// <summary>The hub's own unique properties, by which it finds its records again.</summary>
internal static class HubSpotProperties
{
    private const string Group = "whatsapp_hub";

    /// <summary>Sees to it that a kind of record has a unique property: looked for once, and made where it lacks.</summary>
    /// <returns>Why it is not there; null where it is.</returns>
    public static async Task<VendorFailure?> EnsureAsync(Connection connection, string type, string name, CancellationToken cancel)
    {
        var known = connection.Shared(static _ => new Known());
        if (known.Names.ContainsKey((type, name))) return null;
        var found = await HubSpotCalls.AskAsync(connection, (api, token) => api.PropertyAsync(token, type, name, cancel), cancel);
        if (found.Value is { HasUniqueValue: false })
        {
            return new(FailureKind.Rejected, "property_not_unique", $"HubSpot has a property {name} of {type} that is not unique. Delete it there, or name another one in the connection's settings.");
        }

        if (found.Failure is not null && !found.IsMissing) return found.Failure;
        if (found.IsMissing && await CreateAsync(connection, type, name, cancel) is { } failure) return failure;
        known.Names[(type, name)] = true;
        return null;
    }

    // Another node may make it at the same moment: what is there already is as good.
    private static async Task<VendorFailure?> CreateAsync(Connection connection, string type, string name, CancellationToken cancel)
    {
        var group = await HubSpotCalls.AskAsync(connection, (api, token) => api.CreateGroupAsync(token, type, new(Group, "WhatsApp hub"), cancel), cancel);
        if (group.Failure is not null && !IsThere(group.Failure)) return group.Failure;
        var definition = new PropertyDefinition
        {
            Name = name,
            Label = name,
            Description = "Written by the WhatsApp hub, which finds its own records by it. Do not change it.",
            GroupName = Group,
            Type = "string",
            FieldType = "text",
            HasUniqueValue = true,
            FormField = false,
        };
        var made = await HubSpotCalls.AskAsync(connection, (api, token) => api.CreatePropertyAsync(token, type, definition, cancel), cancel);
        return made.Failure is null || IsThere(made.Failure) ? null : made.Failure;
    }

    private static bool IsThere(VendorFailure failure) => failure.Code is HubSpotErrors.Taken or "409";

    private sealed class Known
    {
        public ConcurrentDictionary<(string Type, string Name), bool> Names { get; } = new();
    }
}
