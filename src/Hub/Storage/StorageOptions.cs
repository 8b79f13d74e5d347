using System.ComponentModel.DataAnnotations;
using Hub.Connectors;
using Microsoft.Data.Sqlite;

namespace Hub.Storage;

/// <summary>The settings under <c>Storage</c>.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>The connection string; for SQLite null stands for <c>hub.db</c> in the data folder. It may hold a password.</summary>
    public Secret? ConnectionString { get; init; }

    /// <summary>Whether the store is a PostgreSQL server.</summary>
    public bool IsPostgres => Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of the SQLite store.</summary>
    /// <param name="dataPath">The data folder.</param>
    public string FileIn(string dataPath) =>
        ConnectionString is null ? Path.Combine(dataPath, "hub.db") : new SqliteConnectionStringBuilder(ConnectionString.Current).DataSource;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsPostgres)
        {
            if (ConnectionString is null || !PostgresConnections.IsUsable(ConnectionString.Current))
            {
                yield return new("must be of the form: Host=db.example.com;Database=hub;Username=hub;Password=…", [nameof(ConnectionString)]);
            }
        }
        else if (!Provider.Equals("sqlite", StringComparison.OrdinalIgnoreCase))
        {
            yield return new("is not a store that the hub knows. Leave it out, or set sqlite or postgres.", [nameof(Provider)]);
        }
        else if (ConnectionString is not null && !NamesFile(ConnectionString.Current))
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
