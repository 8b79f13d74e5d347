using System.ComponentModel.DataAnnotations;

namespace Hub.Faults;

/// <summary>The settings under <c>Hub:Faults</c>, for the crash matrix. That they are there only in the Sandbox is checked with the hub's own settings.</summary>
internal sealed class FaultOptions : IValidatableObject
{
    /// <summary>The point at which the process ends; null where it does not.</summary>
    public FaultPoint? KillAt { get; init; }

    /// <summary>At which passing of the point, 1 for the first.</summary>
    public int AfterHits { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AfterHits < 1) yield return new("must be 1 at least.", [nameof(AfterHits)]);
    }
}
