using System.Globalization;
using Npgsql;

namespace Repositories;

/// <summary>The PostgreSQL server of the tests: <c>HUB_TEST_POSTGRES</c> is a connection string to a server on which databases may be created and dropped.</summary>
internal static class PostgresServer
{
    public const string Variable = "HUB_TEST_POSTGRES";

    public const string Absent = $"No PostgreSQL server: {Variable} is not set to a connection string of one on which databases may be created.";

    private static int Created;

    /// <summary>The server; null where the tests are run without one.</summary>
    public static string? Address { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>Makes a database and tells how to connect to it.</summary>
    /// <param name="template">The database that it is a copy of; null for an empty one.</param>
    public static string Create(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hub_test_{Environment.ProcessId}_{Interlocked.Increment(ref Created)}");
        Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        Execute($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template}"));
        return new NpgsqlConnectionStringBuilder(Address) { Database = name }.ToString();
    }

    /// <summary>Drops what <see cref="Create"/> has made, whoever is still connected to it.</summary>
    public static void Drop(string connectionString) => Execute($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>Throws everybody out who is connected to a database.</summary>
    public static void Disconnect(string connectionString) =>
        Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(connectionString).Database}'");

    /// <summary>Runs a statement on the server itself.</summary>
    public static void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Address) { Pooling = false }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

/// <summary>A fact about PostgreSQL; without a server the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.Address is null) Skip = PostgresServer.Absent;
    }
}

/// <summary>A theory about PostgreSQL; without a server the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        if (PostgresServer.Address is null) Skip = PostgresServer.Absent;
    }
}
