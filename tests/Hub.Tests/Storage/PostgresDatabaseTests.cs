using Hub.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hub.Tests.Storage;

public sealed class PostgresDatabaseTests
{
    private static readonly Migration Colours = new(2, "0002_colours", 1, "ALTER TABLE note ADD COLUMN colour TEXT;");

    [PostgresFact]
    public async Task NodesThatStartTogether_TakeEveryStepOnce()
    {
        var address = PostgresServer.Create();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(address, TemporaryStore.Notes, Colours))));
        (await Versions(nodes[0])).ShouldBe([1, 2]);
        foreach (var node in nodes) await node.DisposeAsync();
        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task OlderDatabase_TakesTheNewSteps_WhileAnOlderNodeGoesOn()
    {
        var address = PostgresServer.Create();
        await using (var older = Open(address, TemporaryStore.Notes))
        {
            await older.AddNoteAsync("kept");
            await using var newer = Open(address, TemporaryStore.Notes, Colours);
            await older.AddNoteAsync("by the older");
            await newer.AddNoteAsync("by the newer");
            (await older.NotesAsync()).ShouldBe(["kept", "by the older", "by the newer"]);
            (await Versions(newer)).ShouldBe([1, 2]);
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task Steps_HaveNoLimitOfTime_AndAreTold()
    {
        var address = PostgresServer.Create();
        new NpgsqlConnectionStringBuilder(PostgresConnections.Migrator(address).ConnectionString).CommandTimeout.ShouldBe(0);
        var limits = new Migration(2, "0002_limits", 1, "CREATE TABLE limits AS SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout');");
        var log = new Told();
        await using (var database = Open(address, log, TemporaryStore.Notes, limits))
        {
            (await database.ReadAsync(sql => sql.ListAsync("SELECT setting FROM limits", row => row.GetString(0)), default)).ShouldBe(["0", "0"]);
        }

        log.Lines.Select(line => line.Id).ShouldBe([2024, 2023, 2024, 2023]);
        log.Lines[0].Text.ShouldContain("0001_notes; 1 more follow");
        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task NodeThatStartsWhileAnotherTakesSteps_SaysThatItWaits_AndGoesOnThen()
    {
        var address = PostgresServer.Create();
        await using (var other = new NpgsqlConnection(address))
        {
            await other.OpenAsync();
            await RunAsync(other, "SELECT pg_advisory_lock(x'68756201'::bigint)");
            var log = new Told();
            var waiting = Task.Run(() => Open(address, log, TemporaryStore.Notes));
            await log.UntilAsync(2025);
            waiting.IsCompleted.ShouldBeFalse();
            await RunAsync(other, "SELECT pg_advisory_unlock(x'68756201'::bigint)");
            await using var database = await waiting;
            (await Versions(database)).ShouldBe([1]);
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task StepThatChangesATableInUse_LetsTheOthersPass_AndIsTakenWhenItIsFree()
    {
        var address = PostgresServer.Create();
        await Open(address, TemporaryStore.Notes).DisposeAsync();
        await using (var dump = new NpgsqlConnection(address))
        {
            await dump.OpenAsync();
            await RunAsync(dump, "BEGIN");
            await RunAsync(dump, "LOCK TABLE note IN ACCESS SHARE MODE");
            var log = new Told();
            var waiting = Task.Run(() => Open(address, log, TemporaryStore.Notes, Colours));
            await log.UntilAsync(2026);
            await RunAsync(dump, "COMMIT");
            await using var database = await waiting;
            (await Versions(database)).ShouldBe([1, 2]);
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task DatabaseOfANewerHub_IsRefused()
    {
        var address = PostgresServer.Create();
        await Open(address, TemporaryStore.Notes, Colours with { MinApp = 2 }).DisposeAsync();
        Should.Throw<StoreUnavailableException>(() => Open(address, TemporaryStore.Notes)).Message.ShouldContain("needs a hub that knows version 2; this one knows 1. Start a newer hub.");
        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task StepThatFails_LeavesTheDatabaseAsItWas()
    {
        var address = PostgresServer.Create();
        await Open(address, TemporaryStore.Notes).DisposeAsync();
        var broken = new Migration(2, "0002_broken", 1, "CREATE TABLE half (id INTEGER); CREATE TABLE note (id INTEGER);");
        Should.Throw<StoreUnavailableException>(() => Open(address, TemporaryStore.Notes, broken)).Message.ShouldContain("\"note\" already exists");
        await using (var database = Open(address, TemporaryStore.Notes))
        {
            (await database.ReadAsync(sql => sql.ScalarAsync<long>("SELECT COUNT(*) FROM pg_tables WHERE tablename = 'half'"), CancellationToken.None)).ShouldBe(0);
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task ConnectionsThatWereCut_AreMadeAnew_AndNothingIsLost()
    {
        var address = PostgresServer.Create();
        await using (var database = Open(address, TemporaryStore.Notes))
        {
            await database.AddNoteAsync("before");
            PostgresServer.Disconnect(address);
            await database.AddNoteAsync("after");
            (await database.NotesAsync()).ShouldBe(["before", "after"]);
            database.IsWritable.ShouldBeTrue();
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task ServerThatCannotBeReached_FailsWrites_AndIsNoticedWhenItIsBack()
    {
        var address = PostgresServer.Create();
        var name = new NpgsqlConnectionStringBuilder(address).Database;
        await using (var database = Open(address, TemporaryStore.Notes))
        {
            PostgresServer.Execute($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
            PostgresServer.Disconnect(address);
            var failure = await Should.ThrowAsync<StoreUnavailableException>(() => database.AddNoteAsync("lost"));
            failure.Message.ShouldNotContain("Password");
            database.IsWritable.ShouldBeFalse();
            await Should.ThrowAsync<StoreUnavailableException>(database.NotesAsync);

            PostgresServer.Execute($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
            while (!database.IsWritable) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            await database.AddNoteAsync("kept");
            (await database.NotesAsync()).ShouldBe(["kept"]);
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task WriterThatFreezesInATransaction_IsThrownOut_AndStoresNothing()
    {
        var address = PostgresServer.Create();
        await using (PostgresDatabase frozen = Open(address, TemporaryStore.Notes), other = Open(address, TemporaryStore.Notes))
        {
            using var thaw = new ManualResetEventSlim();
            using var begun = new ManualResetEventSlim();
            var late = frozen.WriteAsync(
                WriteKind.Apply,
                async sql =>
                {
                    await sql.ExecuteAsync("INSERT INTO note (name) VALUES ('late')");
                    begun.Set();
                    thaw.Wait();
                    return await sql.ExecuteAsync("INSERT INTO note (name) VALUES ('later')");
                },
                CancellationToken.None).AsTask();
            begun.Wait();
            await other.AddNoteAsync("by the other");
            thaw.Set();
            await Should.ThrowAsync<StoreUnavailableException>(() => late);
            (await other.NotesAsync()).ShouldBe(["by the other"]);
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task ReadThatIsGivenUp_Ends_AndTheStoreServesOn()
    {
        var address = PostgresServer.Create();
        await using (var database = Open(address, TemporaryStore.Notes))
        {
            using var giveUp = new CancellationTokenSource();
            var read = database.ReadAsync(sql => sql.ScalarAsync<long>("SELECT 1 FROM pg_sleep(60)"), giveUp.Token).AsTask();
            await giveUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => read);
            (await database.NotesAsync()).ShouldBeEmpty();
        }

        PostgresServer.Drop(address);
    }

    [PostgresFact]
    public async Task StatementThatIsUsedAgain_IsPreparedWhateverItsValuesAre()
    {
        var address = PostgresServer.Create();
        await using (var database = Open(address, TemporaryStore.Notes, Colours))
        {
            const string insert = "INSERT INTO note (name, colour, id) VALUES ($1, $2, $3)";
            var prepared = await database.WriteAsync(
                WriteKind.Apply,
                async sql =>
                {
                    for (var i = 0; i < 10; i++) await sql.ExecuteAsync(insert, $"note {i}", i % 2 == 0 ? null : "red", i);
                    return await sql.ScalarAsync<long>("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = $1", insert);
                },
                CancellationToken.None);
            prepared.ShouldBe(9);
        }

        PostgresServer.Drop(address);
    }

    [Fact]
    public void ServerThatIsNotThere_IsToldWithoutThePassword()
    {
        var refused = Should.Throw<StoreUnavailableException>(() => Open("Host=127.0.0.1;Port=1;Database=hub;Username=hub;Password=geheim", TemporaryStore.Notes));
        refused.Message.ShouldStartWith("The store '127.0.0.1:1/hub' cannot be opened: ");
        refused.ToString().ShouldNotContain("geheim");
    }

    [Fact]
    public void Step_IsTranslatedWordByWord() =>
        PostgresSchema.Translate("CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, t TEXT, b BLOB, PRIMARY KEY (n)\n) WITHOUT ROWID;")
            .ShouldBe("CREATE TABLE a (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n BIGINT NOT NULL, t TEXT COLLATE \"C\", b BYTEA, PRIMARY KEY (n)\n);");

    private static PostgresDatabase Open(string address, params Migration[] steps) => Open(address, NullLogger.Instance, steps);

    private static PostgresDatabase Open(string address, ILogger logger, params Migration[] steps) =>
        PostgresDatabase.Open(address, new Migrations(steps.Select(step => step.Version == 1 ? step with { Sql = Identity(step.Sql) } : step)), TimeProvider.System, logger);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // SQLite gives a key of this kind a number by itself.
    private static string Identity(string sql) => sql.Replace("id INTEGER PRIMARY KEY,", "id INTEGER PRIMARY KEY AUTOINCREMENT,", StringComparison.Ordinal);

    private static async Task<List<long>> Versions(PostgresDatabase database) =>
        await database.ReadAsync(sql => sql.ListAsync("SELECT version FROM schema ORDER BY version", row => row.GetInt64(0)), CancellationToken.None);

    private sealed class Told : ILogger
    {
        private readonly Lock gate = new();
        private readonly List<(int Id, string Text)> lines = [];

        public List<(int Id, string Text)> Lines
        {
            get
            {
                lock (gate) return [.. lines];
            }
        }

        public async Task UntilAsync(int id)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Lines.TrueForAll(line => line.Id != id)) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (gate) lines.Add((eventId.Id, formatter(state, exception)));
        }
    }
}
