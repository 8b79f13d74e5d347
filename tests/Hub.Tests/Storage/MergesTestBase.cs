using Hub.Connectors;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

/// <summary>A store with customers who may become one, and what tests do with it.</summary>
public abstract class MergesTestBase : IAsyncLifetime
{
    private protected const string Number = "100";
    private protected static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("hub-merge-").FullName;
    private protected SqliteDatabase Database { get; }

    protected MergesTestBase() => Database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.OfHub(), TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private protected static byte[] Key(string customer) => Keys.Hash("limit", customer);

    private protected static Alias PhoneOf(string phone) => new("", AliasKind.Phone, phone);

    private protected static Alias UserOf(string user) => new("waba", AliasKind.Bsuid, user);

    private protected static NewConsent Word(string customer, string category, string evidence, DateTimeOffset at) => new(customer, category, false, "message", "stop", "wa", "customer", evidence, at);

    private protected static CommandRow Command(string id) => new()
    {
        Id = id, Event = "e", Root = "e", File = "f.yaml", Route = "r", Item = 0, Generation = 0, Snapshot = "s", Connection = "wa", Action = "whatsapp.reply", Subject = Lines.OfThread("wa", "ta"),
        Lane = Lane.Interactive, State = CommandState.Waiting, CreatedAt = Now, OccurredAt = Now, ArrivedAt = Now, DueAt = Now, WakeAt = Now, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
    };

    private protected static ValueTask<int> ThreadAsync(ISql sql, string id, string number, string customer, DateTimeOffset at) => sql.ExecuteAsync(
        "INSERT INTO thread (id, connection, number, customer, created_at) VALUES ($1, 'wa', $2, $3, $4)", id, number, customer, at);

    private protected static ValueTask<int> MessageAsync(ISql sql, string thread, string text) => sql.ExecuteAsync(
        "INSERT INTO message (thread, vendor_id, direction, kind, text, at) VALUES ($1, $2, 'in', 'text', $2, $3)", thread, text, Now);

    private protected static async ValueTask CustomerAsync(ISql sql, string id, DateTimeOffset at, params Alias[] aliases)
    {
        await sql.ExecuteAsync("INSERT INTO customer (id, created_at) VALUES ($1, $2)", id, at);
        await People.ApplyAsync(sql, new(id, false, aliases, [], [], []), new(aliases, null), "e", at);
    }

    private protected static async ValueTask TwoAsync(ISql sql)
    {
        await CustomerAsync(sql, "a", Now.AddDays(-3), PhoneOf("+30210"));
        await CustomerAsync(sql, "b", Now.AddDays(-2), UserOf("B.1"));
        await sql.ExecuteAsync("UPDATE customer SET name = 'Ann', tags = '[\"both\",\"of a\"]', version = 1 WHERE id = 'a'");
        await sql.ExecuteAsync("UPDATE customer SET name = 'Bea', language = 'de', tags = '[\"both\",\"of b\"]', version = 1 WHERE id = 'b'");
        await ThreadAsync(sql, "ta", Number, "a", Now.AddDays(-1));
        await ThreadAsync(sql, "tb", Number, "b", Now.AddDays(-2));
        await ThreadAsync(sql, "tb2", "200", "b", Now.AddDays(-1));
        await sql.ExecuteAsync("UPDATE thread SET last_inbound_at = $1 WHERE id = 'ta'", Now.AddHours(-3));
        await sql.ExecuteAsync("UPDATE thread SET last_inbound_at = $1 WHERE id = 'tb'", Now.AddMinutes(-10));
        foreach (var (thread, text) in new[] { ("ta", "a 0"), ("tb", "b 1"), ("ta", "a 2"), ("tb", "b 3") }) await MessageAsync(sql, thread, text);
        await Consents.AppendAsync(sql, Word("b", "marketing", "1", Now.AddDays(-1)), null, Now);
        await Consents.AppendAsync(sql, Word("a", "utility", "2", Now.AddDays(-2)), null, Now);
        await Consents.AppendAsync(sql, Word("a", "marketing", "3", Now.AddHours(-1)) with { Allowed = true }, null, Now);
        await sql.ExecuteAsync("UPDATE customer SET version = 1");
        foreach (var (name, left, right) in new[] { ("desk", "tb", "ticket of b"), ("only", "ta", "order of a"), ("contact", "b", "contact of b"), ("both", "ta", "a"), ("both", "tb", "b") })
        {
            await Links.OpenAsync(sql, name, left, right, $"{name} {left}", Now.AddDays(-1));
        }

        await Variables.SetAsync(sql, Variables.OfCustomer, "a", new("asked", "int", "1"), Now.AddDays(1), Now.AddHours(-2));
        await Variables.SetAsync(sql, Variables.OfCustomer, "b", new("asked", "int", "2"), Now.AddDays(1), Now.AddHours(-1));
        await Variables.SetAsync(sql, Variables.OfThread, "tb", new("asked", "int", "1"), Now.AddDays(1), Now.AddHours(-2));
        await Variables.SetAsync(sql, Variables.OfThread, "ta", new("asked", "int", "2"), Now.AddDays(1), Now.AddHours(-1));
        await Outbox.InsertAsync(sql, Command("kept for a") with { State = CommandState.Kept, Thread = "ta", Customer = "a" });
        await Quotas.TakeAsync(sql, Key("a"), "one", Now.AddDays(-1), Now.AddHours(-1));
        await Quotas.TakeAsync(sql, Key("b"), "two", Now.AddDays(-1), Now.AddHours(-2));
    }

    private protected async Task SayAsync(string text, Person person) => await WriteAsync(async sql =>
    {
        var plan = await People.ResolveAsync(sql, person, "new");
        var own = await People.OwnThreadAsync(sql, await People.OpenThreadAsync(sql, "wa", Number, plan.CustomerId, Now), person, Now);
        await MessageAsync(sql, own.Thread, text);
        await People.NoteInboundAsync(sql, own.Thread, Now);
    });

    private protected async Task<List<string>> TextsAsync(string thread) =>
        [.. (await Database.ReadAsync(sql => QueryThread.ThreadAsync(sql, thread, new(null, 50)), CancellationToken.None))!.Messages.Select(message => message.Text)];

    private protected async Task UndoAsync(long id) => await WriteAsync(async sql =>
    {
        var merge = (await Merges.FindAsync(sql, id))!;
        (await Merges.ObstacleAsync(sql, merge, Now)).ShouldBeNull();
        await Merges.UndoAsync(sql, merge, Now);
    });

    private protected Task WriteAsync(Func<ISql, ValueTask> work) => Database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            await work(sql);
            return true;
        },
        CancellationToken.None).AsTask();

    private protected Task<List<string>> RowsAsync(string text) => Database.ReadAsync(sql => sql.ListAsync(text, row => row.GetString(0)), CancellationToken.None).AsTask();
}
