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
    private readonly Lazy<Regex> internationalPrefix;
    private readonly Lazy<Regex> significant;
    private readonly Lazy<Regex>? nationalPrefix;
    private readonly Lazy<Regex>? leadingDigits;
    private readonly Lazy<Regex>? mobile;

    private NumberingPlan(string[] columns)
    {
        Country = columns[0];
        CallingCode = columns[1];
        IsMain = columns[2] == "1";
        internationalPrefix = Beginning(columns[3]);
        significant = Whole(columns[4]);
        lengths = [.. columns[5].Split(',').Select(length => int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))];
        longest = lengths.Max();
        var prefix = columns[7].Length > 0 ? columns[7] : columns[6];
        nationalPrefix = prefix.Length > 0 ? Beginning(prefix) : null;
        transform = columns[8];
        leadingDigits = columns[9].Length > 0 ? Beginning(columns[9]) : null;
        mobile = columns[10].Length > 0 ? Whole(columns[10]) : null;
    }

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public string Country { get; }

    /// <summary>One to three digits.</summary>
    public string CallingCode { get; }

    /// <summary>Whether the rules of this country stand for its calling code, where several countries share it.</summary>
    public bool IsMain { get; }

    /// <summary>Whether the country is told from others of its calling code by how its numbers begin.</summary>
    public bool HasLeadingDigits => leadingDigits is not null;

    /// <summary>Reads one line of <c>countries.tsv</c>.</summary>
    public static NumberingPlan Read(string line) => new(line.Split('\t'));

    /// <summary>Whether a national number is a valid one of this country.</summary>
    public bool Holds(string national) => HasPossibleLength(national)
        && (leadingDigits is null || leadingDigits.Value.IsMatch(national))
        && significant.Value.IsMatch(national);

    /// <summary>Whether a national number is a mobile one; false too where the country does not tell.</summary>
    public bool IsMobile(string national) => mobile is not null && mobile.Value.IsMatch(national);

    /// <summary>The digits after the country's international prefix, or null where the number does not begin with one.</summary>
    public string? AfterInternationalPrefix(string number)
    {
        var match = internationalPrefix.Value.Match(number);

        // No calling code begins with 0: what looks like a prefix is part of a national number then.
        return match.Success && match.Length < number.Length && number[match.Length] != '0' ? number[match.Length..] : null;
    }

    /// <summary>
    /// The digits after the country's own calling code, where a number written without any prefix is better understood so: as written it is no
    /// national number, or too long for one.
    /// </summary>
    public string? AfterOwnCallingCode(string number)
    {
        if (!number.StartsWith(CallingCode, StringComparison.Ordinal)) return null;

        var rest = number[CallingCode.Length..];
        var asWritten = WithoutNationalPrefix(number);
        var better = !significant.Value.IsMatch(asWritten) && significant.Value.IsMatch(WithoutNationalPrefix(rest));
        return better || asWritten.Length > longest ? rest : null;
    }

    /// <summary>Takes away (or rewrites) what is dialled before a national number, unless that would spoil a valid number.</summary>
    public string WithoutNationalPrefix(string number)
    {
        var match = nationalPrefix?.Value.Match(number);
        if (match is not { Success: true }) return number;

        var transformed = transform.Length > 0 && match.Groups[^1].Success;
        var stripped = (transformed ? match.Result(transform) : "") + number[match.Length..];
        var spoiled = significant.Value.IsMatch(number) && !significant.Value.IsMatch(stripped);
        return spoiled || !(HasPossibleLength(stripped) || stripped.Length > longest) ? number : stripped;
    }

    private bool HasPossibleLength(string national) => lengths.Contains(national.Length);

    private static Lazy<Regex> Whole(string pattern) => Compile($@"\A(?:{pattern})\z");

    private static Lazy<Regex> Beginning(string pattern) => Compile($@"\A(?:{pattern})");

    private static Lazy<Regex> Compile(string pattern) =>
        new(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
