using System.Text.RegularExpressions;

namespace Hub.Connectors.WhatsApp;

/// <summary>The people of one change. A phone, a user id, or both may lack, and Meta has been seen to put a user id where a WhatsApp id belongs: the form of an id decides what it is.</summary>
/// <param name="contacts">The contacts that stand beside the messages; in no promised order.</param>
internal sealed partial class People(IReadOnlyList<ContactPart> contacts)
{
    private readonly IReadOnlyList<Party> known = [.. contacts.Select(contact => Of(contact.WaId, contact.UserId, contact.ParentUserId) with
    {
        Name = contact.Profile?.Name,
        Username = contact.Profile?.Username,
    })];

    /// <summary>The person whom these ids name, with what the contacts say of them; null where none of the ids is given and no contact stands alone.</summary>
    public Party? Find(params ReadOnlySpan<string?> ids)
    {
        var named = Of(ids);
        var contact = known.FirstOrDefault(other => Same(other.WaId, named.WaId) || Same(other.UserId, named.UserId) || Same(other.ParentUserId, named.ParentUserId))
            // A single contact that no id contradicts is the sender.
            ?? (known is [var only] && !Other(only.WaId, named.WaId) && !Other(only.UserId, named.UserId) ? only : null);
        var party = contact is null ? named : contact with
        {
            WaId = named.WaId ?? contact.WaId,
            UserId = named.UserId ?? contact.UserId,
            ParentUserId = named.ParentUserId ?? contact.ParentUserId,
            Phone = named.Phone ?? contact.Phone,
        };
        return party.WaId is null && party.UserId is null && party.ParentUserId is null ? null : party;
    }

    /// <summary>A person by ids alone.</summary>
    public static Party Of(params ReadOnlySpan<string?> ids)
    {
        var party = new Party();
        foreach (var id in ids)
        {
            if (string.IsNullOrWhiteSpace(id)) continue;
            if (ParentUserId().IsMatch(id)) party = party with { ParentUserId = party.ParentUserId ?? id };
            else if (UserId().IsMatch(id)) party = party with { UserId = party.UserId ?? id };
            else if (party.WaId is null) party = party with { WaId = id, Phone = Digits().IsMatch(id) ? $"+{id.TrimStart('+')}" : null };
        }

        return party;
    }

    /// <summary>The names by which the hub finds the person again.</summary>
    /// <param name="party">The person.</param>
    /// <param name="businessAccountId">Within what user ids are told apart: webhooks name the account, not the portfolio that Meta makes them for.</param>
    public static Person Person(Party party, string businessAccountId)
    {
        List<Alias> aliases = [];
        if (party.WaId is { } waId) aliases.Add(new("", AliasKind.WaId, waId));
        if (party.UserId is { } userId) aliases.Add(new(businessAccountId, AliasKind.Bsuid, userId));
        if (party.ParentUserId is { } parent) aliases.Add(new(businessAccountId, AliasKind.ParentBsuid, parent));
        if (party.Username is { } username) aliases.Add(new(businessAccountId, AliasKind.Username, username));
        return new(aliases, party.Name);
    }

    private static bool Same(string? one, string? other) => one is not null && string.Equals(one, other, StringComparison.Ordinal);

    private static bool Other(string? one, string? other) => one is not null && other is not null && !string.Equals(one, other, StringComparison.Ordinal);

    // Business-scoped user ids: Meta, "Business-scoped user IDs", 2026-05.
    [GeneratedRegex(@"^[A-Z]{2}\.[A-Za-z0-9]{1,128}\z", RegexOptions.NonBacktracking)]
    private static partial Regex UserId();

    [GeneratedRegex(@"^[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ParentUserId();

    [GeneratedRegex(@"^\+?[0-9]{5,20}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
