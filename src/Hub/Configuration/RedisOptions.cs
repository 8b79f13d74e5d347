using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Hub.Coordination;

namespace Hub.Configuration;

/// <summary>The settings under <c>Redis</c>: what nodes share beside their database, so that they are quicker. Without them everything works too.</summary>
internal sealed class RedisOptions : IValidatableObject
{
    /// <summary>Where it is: <c>cache.example.com:6379,password=…,ssl=true</c>; null for none.</summary>
    public Secret? ConnectionString { get; init; }

    /// <summary>What every key and channel of this hub begins with, for a server that others use too.</summary>
    public string Prefix { get; init; } = "hub";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString is { } given && RedisServer.MistakeIn(given.Current) is { } mistake)
        {
            yield return new($"{mistake}. It is a server and its options, like: cache.example.com:6379,ssl=true", [nameof(ConnectionString)]);
        }

        if (Prefix.Length is 0 or > 40 || Prefix.Any(char.IsWhiteSpace)) yield return new("must be a word of up to 40 characters.", [nameof(Prefix)]);
    }
}
