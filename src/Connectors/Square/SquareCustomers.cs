using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.Square;

/// <summary>Several customers.</summary>
/// <param name="All">Whom a search found, the best first.</param>
internal sealed record CustomersFound(IReadOnlyList<CustomerBody> All);

/// <summary>The Square customers that are a person: those whose reference id is the hub's own, and those with the person's phone number. Square joins no customers by phone, so there may be several.</summary>
internal static class SquareCustomers
{
    private const string Mark = "hub:";
    private const int PageSize = 100;
    private const int MostPages = 5;

    // Square takes keys of 45 characters.
    private const int KeyDigits = 40;

    /// <summary>The reference id of a customer whom the hub made.</summary>
    public static string ReferenceId(CustomerRef customer) => Mark + customer.Id;

    /// <summary>The phone number of a customer in E.164; null where it cannot be told.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="country">The seller's country, for a customer without address.</param>
    public static string? PhoneOf(CustomerBody customer, string? country) =>
        SquarePhone.ToE164(customer.PhoneNumber, customer.Address?.Country is { Length: > 0 } own ? own : country);

    /// <summary>Whether a Square customer is proven to be a person: by the hub's own reference id, or by the phone number by which the person writes.</summary>
    public static bool Is(CustomerBody customer, CustomerRef person, string? country) =>
        customer.ReferenceId == ReferenceId(person) || (person.Phone is not null && PhoneOf(customer, country) == person.Phone);

    /// <summary>Everybody in Square who is a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="onlyBest">True where one is enough.</param>
    /// <param name="api">The calls.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Answer<CustomersFound>> FindAsync(CustomerRef person, bool onlyBest, SquareApi api, CancellationToken cancel)
    {
        var marked = await SearchAsync(new() { ReferenceId = new(ReferenceId(person), null) }, _ => true, api, cancel);
        if (marked.Failure is not null || person.Phone is null || (onlyBest && marked.Value!.All.Count > 0)) return marked;
        var (country, failure) = await api.Locations.CountryAsync(cancel);
        if (failure is not null) return new(null, failure);
        var called = await ByPhoneAsync(person.Phone, country, onlyBest, api, cancel);
        return called.Failure is not null ? called : new(new([.. marked.Value!.All.Concat(called.Value!.All).DistinctBy(customer => customer.Id)]), null);
    }

    /// <summary>The customers with a phone number, however it was typed: the oldest first.</summary>
    /// <param name="phone">E.164.</param>
    /// <param name="country">The seller's country, by which numbers without one are read.</param>
    /// <param name="onlyBest">True where the first way that finds somebody is enough.</param>
    /// <param name="api">The calls.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<Answer<CustomersFound>> ByPhoneAsync(string phone, string? country, bool onlyBest, SquareApi api, CancellationToken cancel)
    {
        List<CustomerBody> found = [];
        foreach (var filter in FiltersOf(phone))
        {
            var page = await SearchAsync(new() { PhoneNumber = filter }, customer => PhoneOf(customer, country) == phone, api, cancel);
            if (page.Failure is not null) return page;
            found.AddRange(page.Value!.All);
            if (onlyBest && found.Count > 0) break;
        }

        return new(new([.. found.DistinctBy(customer => customer.Id).OrderBy(customer => customer.CreatedAt)]), null);
    }

    /// <summary>The customer that is a person, who is made where there is none.</summary>
    /// <remarks>The search lags behind writes. What is made is made of the same few fields under a key that follows from them, so that a second attempt, and a second command,
    /// get the customer whom the first has made.</remarks>
    public static async Task<Answer<CustomerBody>> FindOrCreateAsync(CustomerRef person, SquareApi api, CancellationToken cancel)
    {
        var found = await FindAsync(person, onlyBest: true, api, cancel);
        if (found.Failure is not null) return new(null, found.Failure);
        if (found.Value!.All is [{ Id: not null } known, ..]) return new(known, null);
        var made = await api.AskAsync((rest, token) => rest.CreateCustomerAsync(token, NewOf(person), cancel), cancel);
        if (made.Failure is not null) return new(null, made.Failure);
        return made.Value?.Customer is { Id: not null } customer ? new(customer, null) : new(null, SquareErrors.Unreadable);
    }

    /// <summary>What a name is as Square keeps it.</summary>
    public static (string? Given, string? Family) NameOf(string? name)
    {
        var words = (name ?? "").Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (words.ElementAtOrDefault(0), words.ElementAtOrDefault(1));
    }

    // Square wants a name, an e-mail address or a phone number.
    private static CustomerWrite NewOf(CustomerRef person)
    {
        var email = person.Phone is null ? person.Email : null;
        var body = new CustomerWrite
        {
            PhoneNumber = person.Phone,
            EmailAddress = email,
            GivenName = person.Phone is null && email is null ? NameOf(person.Name).Given ?? "WhatsApp user" : null,
            ReferenceId = ReferenceId(person),
        };
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', body.ReferenceId, body.PhoneNumber, body.EmailAddress, body.GivenName)));
        return body with { IdempotencyKey = Mark + Convert.ToHexStringLower(hash)[..KeyDigits] };
    }

    // The whole number, as the API wants it; then its end, which stands in the number however it was grouped: seven digits where it was not, four where it was.
    private static IEnumerable<TextFilter> FiltersOf(string phone)
    {
        yield return new(phone, null);
        if (phone.Length > 7) yield return new(null, phone[^7..]);
        if (phone.Length > 4) yield return new(null, phone[^4..]);
    }

    private static async Task<Answer<CustomersFound>> SearchAsync(CustomerFilter filter, Func<CustomerBody, bool> isWanted, SquareApi api, CancellationToken cancel)
    {
        List<CustomerBody> found = [];
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var search = new CustomerSearch(new(filter), PageSize, cursor);
            var answer = await api.AskAsync((rest, token) => rest.SearchCustomersAsync(token, search, cancel), cancel);
            if (answer.Failure is not null) return new(null, answer.Failure);
            found.AddRange((answer.Value?.Customers ?? []).Where(customer => customer.Id is not null && isWanted(customer)));
            cursor = answer.Value?.Cursor;
            if (string.IsNullOrEmpty(cursor)) break;
        }

        return new(new(found), null);
    }
}
