using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hub.Endpoints;

/// <summary>The body of a call, or what is wrong with it in one sentence.</summary>
/// <typeparam name="T">What it is to be.</typeparam>
internal sealed class JsonBody<T> : IEndpointParameterMetadataProvider
    where T : class
{
    private JsonBody(T? value, ProblemHttpResult? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The body; null where there was none, or it is refused.</summary>
    public T? Value { get; }

    /// <summary>The answer to a body that is wrong; null to one that is right or left out.</summary>
    public ProblemHttpResult? Refusal { get; }

    /// <summary>The answer to a body that is wrong or left out; null to one that is right.</summary>
    public ProblemHttpResult? RefusalOrMissing => Refusal ?? (Value is null ? Problems.Wrong("This call needs a body. /openapi/v1.json describes it.") : null);

    /// <summary>Reads the body of a request.</summary>
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        var request = context.Request;
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null)) return new(null, null);
        if (!request.HasJsonContentType()) return new(null, Problems.NoJson());
        var type = (JsonTypeInfo<T>)AdminJson.Default.GetTypeInfo(typeof(T))!;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: context.RequestAborted);
            return JsonShape.Fault(document.RootElement, type) is { } fault ? new(null, Problems.Wrong(fault)) : new(document.Deserialize(type), null);
        }
        catch (JsonException)
        {
            return new(null, Problems.Wrong("The request is not what this call takes: its body is not the JSON that it should be. /openapi/v1.json describes the call."));
        }
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: false));
}
