using System.Globalization;
using Sandbox.Vendors;

namespace Sandbox;

/// <summary>An invented person.</summary>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
/// <param name="Phone">The phone in E.164.</param>
/// <param name="TypedPhone">The phone as they type it at home.</param>
internal sealed record Somebody(string FirstName, string LastName, string Phone, string TypedPhone)
{
    public string Name => $"{FirstName} {LastName}";
}

/// <summary>Invents people, no two with one phone.</summary>
/// <param name="dice">Chance.</param>
internal sealed class People(Dice dice)
{
    private static readonly string[] FirstNames = ["Ada", "Ben", "Clara", "Dario", "Elif", "Fritz", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Lena", "Milan", "Nora", "Oskar", "Pia", "Rosa", "Selim", "Tilda", "Viktor"];
    private static readonly string[] LastNames = ["Albers", "Brandt", "Conrad", "Dietz", "Ehlers", "Falk", "Gerlach", "Hansen", "Jansen", "Krüger", "Lorenz", "Meinert", "Nolte", "Ott", "Petersen", "Reuter", "Seidel", "Thiel", "Unger", "Winkler"];
    private int made;

    /// <summary>Invents one, with a German mobile number.</summary>
    public Somebody New()
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{dice.Below(100):D2}{Interlocked.Increment(ref made):D6}");
        return new(FirstNames[dice.Below(FirstNames.Length)], LastNames[dice.Below(LastNames.Length)], $"+49151{number}", $"0151 {number[..4]} {number[4..]}");
    }
}
