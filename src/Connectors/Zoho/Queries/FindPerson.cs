using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Hub.Connectors.Zoho;

/// <summary>What <c>zoho.find_person</c> needs: a customer, a phone number, or both.</summary>
[NeedsOneOf(nameof(Customer), nameof(Phone))]
internal sealed record FindPersonInput
{
    [Description("The customer: found by the key field, then by the phone number")]
    public CustomerRef? Customer { get; init; }

    [Description("A phone number; left out, the customer's")]
    [TextForm(TextForm.Phone)]
    public string? Phone { get; init; }

    [Description("Where to look, in order: contact, lead; both when left out")]
    public IReadOnlyList<string>? Modules { get; init; }
}

/// <summary>What <c>zoho.find_person</c> gives.</summary>
/// <param name="Module">Where they were found: contact or lead; null where they were not.</param>
/// <param name="People">Everybody who was found there.</param>
internal sealed record FindPersonResult(
    [property: Description("Where they were found; null where they were not")] [property: KnownValues("contact", "lead")] string? Module,
    [property: Description("Everybody who was found there")] IReadOnlyList<ZohoRecordView> People);

/// <summary>Looks for a person among contacts and leads.</summary>
internal sealed class FindPerson : IQuery<FindPersonInput>
{
    public string Name => "zoho.find_person";

    public string Description => "Looks for a customer or a phone number among contacts, then leads. Zoho's search is a minute or so behind, so somebody just made may not be found.";

    public JsonTypeInfo Input => ZohoJson.Default.FindPersonInput;

    public JsonTypeInfo Result => ZohoJson.Default.FindPersonResult;

    public async Task<QueryOutcome> RunAsync(FindPersonInput input, Connection connection, CancellationToken cancel)
    {
        var modules = (input.Modules ?? [ZohoModule.Contact.Name, ZohoModule.Lead.Name]).Select(ZohoModule.OfName).ToList();
        if (modules.Exists(module => module is not { IsOfPeople: true })) return new QueryOutcome.Failed(new(FailureKind.Rejected, "invalid_module", "People are looked for among contact and lead."));
        if (input.Customer is null && input.Phone is null) return new QueryOutcome.Failed(new(FailureKind.Rejected, "nobody", "Give the customer or a phone number."));
        foreach (var module in modules)
        {
            var found = await FindAsync(module!, input, connection, cancel);
            if (found.Failure is { } failure) return new QueryOutcome.Failed(failure);
            if (found.Value is { Count: > 0 } people) return new QueryOutcome.Found(new FindPersonResult(module!.Name, people));
        }

        return new QueryOutcome.Found(new FindPersonResult(null, []));
    }

    private static async Task<Answer<List<ZohoRecordView>>> FindAsync(ZohoModule module, FindPersonInput input, Connection connection, CancellationToken cancel)
    {
        if (input.Customer is { } customer)
        {
            // Without the field Zoho refuses the criterion; the phone is left then.
            var byKey = await SearchAsync(module, null, $"({connection.Options<ZohoOptions>().KeyField}:equals:{Escaped(customer.Id)})", connection, cancel);
            if (byKey.Failure is { Kind: not FailureKind.Rejected } || byKey.Value is { Count: > 0 }) return byKey;
        }

        if ((input.Phone ?? input.Customer?.Phone) is not { Length: > 0 } phone) return new([], null);
        var forms = PhoneForms.Of(phone);
        var byPhone = await SearchAsync(module, forms.Digits, null, connection, cancel);
        if (byPhone.Failure is not null) return byPhone;
        if (byPhone.Value!.FindAll(forms.IsOf) is { Count: > 0 } people) return new(people, null);
        var byForm = await SearchAsync(module, null, forms.Criteria, connection, cancel);
        return byForm.Failure is null ? new(byForm.Value!.FindAll(forms.IsOf), null) : byForm;
    }

    private static async Task<Answer<List<ZohoRecordView>>> SearchAsync(ZohoModule module, string? phone, string? criteria, Connection connection, CancellationToken cancel)
    {
        var answer = await connection.AskAsync(api => api.SearchAsync(module.ApiName, phone, criteria, cancel), cancel);
        return answer.Failure is { } failure ? new(null, failure) : new([.. (answer.Value?.Data ?? []).Select(row => ZohoRecordView.Of(row, connection.Options<ZohoOptions>()))], null);
    }

    // Zoho's rule for values in criteria.
    private static string Escaped(string value) => string.Concat(value.Select(letter => letter is '(' or ')' or ',' or '\\' ? $"\\{letter}" : $"{letter}"));
}

/// <summary>The forms in which people write one phone number.</summary>
/// <param name="Digits">Without the plus, country and all.</param>
/// <param name="Criteria">Zoho's criterion for all of them.</param>
internal sealed record PhoneForms(string Digits, string Criteria)
{
    // E.164's country codes of one and two digits; all others have three.
    private static readonly HashSet<string> Short =
    [
        "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82",
        "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    private IReadOnlyList<string> All { get; init; } = [];

    /// <summary>The forms of a number in E.164: as it is, its digits, and as it is dialled within the country with and without a zero.</summary>
    public static PhoneForms Of(string phone)
    {
        var digits = DigitsOf(phone);
        var country = Short.Contains(digits[..Math.Min(1, digits.Length)]) ? 1 : Short.Contains(digits[..Math.Min(2, digits.Length)]) ? 2 : 3;
        var national = digits.Length > country ? digits[country..] : digits;
        IReadOnlyList<string> all = [$"+{digits}", digits, $"0{national}", national];
        var parts = all.SelectMany(form => new[] { $"(Phone:equals:{form})", $"(Mobile:equals:{form})" });
        return new(digits, $"({string.Join("or", parts)})") { All = all };
    }

    /// <summary>Whether a person has the number, in whatever form: a search also finds numbers that only contain it.</summary>
    public bool IsOf(ZohoRecordView person) => OthersOf(person).Any(other => All.Any(form => DigitsOf(form) == other) || other == $"00{Digits}");

    private static IEnumerable<string> OthersOf(ZohoRecordView person) =>
        new[] { person.Phone, person.Mobile, ErrorDetails.TextOf(person.Raw, "Home_Phone"), ErrorDetails.TextOf(person.Raw, "Other_Phone"), ErrorDetails.TextOf(person.Raw, "Asst_Phone") }
            .OfType<string>().Select(TypedPhone.DigitsOf).Where(digits => digits.Length > 0);

    private static string DigitsOf(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));
}
