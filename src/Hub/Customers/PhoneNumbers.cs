using System.Diagnostics.CodeAnalysis;

namespace Hub.Customers;

/// <summary>Telephone numbers as people and shops write them, and as the hub compares them.</summary>
internal static class PhoneNumbers
{
    /// <summary>Reads a number as libphonenumber does. The answer is a valid number in E.164 (<c>+</c> and digits), or nothing.</summary>
    /// <param name="input">Any text that holds one number: local or international, with punctuation, digits of any script, an extension, <c>tel:</c>.</param>
    /// <param name="country">The country in which it was written (ISO 3166-1 alpha-2, any case); without it only numbers with a plus are read.</param>
    /// <param name="e164">The number.</param>
    public static bool TryParse(string? input, string? country, [NotNullWhen(true)] out string? e164)
    {
        e164 = null;
        if (input is null || !PhoneText.TryRead(input, out var digits, out var plus)) return false;

        var home = country is null ? null : NumberingPlans.All.Of(country);
        var international = plus ? digits : home?.AfterInternationalPrefix(digits);
        if (international is not null)
        {
            var (plans, dialled) = NumberingPlans.All.Split(international);
            if (plans.Count > 0) e164 = Valid(dialled, plans[0], plans);
        }
        else if (home is not null)
        {
            var plans = NumberingPlans.All.Sharing(home.CallingCode);
            e164 = home.AfterOwnCallingCode(digits, plans) is { } rest ? Valid(rest, plans[0], plans) : Valid(digits, home, plans);
        }

        return e164 is not null;
    }

    /// <summary>
    /// The form under which two spellings of one WhatsApp address are equal, as E.164. WhatsApp knows many mobiles by the number that they had
    /// before their country changed its plan. Only for comparing: a message goes to the address as it was received.
    /// </summary>
    /// <param name="waIdOrE164">Digits, with or without a plus; anything else comes back unchanged.</param>
    public static string MatchKey(string waIdOrE164)
    {
        var digits = waIdOrE164.AsSpan();
        digits = digits.StartsWith('+') ? digits[1..] : digits;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return waIdOrE164;

        return digits switch
        {
            // Brazil put a 9 before the eight digits of a mobile. What begins with 2 to 5 without it is someone's landline.
            ['5', '5', _, _, '9', not (>= '2' and <= '5'), ..] when digits.Length == 13 => $"+{digits[..4]}{digits[5..]}",

            // Argentina: a 9 marks a mobile when dialled from abroad, before area and number, which are ten digits.
            ['5', '4', '9', ..] when digits.Length == 13 => $"+54{digits[3..]}",

            // Mexico did the same with a 1 until 2019.
            ['5', '2', '1', ..] when digits.Length == 13 => $"+52{digits[3..]}",
            _ => $"+{digits}",
        };
    }

    /// <summary>
    /// The country of a number in E.164 (ISO 3166-1 alpha-2), or null where it is not valid or belongs to none. Where countries share a
    /// calling code and their plans do not tell them apart, the main one.
    /// </summary>
    public static string? Country(string e164)
    {
        if (!e164.StartsWith('+')) return null;

        var (plans, national) = NumberingPlans.All.Split(e164[1..]);
        if (plans.Count == 0) return null;

        var owner = NumberingPlan.OwnerOf(national, plans) ?? plans[0];
        return owner.Holds(national) && owner.Country != NumberingPlan.NoCountry ? owner.Country : null;
    }

    /// <summary>The number that is left without the national prefix of a plan, if the country that owns it holds it.</summary>
    private static string? Valid(string dialled, NumberingPlan plan, IReadOnlyList<NumberingPlan> plans)
    {
        var national = plan.WithoutNationalPrefix(dialled, plans);
        return (NumberingPlan.OwnerOf(national, plans) ?? plan).Holds(national) ? $"+{plan.CallingCode}{national}" : null;
    }
}
