using System.ComponentModel.DataAnnotations;

namespace Hub.Configuration;

/// <summary>The settings under <c>Guard</c>: when what a route sends waits for somebody's approval.</summary>
internal sealed class GuardOptions : IValidatableObject
{
    private const int Most = 1_000_000;

    /// <summary>Whether there is a guard; where it is not set, there is one but in the Sandbox.</summary>
    public bool? Enabled { get; init; }

    /// <summary>So many commands of a new or changed route are sent before the rest waits; and so many in any hour.</summary>
    public int First { get; init; } = 20;

    /// <summary>So many times a route's usual hour may be sent in an hour before the rest waits.</summary>
    public int TimesUsual { get; init; } = 3;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (First is < 1 or > Most) yield return new($"must be 1 to {Most}. To have no guard, set Guard:Enabled to false.", [nameof(First)]);
        if (TimesUsual is < 1 or > Most) yield return new($"must be 1 to {Most}. To have no guard, set Guard:Enabled to false.", [nameof(TimesUsual)]);
    }
}
