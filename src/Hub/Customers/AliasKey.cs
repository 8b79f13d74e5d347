using Hub.Connectors;

namespace Hub.Customers;

/// <summary>The folded form by which an alias is found; unique among the open aliases.</summary>
/// <param name="Scope">The alias's scope.</param>
/// <param name="Group">Kinds that name the same thing share a group: phones and WhatsApp ids are <c>phone</c>.</param>
/// <param name="MatchKey">The folded value.</param>
internal sealed record AliasKey(string Scope, string Group, string MatchKey)
{
    /// <summary>The group of phones and WhatsApp ids.</summary>
    public const string PhoneGroup = "phone";

    /// <summary>The group of business-scoped user ids.</summary>
    public const string BsuidGroup = "bsuid";

    /// <summary>The group of parent business-scoped user ids.</summary>
    public const string ParentBsuidGroup = "parent_bsuid";

    /// <summary>The key of an alias; the alias itself keeps its raw value.</summary>
    public static AliasKey Of(Alias alias) => alias.Kind switch
    {
        AliasKind.Phone or AliasKind.WaId => new("", PhoneGroup, PhoneNumbers.MatchKey(alias.Value)),
        AliasKind.Bsuid => new(alias.Scope, BsuidGroup, alias.Value),
        AliasKind.ParentBsuid => new(alias.Scope, ParentBsuidGroup, alias.Value),
        AliasKind.Username => new(alias.Scope, "username", alias.Value.ToLowerInvariant()),
        AliasKind.Email => new("", "email", alias.Value.Trim().ToLowerInvariant()),
        _ => new(alias.Scope, "record", alias.Value),
    };
}

/// <summary>An open alias as it is stored.</summary>
/// <param name="Key">By what it is found.</param>
/// <param name="Kind">What kind of name it is.</param>
/// <param name="Value">The raw value, to which sends go.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="CustomerSince">When that customer was first seen: of two, the older survives.</param>
internal sealed record StoredAlias(AliasKey Key, AliasKind Kind, string Value, string Customer, DateTimeOffset CustomerSince);
