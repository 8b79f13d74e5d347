using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Hub.Tests.Storage;

/// <summary>An empty store with the hub's schema, taken away at the end; it can be opened anew on the same rows.</summary>
internal abstract class TestStore : IAsyncDisposable
{
    private const string Variable = "HUB_TEST_STORE";

    /// <summary>What this build knows of the schema.</summary>
    public static Migrations Migrations { get; } = Migrations.FromResources(typeof(HubHost).Assembly, "Hub.Storage.Migrations");

    /// <summary>Whether <c>HUB_TEST_STORE</c> lets the tests of the pipeline run on PostgreSQL; otherwise they run on SQLite.</summary>
    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable(Variable) == "postgres";

    /// <summary>The store that the environment asks for.</summary>
    public static TestStore OfEnvironment() => IsPostgres ? new OfPostgres() : new OfSqlite();

    /// <summary>The settings that lead to it.</summary>
    public abstract StorageOptions Options { get; }

    /// <summary>Opens it.</summary>
    public abstract IDatabase Open();

    public abstract ValueTask DisposeAsync();

    /// <summary>A SQLite file.</summary>
    public sealed class OfSqlite : TestStore
    {
        private readonly string folder = Directory.CreateTempSubdirectory("hub-store-").FullName;

        public override StorageOptions Options { get; } = new();

        public override IDatabase Open() => SqliteDatabase.Open(Path.Combine(folder, "hub.db"), Migrations, TimeProvider.System, NullLogger.Instance);

        public override ValueTask DisposeAsync()
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A database on the server of the tests.</summary>
    public sealed class OfPostgres : TestStore
    {
        // Migrated once; a copy of it is there sooner than another one migrated.
        private static readonly Lazy<string> Template = new(MakeTemplate);

        public string Address { get; } = PostgresServer.Create(new NpgsqlConnectionStringBuilder(Template.Value).Database);

        public override StorageOptions Options => new() { Provider = "postgres", ConnectionString = new([Address]) };

        public override IDatabase Open() => PostgresDatabase.Open(Address, Migrations, TimeProvider.System, NullLogger.Instance);

        public override ValueTask DisposeAsync()
        {
            PostgresServer.Drop(Address);
            return ValueTask.CompletedTask;
        }

        private static string MakeTemplate()
        {
            var address = PostgresServer.Create();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => PostgresServer.Drop(address);
            PostgresDatabase.Open(address, Migrations, TimeProvider.System, NullLogger.Instance).DisposeAsync().AsTask().GetAwaiter().GetResult();
            return address;
        }
    }
}

/// <summary>A fact that is brought about by what only SQLite has; skipped while the pipeline's tests run on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("Hub.Tests.Storage.SqliteOnly", "Hub.Tests")]
internal sealed class SqliteFactAttribute : FactAttribute, ITraitAttribute
{
    public const string Reason = "It is brought about by what only SQLite has.";

    public SqliteFactAttribute()
    {
        if (TestStore.IsPostgres) Skip = Reason;
    }
}

/// <summary>A theory like <see cref="SqliteFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("Hub.Tests.Storage.SqliteOnly", "Hub.Tests")]
internal sealed class SqliteTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    public SqliteTheoryAttribute()
    {
        if (TestStore.IsPostgres) Skip = SqliteFactAttribute.Reason;
    }
}

/// <summary>Gives those tests the trait <c>Store=sqlite</c>, by which a run on PostgreSQL leaves them out.</summary>
internal sealed class SqliteOnly : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [KeyValuePair.Create("Store", "sqlite")];
}
