using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors;

/// <summary>
/// A <see cref="Secret"/> that is sent or compared as a header's value: every value of it must be printable ASCII. With any other character no call could leave the hub,
/// and each would end with nobody knowing whether it did.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FitsHeaderAttribute() : ValidationAttribute("holds a character that a header cannot carry: it must be plain ASCII, without line breaks. Copy it anew.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not Secret secret || secret.Values.All(text => text.All(letter => letter is >= ' ' and <= '~'));
}
