using System.ComponentModel.DataAnnotations;

namespace Hub.Configuration;

/// <summary>The settings under <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>The address of a collector that takes OTLP; null where the standard variable OTEL_EXPORTER_OTLP_ENDPOINT says it, or nothing is sent.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary><c>http</c> or <c>grpc</c>; null where the standard variable OTEL_EXPORTER_OTLP_PROTOCOL says it.</summary>
    public string? OtlpProtocol { get; init; }

    /// <summary>The share of traces that are sent: 0 to 1.</summary>
    public double TraceRatio { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is not null && OtlpEndpoint.Scheme is not ("http" or "https")) yield return new("must be an http or https address, for example http://127.0.0.1:4318.", [nameof(OtlpEndpoint)]);
        if (OtlpProtocol is not (null or "http" or "grpc")) yield return new("must be http or grpc.", [nameof(OtlpProtocol)]);
        if (TraceRatio is not (>= 0 and <= 1)) yield return new("must be a number from 0 to 1.", [nameof(TraceRatio)]);
    }
}
