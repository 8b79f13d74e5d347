using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>The settings under <c>Storage</c>.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    /// <summary><c>sqlite</c>; <c>postgres</c> is known and refused until it is built.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>The connection string; null for <c>hub.db</c> in the data folder.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The file of the SQLite store.</summary>
    /// <param name="dataPath">The data folder.</param>
    public string FileIn(string dataPath) =>
        ConnectionString is null ? Path.Combine(dataPath, "hub.db") : new SqliteConnectionStringBuilder(ConnectionString).DataSource;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase))
        {
            yield return new("is postgres, which this version of the hub cannot use yet. Leave it out, or set sqlite.", [nameof(Provider)]);
        }
        else if (!Provider.Equals("sqlite", StringComparison.OrdinalIgnoreCase))
        {
            yield return new("is not a store that the hub knows. Leave it out, or set sqlite.", [nameof(Provider)]);
        }
        else if (ConnectionString is not null && !NamesFile(ConnectionString))
        {
            yield return new("must be of the form: Data Source=/path/of/the/file.db", [nameof(ConnectionString)]);
        }
    }

    private static bool NamesFile(string text)
    {
        try
        {
            return new SqliteConnectionStringBuilder(text).DataSource is { Length: > 0 } file && file != ":memory:";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
