using System.Collections.Frozen;

namespace Hub.Customers;

/// <summary>The numbering plans of all countries, read once from the embedded <c>countries.tsv</c>.</summary>
internal sealed class NumberingPlans
{
    private const int LongestCallingCode = 3;

    private readonly FrozenDictionary<string, NumberingPlan> byCountry;
    private readonly FrozenDictionary<string, NumberingPlan[]> byCallingCode;

    private NumberingPlans(IReadOnlyCollection<NumberingPlan> plans)
    {
        byCountry = plans.Where(plan => plan.Country != NumberingPlan.NoCountry).ToFrozenDictionary(plan => plan.Country, StringComparer.OrdinalIgnoreCase);
        byCallingCode = plans.GroupBy(plan => plan.CallingCode)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(plan => plan.Rank).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The plans of this build.</summary>
    public static NumberingPlans All { get; } = Read();

    /// <summary>The countries and territories that have a plan, ISO 3166-1 alpha-2.</summary>
    public IEnumerable<string> Countries => byCountry.Keys;

    /// <summary>The plans that share a calling code, the main one first.</summary>
    public IReadOnlyList<NumberingPlan> Sharing(string callingCode) => byCallingCode[callingCode];

    /// <summary>The plan of a country (ISO 3166-1 alpha-2, any case), or null.</summary>
    public NumberingPlan? Of(string country) => byCountry.GetValueOrDefault(country);

    /// <summary>
    /// The plans that share the calling code with which the digits begin, the main one first, and the digits after it; none where no calling
    /// code begins so.
    /// </summary>
    public (IReadOnlyList<NumberingPlan> Plans, string National) Split(string digits)
    {
        var codes = byCallingCode.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 1; length <= LongestCallingCode && length < digits.Length; length++)
        {
            if (codes.TryGetValue(digits.AsSpan(0, length), out var plans)) return (plans, digits[length..]);
        }

        return ([], digits);
    }

    private static NumberingPlans Read()
    {
        using var stream = typeof(NumberingPlans).Assembly.GetManifestResourceStream("Hub.Customers.countries.tsv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // The attribution and the names of the columns.
        return new NumberingPlans([.. lines.Skip(2).Select(NumberingPlan.Read)]);
    }
}
