namespace Hub.Connectors.Zendesk;

/// <summary>The Zendesk user that stands for a customer: the one whose external id is the hub's own.</summary>
internal static class ZendeskUsers
{
    /// <summary>The customer's user.</summary>
    /// <returns>A user without id where there is none.</returns>
    public static async Task<Answer<UserRecord>> FindAsync(IZendeskApi api, CustomerRef customer, Connection connection, CancellationToken cancel)
    {
        var found = await api.UsersByExternalIdAsync(ZendeskMark.ExternalId(customer.Id), cancel).Answered(connection);
        if (found.Failure is not null && !found.IsMissing) return new(null, found.Failure);
        return new(found.Value?.Users?.FirstOrDefault(user => user.Active != false) ?? new UserRecord(), null);
    }

    /// <summary>The id of the customer's user, which is made where there is none.</summary>
    /// <remarks>Looked up first, then made: for a known customer that is one read. Making at once would be one call too, but a write that overwrites
    /// the name which an agent may have corrected, and that Zendesk allows only five times a minute for one user.</remarks>
    public static async Task<Answer<UserRecord>> FindOrCreateAsync(IZendeskApi api, CustomerRef customer, Connection connection, CancellationToken cancel)
    {
        var found = await FindAsync(api, customer, connection, cancel);
        if (found.Failure is not null || found.Value?.Id is not null) return found;
        var name = customer.Name is { Length: > 0 } given ? given : customer.Phone ?? "WhatsApp user";
        var made = await api.CreateOrUpdateUserAsync(new(new(ZendeskMark.ExternalId(customer.Id), name, customer.Phone, SkipVerifyEmail: true)), cancel).Answered(connection);
        if (made.Failure is not null) return new(null, made.Failure);
        return made.Value?.User is { Id: not null } user ? new(user, null) : new(null, new(FailureKind.Transient, "unreadable", "Zendesk's answer has no user."));
    }
}
