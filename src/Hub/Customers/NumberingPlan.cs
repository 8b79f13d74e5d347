using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Customers;

/// <summary>
/// How one country numbers its telephones, and the steps of libphonenumber's parser that need nothing else. Numbers are ASCII digits here.
/// Expressions are compiled at first use, once per country.
/// </summary>
internal sealed class NumberingPlan
{
    private readonly HashSet<int> lengths;
    private readonly int longest;
    private readonly string transform;
    private readonly Lazy<Regex>? internationalPrefix;
    private readonly Lazy<Regex> significant;
    private readonly Lazy<Regex>? nationalPrefix;
    private readonly Lazy<Regex>? leadingDigits;
    private readonly Lazy<Regex>? mobile;
    private readonly Lazy<Regex>? other;

    private NumberingPlan(string[] columns)
    {
        Country = columns[0];
        CallingCode = columns[1];
        Rank = int.Parse(columns[2], CultureInfo.InvariantCulture);
        internationalPrefix = columns[3].Length > 0 ? Beginning(columns[3]) : null;
        significant = Whole(columns[4]);
        lengths = [.. columns[5].Split(',').Select(length => int.Parse(length, CultureInfo.InvariantCulture))];
        longest = lengths.Max();
        var prefix = columns[7].Length > 0 ? columns[7] : columns[6];
        nationalPrefix = prefix.Length > 0 ? Beginning(prefix) : null;
        transform = columns[8];
        leadingDigits = columns[9].Length > 0 ? Beginning(columns[9]) : null;
        mobile = columns[10].Length > 0 ? Whole(columns[10]) : null;
        other = columns[11].Length > 0 ? Whole(columns[11]) : null;
    }

    /// <summary>The country of services that belong to none, such as international freephone.</summary>
    public const string NoCountry = "001";

    /// <summary>ISO 3166-1 alpha-2, upper case; or <see cref="NoCountry"/>.</summary>
    public string Country { get; }

    /// <summary>One to three digits.</summary>
    public string CallingCode { get; }

    /// <summary>In what order the countries that share a calling code are asked whose a number is; the rules of the one at 0 stand for the code.</summary>
    public int Rank { get; }

    /// <summary>Reads one line of <c>countries.tsv</c>.</summary>
    public static NumberingPlan Read(string line) => new(line.Split('\t'));

    /// <summary>Whether a national number is a valid one of this country: of a kind that is in use there.</summary>
    public bool Holds(string national) => significant.Value.IsMatch(national)
        && (other?.Value.IsMatch(national) is true || mobile?.Value.IsMatch(national) is true);

    /// <summary>Whether a national number is one of this country and not of another with the same calling code.</summary>
    public bool Owns(string national) => leadingDigits is null ? Holds(national) : leadingDigits.Value.IsMatch(national);

    /// <summary>Whether a number of this many digits is none here: too short, or between the lengths that there are.</summary>
    public bool IsTooShort(string national) => national.Length <= longest && !lengths.Contains(national.Length);

    /// <summary>The digits after the country's international prefix, or null where the number does not begin with one.</summary>
    public string? AfterInternationalPrefix(string number)
    {
        if (internationalPrefix is null || LengthOf(internationalPrefix.Value, number) is not { } length) return null;

        // No calling code begins with 0: what looks like a prefix is part of a national number then.
        return length < number.Length && number[length] != '0' ? number[length..] : null;
    }

    /// <summary>
    /// The digits after the country's own calling code, where a number written without any prefix is better understood so: as written it is no
    /// national number, or too long for one.
    /// </summary>
    public string? AfterOwnCallingCode(string number, IReadOnlyList<NumberingPlan> plans)
    {
        if (!number.StartsWith(CallingCode, StringComparison.Ordinal)) return null;

        var rest = number[CallingCode.Length..];
        var asWritten = WithoutNationalPrefix(number, plans);
        var better = !significant.Value.IsMatch(asWritten) && significant.Value.IsMatch(WithoutNationalPrefix(rest, plans));
        return better || asWritten.Length > longest ? rest : null;
    }

    /// <summary>Takes away (or rewrites) what is dialled before a national number, unless that would spoil a number.</summary>
    /// <param name="number">What was dialled.</param>
    /// <param name="plans">All countries of the calling code: the lengths of the one that owns what is left decide.</param>
    public string WithoutNationalPrefix(string number, IReadOnlyList<NumberingPlan> plans)
    {
        if (nationalPrefix is null || LengthOf(nationalPrefix.Value, number) is not { } length) return number;

        var stripped = number[length..];
        if (transform.Length > 0 && nationalPrefix.Value.Match(number) is var match && match.Groups[^1].Success) stripped = match.Result(transform) + stripped;
        var spoiled = significant.Value.IsMatch(number) && !significant.Value.IsMatch(stripped);
        return spoiled || (OwnerOf(stripped, plans) ?? this).IsTooShort(stripped) ? number : stripped;
    }

    /// <summary>Whose a national number is, among countries that share a calling code; null where none says that it is its own.</summary>
    public static NumberingPlan? OwnerOf(string national, IReadOnlyList<NumberingPlan> plans)
    {
        if (plans.Count == 1) return plans[0];
        foreach (var plan in plans)
        {
            if (plan.Owns(national)) return plan;
        }

        return null;
    }

    // How much of the beginning an expression takes; null where it does not begin so. A match of its own is made only where its groups are wanted.
    private static int? LengthOf(Regex beginning, string number)
    {
        var matches = beginning.EnumerateMatches(number);
        return matches.MoveNext() ? matches.Current.Length : null;
    }

    private static Lazy<Regex> Whole(string pattern) => Compile($@"\A(?:{pattern})\z");

    private static Lazy<Regex> Beginning(string pattern) => Compile($@"\A(?:{pattern})");

    private static Lazy<Regex> Compile(string pattern) =>
        new(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
