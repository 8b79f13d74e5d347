using System.Text.RegularExpressions;

namespace Hub.Customers;

/// <summary>
/// How one country numbers its telephones, and the steps of libphonenumber's parser that need nothing else. Numbers are ASCII digits here.
/// Expressions are compiled at first use, once per country.
/// </summary>
internal sealed class NumberingPlan
{
    private readonly HashSet<int> _lengths;
    private readonly int _longest;
    private readonly string _transform;
    private readonly Lazy<Regex> _internationalPrefix;
    private readonly Lazy<Regex> _national;
    private readonly Lazy<Regex>? _nationalPrefix;
    private readonly Lazy<Regex>? _leadingDigits;
    private readonly Lazy<Regex>? _mobile;

    private NumberingPlan(string[] columns)
    {
        Country = columns[0];
        CallingCode = columns[1];
        IsMain = columns[2] == "1";
        _internationalPrefix = Beginning(columns[3]);
        _national = Whole(columns[4]);
        _lengths = [.. columns[5].Split(',').Select(length => int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))];
        _longest = _lengths.Max();
        var prefix = columns[7].Length > 0 ? columns[7] : columns[6];
        _nationalPrefix = prefix.Length > 0 ? Beginning(prefix) : null;
        _transform = columns[8];
        _leadingDigits = columns[9].Length > 0 ? Beginning(columns[9]) : null;
        _mobile = columns[10].Length > 0 ? Whole(columns[10]) : null;
    }

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public string Country { get; }

    /// <summary>One to three digits.</summary>
    public string CallingCode { get; }

    /// <summary>Whether the rules of this country stand for its calling code, where several countries share it.</summary>
    public bool IsMain { get; }

    /// <summary>Whether the country is told from others of its calling code by how its numbers begin.</summary>
    public bool HasLeadingDigits => _leadingDigits is not null;

    /// <summary>Reads one line of <c>countries.tsv</c>.</summary>
    public static NumberingPlan Read(string line) => new(line.Split('\t'));

    /// <summary>Whether a national number is a valid one of this country.</summary>
    public bool Holds(string national) => HasPossibleLength(national)
        && (_leadingDigits is null || _leadingDigits.Value.IsMatch(national))
        && _national.Value.IsMatch(national);

    /// <summary>Whether a national number is a mobile one; false too where the country does not tell.</summary>
    public bool IsMobile(string national) => _mobile is not null && _mobile.Value.IsMatch(national);

    /// <summary>The digits after the country's international prefix, or null where the number does not begin with one.</summary>
    public string? AfterInternationalPrefix(string number)
    {
        var match = _internationalPrefix.Value.Match(number);

        // No calling code begins with 0: what looks like a prefix is part of a national number then.
        return match.Success && match.Length < number.Length && number[match.Length] != '0' ? number[match.Length..] : null;
    }

    /// <summary>
    /// The digits after the country's own calling code, where a number written without any prefix is better understood so: as written it is no
    /// national number, or too long for one.
    /// </summary>
    public string? AfterOwnCallingCode(string number)
    {
        if (!number.StartsWith(CallingCode, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = number[CallingCode.Length..];
        var asWritten = WithoutNationalPrefix(number);
        var better = !_national.Value.IsMatch(asWritten) && _national.Value.IsMatch(WithoutNationalPrefix(rest));
        return better || asWritten.Length > _longest ? rest : null;
    }

    /// <summary>Takes away (or rewrites) what is dialled before a national number, unless that would spoil a valid number.</summary>
    public string WithoutNationalPrefix(string number)
    {
        var match = _nationalPrefix?.Value.Match(number);
        if (match is not { Success: true })
        {
            return number;
        }

        var transformed = _transform.Length > 0 && match.Groups[^1].Success;
        var stripped = (transformed ? match.Result(_transform) : "") + number[match.Length..];
        var spoiled = _national.Value.IsMatch(number) && !_national.Value.IsMatch(stripped);
        return spoiled || !(HasPossibleLength(stripped) || stripped.Length > _longest) ? number : stripped;
    }

    private bool HasPossibleLength(string national) => _lengths.Contains(national.Length);

    private static Lazy<Regex> Whole(string pattern) => Compile($@"\A(?:{pattern})\z");

    private static Lazy<Regex> Beginning(string pattern) => Compile($@"\A(?:{pattern})");

    private static Lazy<Regex> Compile(string pattern) =>
        new(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
