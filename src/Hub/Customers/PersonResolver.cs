using Hub.Connectors;

namespace Hub.Customers;

/// <summary>Who a person is to the hub, and what has to change so that it stays so.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="IsNew">Whether the customer has to be made.</param>
/// <param name="Add">The aliases that are new.</param>
/// <param name="Respell">The WhatsApp ids in the spelling in which they were just used; they replace that of the open aliases with their keys.</param>
/// <param name="Close">The aliases of others that name somebody else from now on.</param>
/// <param name="MergeFrom">The customers who turn out to be the same person.</param>
internal sealed record PersonPlan(
    string CustomerId, bool IsNew, IReadOnlyList<Alias> Add, IReadOnlyList<Alias> Respell, IReadOnlyList<AliasKey> Close, IReadOnlyList<string> MergeFrom)
{
    /// <summary>The customers whom an undone merge keeps apart from this one, though the event names both.</summary>
    public IReadOnlyList<string> Apart { get; init; } = [];

    /// <summary>E-mail addresses of others that were seen with this customer too: they name nobody from now on.</summary>
    public IReadOnlyList<Alias> Shared { get; init; } = [];

    /// <summary>Whether two looks at the store agree on who the person is.</summary>
    public bool Agrees(PersonPlan other) =>
        CustomerId == other.CustomerId && IsNew == other.IsNew && MergeFrom.SequenceEqual(other.MergeFrom) && Respell.SequenceEqual(other.Respell) && Close.SequenceEqual(other.Close) && Apart.SequenceEqual(other.Apart);
}

/// <summary>The one resolver of every path: inbound, statuses, sends, preferences. Pure.</summary>
internal static class PersonResolver
{
    /// <summary>Resolves a person.</summary>
    /// <param name="person">As the event names them.</param>
    /// <param name="known">The open aliases with one of the event's keys, and all user ids of their customers.</param>
    /// <param name="newId">The id for a customer that has to be made; derived from the event.</param>
    /// <param name="apart">Pairs of customers whose merge was undone.</param>
    public static PersonPlan Resolve(Person person, IReadOnlyList<StoredAlias> known, string newId, IReadOnlyList<(string One, string Other)> apart)
    {
        var keys = person.Aliases.Select(alias => (Alias: alias, Key: AliasKey.Of(alias))).DistinctBy(pair => pair.Key).ToList();
        var matches = known.Where(stored => keys.Exists(pair => pair.Key == stored.Key)).ToList();
        var close = matches.Where(stored => IsSomebodyElse(stored, keys, known)).ToList();
        var owners = matches.Except(close).Select(stored => (stored.Customer, stored.CustomerSince)).Distinct()
            .OrderBy(owner => owner.CustomerSince).ThenBy(owner => owner.Customer, StringComparer.Ordinal).Select(owner => owner.Customer).ToList();
        var add = keys.Where(pair => matches.TrueForAll(stored => stored.Key != pair.Key) || close.Exists(stored => stored.Key == pair.Key))
            .Select(pair => pair.Alias).ToList();

        // WhatsApp answers to the id that a person writes from, which need not be what a shop has noted.
        var kept = matches.Except(close).ToList();
        var respell = keys.Where(pair => pair.Alias.Kind == AliasKind.WaId && kept.Exists(stored => stored.Key == pair.Key && (stored.Kind != AliasKind.WaId || stored.Value != pair.Alias.Value)))
            .Select(pair => pair.Alias).ToList();

        // Of two who are known to be two, the one whose user id it is: a phone is handed on.
        if (owners.Exists(one => owners.Exists(other => IsApart(one, other, apart))))
        {
            owners = [.. owners.OrderBy(owner => kept.Exists(stored => stored.Customer == owner && stored.Key.Group == AliasKey.BsuidGroup) ? 0 : 1)];
        }

        var one = new List<string>();
        foreach (var owner in owners.Where(owner => !one.Exists(other => IsApart(owner, other, apart)))) one.Add(owner);
        return new(owners.FirstOrDefault() ?? newId, owners.Count == 0, add, respell, [.. close.Select(stored => stored.Key)], [.. one.Skip(1)]) { Apart = [.. owners.Except(one)] };
    }

    /// <summary>Resolves the person whom a vendor's record is about: finds a customer, merges none, and makes one only where that is asked for.</summary>
    /// <remarks>The vendor's record identifies; else the phone does; else the e-mail address, where nothing contradicts. People type what stands in records, so that a record never proves
    /// two customers one.</remarks>
    /// <param name="about">As the event names them.</param>
    /// <param name="known">The open aliases with one of the event's keys, and all of their customers.</param>
    /// <param name="isShared">Whether the e-mail address was seen with several customers.</param>
    /// <param name="newId">The id for a customer that is to be made where there is none; null where none is made.</param>
    /// <returns>Null where the person is no customer.</returns>
    public static PersonPlan? Find(AboutNames about, IReadOnlyList<StoredAlias> known, bool isShared, string? newId)
    {
        string? HolderOf(Alias? alias) => alias is null ? null : known.FirstOrDefault(stored => stored.Key == AliasKey.Of(alias))?.Customer;
        var records = new[] { about.Record }.Concat(about.Absorbed).OfType<Alias>().ToList();
        var byEmail = HolderOf(about.Email);
        var owner = records.Select(HolderOf).FirstOrDefault(holder => holder is not null) ?? HolderOf(about.Phone)
            ?? (byEmail is not null && !isShared && !IsContradicted(about, known, byEmail) ? byEmail : null);
        if (owner is null && (newId is null || about.IsGone)) return null;
        if (about.IsGone) return new(owner!, false, [], [], [.. records.Where(record => HolderOf(record) == owner).Select(AliasKey.Of)], []);

        // Whose absorbed records were somebody else's, they are the survivor's now.
        var moved = records.Skip(about.Record is null ? 0 : 1).Where(record => HolderOf(record) is { } other && other != owner).ToList();
        var hasPhone = known.Any(stored => stored.Customer == owner && stored.Key.Group == AliasKey.PhoneGroup);
        List<Alias> add =
        [
            .. records.Where(record => HolderOf(record) is null || moved.Contains(record)),
            .. about.Phone is { } phone && !hasPhone && HolderOf(phone) is null ? [phone] : (Alias[])[],
            .. about.Email is { } email && byEmail is null ? [email] : (Alias[])[],
        ];
        return new(owner ?? newId!, owner is null, add, [], [.. moved.Select(AliasKey.Of)], [])
        {
            Shared = byEmail is not null && byEmail != owner && !isShared ? [about.Email!] : [],
        };
    }

    /// <summary>Resolves a person who has other names from now on. Nobody is made: who was not known is met under the new names.</summary>
    /// <param name="scope">Within what user ids are told apart.</param>
    /// <param name="before">As they were called.</param>
    /// <param name="now">As they are called.</param>
    /// <param name="known">The open aliases with one of these keys, and all of their customers.</param>
    /// <param name="apart">Pairs of customers whose merge was undone.</param>
    /// <returns>Null where they are no customer.</returns>
    public static PersonPlan? Change(string scope, Person before, Person now, IReadOnlyList<StoredAlias> known, IReadOnlyList<(string One, string Other)> apart)
    {
        var (old, given) = (before.Aliases.Select(AliasKey.Of).ToHashSet(), now.Aliases.DistinctBy(AliasKey.Of).ToDictionary(AliasKey.Of));

        // The vendor says that all of the old names are one person's, and whose the new user id is: a message under the new names may have been quicker. The new number was somebody else's, perhaps.
        var theirs = known.Where(stored => old.Contains(stored.Key) || (IsUserId(stored.Key) && given.ContainsKey(stored.Key))).ToList();
        if (theirs.Count == 0) theirs = [.. known.Where(stored => given.ContainsKey(stored.Key))];
        var owners = theirs.Select(stored => (stored.Customer, stored.CustomerSince)).Distinct().OrderBy(owner => owner.CustomerSince).ThenBy(owner => owner.Customer, StringComparer.Ordinal).Select(owner => owner.Customer).ToList();
        var persons = new List<string>();
        foreach (var owner in owners.Where(owner => !persons.Exists(other => IsApart(owner, other, apart)))) persons.Add(owner);
        if (persons.Count == 0) return null;
        var isRenewed = given.Keys.Any(key => IsUserId(key) || (key.Group == AliasKey.PhoneGroup && !old.Contains(key)));
        var close = known.Where(stored => persons.Contains(stored.Customer)
            ? !given.ContainsKey(stored.Key) && (old.Contains(stored.Key) || (isRenewed && IsUserId(stored.Key) && stored.Key.Scope == scope))
            : given.ContainsKey(stored.Key)).Select(stored => stored.Key).Distinct().ToList();
        var add = given.Where(pair => !known.Any(stored => stored.Key == pair.Key && persons.Contains(stored.Customer))).Select(pair => pair.Value).ToList();
        return new(persons[0], false, add, [], close, [.. persons.Skip(1)]) { Apart = [.. owners.Except(persons)] };
    }

    private static bool IsUserId(AliasKey key) => key.Group is AliasKey.BsuidGroup or AliasKey.ParentBsuidGroup;

    // One address, and another record of the same kind or another phone: several people read one mailbox.
    private static bool IsContradicted(AboutNames about, IReadOnlyList<StoredAlias> known, string holder)
    {
        var theirs = known.Where(stored => stored.Customer == holder).ToList();
        return (about.Record is { } record && theirs.Exists(stored => stored.Kind == AliasKind.Record && stored.Key.Scope == record.Scope))
            || (about.Phone is not null && theirs.Exists(stored => stored.Key.Group == AliasKey.PhoneGroup));
    }

    private static bool IsApart(string one, string other, IReadOnlyList<(string One, string Other)> apart) =>
        apart.Any(pair => (pair.One == one && pair.Other == other) || (pair.One == other && pair.Other == one));

    // A known phone that comes with a different user id, and no event that says so, is a new person: phones are handed on, user ids are not.
    private static bool IsSomebodyElse(StoredAlias match, List<(Alias Alias, AliasKey Key)> keys, IReadOnlyList<StoredAlias> known)
    {
        if (match.Key.Group == AliasKey.BsuidGroup) return false;
        var given = keys.Select(pair => pair.Key).FirstOrDefault(key => key.Group == AliasKey.BsuidGroup);
        if (given is null) return false;
        var theirs = known.Where(stored => stored.Customer == match.Customer && stored.Key.Group == AliasKey.BsuidGroup && stored.Key.Scope == given.Scope).ToList();
        return theirs.Count > 0 && theirs.TrueForAll(stored => stored.Key != given);
    }
}
