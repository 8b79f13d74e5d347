using System.Globalization;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;
using Hub.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Storage;

public sealed class MergesTests : IAsyncLifetime
{
    private const string Number = "100";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    // What the hub reads of two customers who became one: the older is a, the younger b; a's thread is the younger one.
    private static readonly Dictionary<string, (Func<ISql, ValueTask<string>> Read, string OfB, string AsOne)> Reads = new(StringComparer.Ordinal)
    {
        ["customer"] = (async sql => (await People.FindAsync(sql, "b"))!.Id, "b", "a"),
        ["name"] = (async sql => (await People.FindAsync(sql, "b"))!.Name!, "Bea", "Ann"),
        ["language"] = (async sql => (await People.FindAsync(sql, "b"))!.Language!, "de", "de"),
        ["tags"] = (async sql => (await People.FindAsync(sql, "b"))!.Tags, """["both","of b"]""", """["both","of a","of b"]"""),
        ["aliases"] = (async sql => Joined(await People.AliasesOfAsync(sql, "b"), alias => alias.Value), "B.1", "+30210, B.1"),
        ["alias leads to"] = (async sql => (await People.ResolveAsync(sql, new([new("waba", AliasKind.Bsuid, "B.1")], null), "new")).CustomerId, "b", "a"),
        ["holders"] = (async sql => Joined(await People.HoldersAsync(sql, new("waba", AliasKind.Bsuid, "B.1")), id => id), "b", "a"),
        ["opt-out"] = (async sql => Joined(await Consents.OptedOutAsync(sql, "b"), category => category), "marketing", "marketing, utility"),
        ["thread"] = (async sql => ((await People.FindThreadAsync(sql, Number, "b"))! with { Version = 0 }).ToString(), Thread("tb", "b"), Thread("tb", "a")),
        ["thread by the id of the other"] = (async sql => (await People.FindThreadAsync(sql, "ta"))!.Id, "ta", "tb"),
        ["thread on another number"] = (async sql => (await People.FindThreadAsync(sql, "200", "a"))?.Id ?? "none", "none", "tb2"),
        ["messages"] = (async sql => Joined((await QueryThread.ThreadAsync(sql, "tb", new(null, 10)))!.Messages, message => message.Text), "b 1, b 3", "a 0, b 1, a 2, b 3"),
        ["latest message"] = (async sql => Joined((await QueryThread.ThreadAsync(sql, "ta", new(null, 1)))!.Messages, message => message.Text), "a 2", "b 3"),
        ["link from the left"] = (async sql => (await Links.FindAsync(sql, new("desk", true, "tb", TimeSpan.Zero), Now))!.RightId!, "ticket of b", "ticket of b"),
        ["link of the other"] = (async sql => (await Links.FindAsync(sql, new("only", true, "tb", TimeSpan.Zero), Now))?.RightId ?? "none", "none", "order of a"),
        ["link of the customer"] = (async sql => (await Links.FindAsync(sql, new("contact", true, "a", TimeSpan.Zero), Now))?.RightId ?? "none", "none", "contact of b"),
        ["link of both, of the older"] = (async sql => (await Links.FindAsync(sql, new("both", true, "tb", TimeSpan.Zero), Now))!.RightId!, "b", "b"),
        ["link that is there"] = (async sql => (await Links.OpenInAsync(sql, Links.LineOf("only", "tb")))?.RightId ?? "none", "none", "order of a"),
        ["variable, the newer"] = (async sql => Joined(await Variables.OfAsync(sql, Variables.OfCustomer, "b", Now), row => row.Value), "2", "2"),
        ["variable of the thread, the newer"] = (async sql => Joined(await Variables.OfAsync(sql, Variables.OfThread, "tb", Now), row => row.Value), "1", "2"),
        ["kept words"] = (async sql => Joined(await Outbox.KeptAsync(sql, "tb"), row => row.Id), "", "kept for a"),
        ["uses of a limit"] = (async sql => (await Quotas.UsesAsync(sql, (await Same.CustomersAsync(sql, "a")).ConvertAll(Key), "new", Now.AddDays(-1), 5)).Count.ToString(CultureInfo.InvariantCulture), "1", "2"),
        ["found by a search"] = (async sql => Joined((await QuerySearch.FindAsync(sql, new([], ["B.1"], null))).Customers, customer => $"{customer.Id} {customer.Threads.Count}"), "b 2", "a 2"),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("hub-merge-").FullName;
    private readonly SqliteDatabase database;

    public MergesTests() => database = SqliteDatabase.Open(
        Path.Combine(folder, "hub.db"), Migrations.FromResources(typeof(Outbox).Assembly, "Hub.Storage.Migrations"), TimeProvider.System, NullLogger.Instance);

    public static TheoryData<string> Names => [.. Reads.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task CustomersWhoBecameOne_AreReadAsOne_AndAfterAnUndoAsTwo(string what)
    {
        await WriteAsync(TwoAsync);
        var (read, ofB, asOne) = Reads[what];
        (await database.ReadAsync(read, CancellationToken.None)).ShouldBe(ofB);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        (await database.ReadAsync(read, CancellationToken.None)).ShouldBe(asOne);
        await UndoAsync(1);
        (await database.ReadAsync(read, CancellationToken.None)).ShouldBe(ofB);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ReadingCustomersWhoBecameOne_LooksThroughNoTable(string what)
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        var plan = await database.ReadAsync(
            async sql =>
            {
                var recording = new RecordingSql(sql);
                await Reads[what].Read(recording);
                var steps = new List<string>();
                foreach (var (text, values) in recording.Statements) steps.AddRange(await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values));
                return steps;
            },
            CancellationToken.None);
        plan.ShouldNotContain(step => Tables.Any(table => step == $"SCAN {table}" || step.StartsWith($"SCAN {table} ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task AnyMergesUndoneFromTheLastOn_GiveBackEveryRow(int seed)
    {
        var random = new Random(seed);
        await WriteAsync(sql => ManyAsync(sql, random));
        var left = Enumerable.Range(0, 6).Select(i => $"c{i}").ToList();
        var before = new Stack<List<string>>();
        while (left.Count > 1)
        {
            var (one, other) = (random.Next(left.Count), random.Next(left.Count - 1));
            var (to, from) = (Math.Min(one, other), Math.Max(one, other + (other >= one ? 1 : 0)));
            if (to == from) continue;
            before.Push(await SnapshotAsync());
            await WriteAsync(sql => Merges.MergeAsync(sql, left[from], left[to], $"e{left.Count}", Now));
            left.RemoveAt(from);
        }

        (await SnapshotAsync()).ShouldNotBe(before.Peek());
        while (before.TryPop(out var rows))
        {
            await UndoAsync(before.Count + 1);
            (await SnapshotAsync()).ShouldBe(rows);
        }
    }

    [Fact]
    public async Task VersionsOfWhatIsRead_NeverComeBack()
    {
        await WriteAsync(TwoAsync);
        var seen = new List<(int Customer, int Thread)> { await VersionsAsync() };
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        seen.Add(await VersionsAsync());
        await UndoAsync(1);
        seen.Add(await VersionsAsync());
        seen.Select(pair => pair.Customer).ShouldBeInOrder(SortDirection.Ascending);
        seen.Select(pair => pair.Thread).ShouldBeInOrder(SortDirection.Ascending);
        seen.Select(pair => pair.Customer).ShouldBeUnique();
        seen.Select(pair => pair.Thread).ShouldBeUnique();

        async Task<(int Customer, int Thread)> VersionsAsync() => await database.ReadAsync(
            async sql => ((await People.FindAsync(sql, "a"))!.Version, (await People.FindThreadAsync(sql, "tb"))!.Version), CancellationToken.None);
    }

    [Fact]
    public async Task WhatComesAfterTheMerge_StaysWithWhoseNameItUses_ElseWithTheSurvivor()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        await SayAsync("by b", new Person([UserOf("B.1")], null));
        await SayAsync("by a", new Person([PhoneOf("+30210")], null));
        await SayAsync("by both", new Person([PhoneOf("+30210"), UserOf("B.1")], null));
        (await TextsAsync("ta")).ShouldBe(["a 0", "b 1", "a 2", "b 3", "by b", "by a", "by both"]);
        await WriteAsync(async sql =>
        {
            await People.ApplyAsync(sql, await People.ResolveAsync(sql, new([UserOf("B.1"), new("", AliasKind.Email, "b@b")], null), "new"), new([UserOf("B.1"), new("", AliasKind.Email, "b@b")], null), "e2", Now);
            await Consents.AppendAsync(sql, Word("b", "authentication", "late", Now), null, Now);
        });
        await UndoAsync(1);

        // The older thread survived, and it is b's.
        (await TextsAsync("tb")).ShouldBe(["b 1", "b 3", "by b", "by both"]);
        (await TextsAsync("ta")).ShouldBe(["a 0", "a 2", "by a"]);
        (await database.ReadAsync(sql => People.FindAsync(sql, "b"), CancellationToken.None))!.Email.ShouldBe("b@b");
        (await database.ReadAsync(sql => Consents.OptedOutAsync(sql, "a"), CancellationToken.None)).ShouldBe(["utility"]);
    }

    [Fact]
    public async Task WordsOfOneWithoutAThreadOfTheirOwn_GetOneThatTheUndoGivesBack()
    {
        await WriteAsync(async sql =>
        {
            await CustomerAsync(sql, "a", Now.AddDays(-3), PhoneOf("+30210"));
            await CustomerAsync(sql, "b", Now.AddDays(-2), UserOf("B.1"));
            await ThreadAsync(sql, "tb", Number, "b", Now.AddDays(-2));
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
        });
        await SayAsync("by a", new Person([PhoneOf("+30210")], null));
        (await TextsAsync("tb")).ShouldBe(["by a"]);
        await UndoAsync(1);
        (await TextsAsync("tb")).ShouldBeEmpty();
        (await database.ReadAsync(sql => People.FindThreadAsync(sql, Number, "a"), CancellationToken.None)).ShouldNotBeNull().LastInboundAt.ShouldBe(Now);
        (await database.ReadAsync(sql => People.FindThreadAsync(sql, Number, "b"), CancellationToken.None)).ShouldNotBeNull().LastInboundAt.ShouldBeNull();
    }

    [Fact]
    public async Task LaterWord_CountsMoreThanTheOptOutOfTheMerge()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        await WriteAsync(sql => Consents.AppendAsync(sql, Word("a", "marketing", "START", Now.AddMinutes(1)) with { Allowed = true }, null, Now));
        (await database.ReadAsync(sql => Consents.OptedOutAsync(sql, "b"), CancellationToken.None)).ShouldBe(["utility"]);
    }

    [Fact]
    public async Task VariableThatHasEnded_StillHidesTheOlderOneOfTheOther()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await Variables.SetAsync(sql, Variables.OfCustomer, "a", new("asked", "int", "3"), Now.AddMinutes(1), Now);
            await Variables.SetAsync(sql, Variables.OfCustomer, "a", new("other", "int", "1"), Now.AddHours(1), Now.AddMinutes(2));
        });
        var alive = await database.ReadAsync(sql => Variables.OfAsync(sql, Variables.OfCustomer, "a", Now.AddMinutes(2)), CancellationToken.None);
        alive.Select(variable => variable.Name).ShouldBe(["other"]);
    }

    [Fact]
    public async Task TagTakenAwayAfterTheMerge_IsTakenFromBoth()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await CustomerChanges.TagAsync(sql, "b", ["new", "of b"], ["both"]);
        });
        await UndoAsync(1);
        (await database.ReadAsync(async sql => (await People.FindAsync(sql, "a"))!.Tags, CancellationToken.None)).ShouldBe("""["new","of a"]""");
        (await database.ReadAsync(async sql => (await People.FindAsync(sql, "b"))!.Tags, CancellationToken.None)).ShouldBe("""["of b"]""");
    }

    [Fact]
    public async Task UndoneMerge_IsNotMadeAgain_AndTheUserIdDecidesWhoIsMeant()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        await UndoAsync(1);
        var both = new Person([PhoneOf("+30210"), UserOf("B.1")], null);
        for (var i = 0; i < 2; i++)
        {
            await WriteAsync(async sql =>
            {
                var plan = await People.ResolveAsync(sql, both, "new");
                plan.ShouldSatisfyAllConditions(() => plan.CustomerId.ShouldBe("b"), () => plan.MergeFrom.ShouldBeEmpty(), () => plan.Apart.ShouldBe(["a"]));
                await People.ApplyAsync(sql, plan, both, "e", Now);
            });
        }

        var alerts = (await database.ReadAsync(sql => Alerts.ListAsync(sql, new(null, 10)), CancellationToken.None)).Items;
        alerts.Select(alert => (alert.Level, alert.Text)).ShouldBe(
        [
            (AlertLevel.Warning, "An event named the customers b and a, whose merge was undone. It counts as one of b, and so will others like it: the two stay apart."),
            (AlertLevel.Info, "Merge 1 was undone: the customers a and b are two persons from now on."),
        ]);
    }

    [Fact]
    public async Task MergeThatCannotBeUndone_SaysWhy()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            await CustomerAsync(sql, "c", Now.AddDays(-1), UserOf("C.1"));
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await Merges.MergeAsync(sql, "c", "a", "e", Now);
            await sql.ExecuteAsync("INSERT INTO customer_merge (kept, merged, event, at, moved) VALUES ('x', 'y', 'e', 1, '[\"+49\"]')");
        });
        (await ObstacleAsync(1, Now)).ShouldBe("Merge 2 came later and builds on it: undo that one first.");
        (await ObstacleAsync(2, Now.AddDays(30))).ShouldBeNull();
        (await ObstacleAsync(2, Now.AddDays(30).AddMilliseconds(1))).ShouldBe("A merge can be undone for 30 days: this one could until 2026-12-22 12:00:00Z.");
        (await ObstacleAsync(3, Now)).ShouldBe("The merge was made by an earlier version of the hub, which kept no note of what it moved.");
        await UndoAsync(2);
        (await ObstacleAsync(2, Now)).ShouldBe("The merge was undone already, at 2026-11-22 12:00:00Z.");
        (await ObstacleAsync(1, Now)).ShouldBeNull();
        (await database.ReadAsync(sql => Merges.ListAsync(sql, new(null, 2)), CancellationToken.None)).ShouldSatisfyAllConditions(
            page => page.Items.Select(merge => merge.Id).ShouldBe([3, 2]), page => page.Next.ShouldNotBeNull());

        async Task<string?> ObstacleAsync(long id, DateTimeOffset at) =>
            await database.ReadAsync(async sql => await Merges.ObstacleAsync(sql, (await Merges.FindAsync(sql, id))!, at), CancellationToken.None);
    }

    [Fact]
    public async Task LinesOfChainsThatMeet_WaitForTheOnesThatMerged_AndNeverForEachOther()
    {
        await WriteAsync(async sql =>
        {
            for (var i = 0; i < 4; i++)
            {
                await CustomerAsync(sql, $"c{i}", Now.AddDays(i - 9), UserOf($"C.{i}"));
                await ThreadAsync(sql, $"t{i}", Number, $"c{i}", Now.AddDays(-i));
                await Outbox.InsertAsync(sql, Command($"old {i}") with { Subject = Lines.OfThread("wa", $"t{i}") });
            }

            await Merges.MergeAsync(sql, "c1", "c0", "e", Now);
            await Merges.MergeAsync(sql, "c3", "c2", "e", Now);
            await Merges.MergeAsync(sql, "c2", "c0", "e", Now);
            await Outbox.InsertAsync(sql, Command("new") with { Subject = Lines.OfThread("wa", "t3") });
        });
        var order = new List<string>();
        while (order.Count < 5)
        {
            order.AddRange(await RunReadyAsync());
        }

        order.Take(4).ShouldBe(["old 0", "old 1", "old 2", "old 3"], ignoreOrder: true);
        order[4].ShouldBe("new");
        (await RowsAsync("SELECT subject FROM line_order")).ShouldBeEmpty();
    }

    [Fact]
    public async Task UndoneMerge_LetsTheLinesRunSideBySide()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            await Outbox.InsertAsync(sql, Command("old") with { Subject = Lines.OfThread("wa", "ta") });
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await Outbox.InsertAsync(sql, Command("new") with { Subject = Lines.OfThread("wa", "tb") });
            (await Outbox.HeadsAsync(sql, Lines.OfThread("wa", "tb"), 10)).ShouldBeEmpty();
            await Lines.AdvanceCommandsAsync(sql, Lines.OfThread("wa", "tb"), Now);
            (await Lines.BlockedAsync(sql, Now, Now)).ShouldHaveSingleItem().BlockedBy.ShouldBe("line:wa/whatsapp.thread/ta");
        });
        await UndoAsync(1);
        (await database.ReadAsync(sql => Outbox.HeadsAsync(sql, Lines.OfThread("wa", "tb"), 10), CancellationToken.None)).ShouldHaveSingleItem();
        (await database.ReadAsync(sql => Lines.IsReadyAsync(sql, Lines.Commands, Lines.OfThread("wa", "tb"), Now), CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task WhatComesBackToTheLineOfAThreadThatMerged_StandsInTheSurvivors()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await Outbox.EnterLineAsync(sql, (await Outbox.FindAsync(sql, "kept for a"))!, Now);
        });
        (await RowsAsync("SELECT subject FROM command WHERE id = 'kept for a'")).ShouldBe(["wa/whatsapp.thread/tb"]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string[] Tables { get; } = ["customer", "c", "kept", "one", "other", "thread", "t", "same", "alias", "a", "message", "consent", "link", "variable", "command", "quota_use"];

    private static string Joined<T>(IEnumerable<T> items, Func<T, string> show) => string.Join(", ", items.Select(show));

    private static string Thread(string id, string customer) => new ThreadRow(id, "wa", Number, customer, Now.AddMinutes(-10), 0).ToString();

    private static byte[] Key(string customer) => Keys.Hash("limit", customer);

    private static Alias PhoneOf(string phone) => new("", AliasKind.Phone, phone);

    private static Alias UserOf(string user) => new("waba", AliasKind.Bsuid, user);

    private static NewConsent Word(string customer, string category, string evidence, DateTimeOffset at) => new(customer, category, false, "message", "stop", "wa", "customer", evidence, at);

    private static CommandRow Command(string id) => new()
    {
        Id = id, Event = "e", Root = "e", File = "f.yaml", Route = "r", Item = 0, Generation = 0, Snapshot = "s", Connection = "wa", Action = "whatsapp.reply", Subject = Lines.OfThread("wa", "ta"),
        Lane = Lane.Interactive, State = CommandState.Waiting, CreatedAt = Now, OccurredAt = Now, ArrivedAt = Now, DueAt = Now, WakeAt = Now, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
    };

    private static ValueTask<int> ThreadAsync(ISql sql, string id, string number, string customer, DateTimeOffset at) => sql.ExecuteAsync(
        "INSERT INTO thread (id, connection, number, customer, created_at) VALUES ($1, 'wa', $2, $3, $4)", id, number, customer, at);

    private static ValueTask<int> MessageAsync(ISql sql, string thread, string text) => sql.ExecuteAsync(
        "INSERT INTO message (thread, vendor_id, direction, kind, text, at) VALUES ($1, $2, 'in', 'text', $2, $3)", thread, text, Now);

    private static async ValueTask CustomerAsync(ISql sql, string id, DateTimeOffset at, params Alias[] aliases)
    {
        await sql.ExecuteAsync("INSERT INTO customer (id, created_at) VALUES ($1, $2)", id, at);
        await People.ApplyAsync(sql, new(id, false, aliases, [], [], []), new(aliases, null), "e", at);
    }

    private static async ValueTask TwoAsync(ISql sql)
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

    private static async ValueTask ManyAsync(ISql sql, Random random)
    {
        for (var i = 0; i < 6; i++)
        {
            var customer = $"c{i}";
            await CustomerAsync(sql, customer, Now.AddDays(i - 20), UserOf($"C.{i}"));
            await CustomerChanges.TagAsync(sql, customer, [$"tag {random.Next(4)}"], []);
            await Variables.SetAsync(sql, Variables.OfCustomer, customer, new("asked", "int", $"{i}"), Now.AddDays(1), Now.AddMinutes(-random.Next(100)));
            for (var word = random.Next(3); word > 0; word--)
            {
                await Consents.AppendAsync(sql, Word(customer, ConsentCategories.All[random.Next(4)], $"{i} {word}", Now.AddMinutes(-random.Next(100))) with { Allowed = random.Next(2) == 0 }, null, Now);
            }

            foreach (var number in new[] { "100", "200", "300" }.Where(_ => random.Next(3) > 0))
            {
                var thread = People.ThreadId(number, customer);
                await ThreadAsync(sql, thread, number, customer, Now.AddDays(-random.Next(10)));
                await MessageAsync(sql, thread, $"{i} {number}");
                await Links.OpenAsync(sql, "desk", thread, random.Next(2) == 0 ? null : $"ticket {i}", $"make {thread}", Now);
                await Variables.SetAsync(sql, Variables.OfThread, thread, new("asked", "int", $"{i}"), Now.AddDays(1), Now.AddMinutes(-random.Next(100)));
                await Outbox.InsertAsync(sql, Command($"command {thread}") with { Subject = Lines.OfThread("wa", thread), Thread = thread, Customer = customer });
            }
        }
    }

    private async Task SayAsync(string text, Person person) => await WriteAsync(async sql =>
    {
        var plan = await People.ResolveAsync(sql, person, "new");
        var own = await People.OwnThreadAsync(sql, await People.OpenThreadAsync(sql, "wa", Number, plan.CustomerId, Now), person, Now);
        await MessageAsync(sql, own.Thread, text);
        await People.NoteInboundAsync(sql, own.Thread, Now);
    });

    private async Task<List<string>> TextsAsync(string thread) =>
        [.. (await database.ReadAsync(sql => QueryThread.ThreadAsync(sql, thread, new(null, 50)), CancellationToken.None))!.Messages.Select(message => message.Text)];

    private async Task UndoAsync(long id) => await WriteAsync(async sql =>
    {
        var merge = (await Merges.FindAsync(sql, id))!;
        (await Merges.ObstacleAsync(sql, merge, Now)).ShouldBeNull();
        await Merges.UndoAsync(sql, merge, Now);
    });

    // Ends the first entry of every line that is ready, as the deliverer would.
    private async Task<List<string>> RunReadyAsync()
    {
        var done = new List<string>();
        await WriteAsync(async sql =>
        {
            foreach (var line in await Lines.ReadyAsync(sql, Lines.Commands, Lane.Interactive, Now, 100))
            {
                if (await Outbox.HeadsAsync(sql, line.Subject, 10) is not [var head, ..])
                {
                    await Lines.AdvanceCommandsAsync(sql, line.Subject, Now);
                    continue;
                }

                await CommandClosing.CloseAsync(sql, head, new(CommandState.Done, null, "done"), Now);
                done.Add(head.Id);
            }
        });
        return done;
    }

    private Task WriteAsync(Func<ISql, ValueTask> work) => database.WriteAsync(
        WriteKind.Housekeeping,
        async sql =>
        {
            await work(sql);
            return true;
        },
        CancellationToken.None).AsTask();

    private Task<List<string>> RowsAsync(string text) => database.ReadAsync(sql => sql.ListAsync(text, row => row.GetString(0)), CancellationToken.None).AsTask();

    // Every row of every table, but for what an undo itself leaves behind, and for versions, which only grow.
    private async Task<List<string>> SnapshotAsync()
    {
        var rows = new List<string>();
        foreach (var table in (await RowsAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")).Except(["customer_merge", "alert"]))
        {
            rows.AddRange((await database.ReadAsync(
                sql => sql.ListAsync(
                    $"SELECT * FROM {table}",
                    row => $"{table}: " + string.Join(' ', Enumerable.Range(0, row.FieldCount).Where(i => row.GetName(i) != "version" && !(table == "line" && i > 3)).Select(i => $"{row.GetName(i)}={row.GetValue(i)}"))),
                CancellationToken.None)).Order(StringComparer.Ordinal));
        }

        return rows;
    }
}
