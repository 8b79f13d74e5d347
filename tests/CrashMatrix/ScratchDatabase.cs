using System.Globalization;
using Npgsql;

namespace CrashMatrix;

/// <summary>A database of one hub on the server of the tests, dropped at the end.</summary>
internal sealed class ScratchDatabase : IDisposable
{
    public const string Variable = "HUB_TEST_POSTGRES";

    private static int Made;
    private readonly string name = string.Create(CultureInfo.InvariantCulture, $"hub_matrix_{Environment.ProcessId}_{Interlocked.Increment(ref Made)}");

    private ScratchDatabase()
    {
    }

    /// <summary>The server; null where none is named.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>How to connect to it.</summary>
    public string Address => new NpgsqlConnectionStringBuilder(Server) { Database = name }.ToString();

    /// <summary>Makes one.</summary>
    /// <exception cref="NpgsqlException">The server does not.</exception>
    public static ScratchDatabase Create()
    {
        var database = new ScratchDatabase();
        Execute($"CREATE DATABASE {database.name}");
        return database;
    }

    public void Dispose() => Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
