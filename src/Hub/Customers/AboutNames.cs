using Hub.Connectors;

namespace Hub.Customers;

/// <summary>The names by which an event that is about a person names them, as the hub compares them.</summary>
/// <param name="Record">The vendor's record; null for a guest.</param>
/// <param name="Absorbed">Records that went into it.</param>
/// <param name="IsGone">Whether the record is no more.</param>
/// <param name="Phone">The phone, E.164.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Name">The display name.</param>
internal sealed record AboutNames(Alias? Record, IReadOnlyList<Alias> Absorbed, bool IsGone, Alias? Phone, Alias? Email, string? Name)
{
    private const int LongestEmail = 254;

    /// <summary>All names, those that identify most surely first.</summary>
    public IReadOnlyList<Alias> All { get; } = [.. new[] { Record }.Concat(Absorbed).Append(Phone).Append(Email).OfType<Alias>()];

    /// <summary>The names in what a connector tells; null where there is none that can be read.</summary>
    /// <param name="about">What the connector tells.</param>
    /// <param name="connection">The connection that the event came by, within which records are told apart.</param>
    public static AboutNames? Of(AboutPerson? about, string connection)
    {
        if (about is null) return null;
        var record = about.Record is { } named ? RecordOf(named, connection) : null;
        var phone = about.Phones.Select(typed => PhoneNumbers.TryParse(typed, about.Country, out var number) ? number : null).FirstOrDefault(number => number is not null);
        var email = about.Email?.Trim() is { Length: > 0 and <= LongestEmail } address && address.Contains('@', StringComparison.Ordinal) ? address : null;
        var names = new AboutNames(
            record, record is null ? [] : [.. about.Absorbed.Where(id => id.Length > 0 && id != record.Value).Select(id => record with { Value = id })], about.IsGone,
            phone is null ? null : new("", AliasKind.Phone, phone), email is null ? null : new("", AliasKind.Email, email), string.IsNullOrWhiteSpace(about.Name) ? null : about.Name.Trim());
        return names.All.Count == 0 ? null : names;
    }

    /// <summary>The name that a vendor's record is; null without an id.</summary>
    /// <param name="record">The record.</param>
    /// <param name="connection">The connection within which it is told apart.</param>
    /// <returns>In the scope <c>connection:object</c>, for example <c>crm:contact</c>.</returns>
    public static Alias? RecordOf(VendorRecord record, string connection) =>
        record.Id.Length == 0 ? null : new($"{connection}:{record.Object[(record.Object.IndexOf('.', StringComparison.Ordinal) + 1)..]}", AliasKind.Record, record.Id);
}
