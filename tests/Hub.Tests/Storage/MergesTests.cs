using System.Globalization;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class MergesTests : MergesTestBase
{
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

    public static TheoryData<string> Names => [.. Reads.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task CustomersWhoBecameOne_AreReadAsOne_AndAfterAnUndoAsTwo(string what)
    {
        await WriteAsync(TwoAsync);
        var (read, ofB, asOne) = Reads[what];
        (await Database.ReadAsync(read, CancellationToken.None)).ShouldBe(ofB);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        (await Database.ReadAsync(read, CancellationToken.None)).ShouldBe(asOne);
        await UndoAsync(1);
        (await Database.ReadAsync(read, CancellationToken.None)).ShouldBe(ofB);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ReadingCustomersWhoBecameOne_LooksThroughNoTable(string what)
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        var plan = await Database.ReadAsync(
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

        async Task<(int Customer, int Thread)> VersionsAsync() => await Database.ReadAsync(
            async sql => ((await People.FindAsync(sql, "a"))!.Version, (await People.FindThreadAsync(sql, "tb"))!.Version), CancellationToken.None);
    }

    // The latest word of either before the merge is an hour old. Vendors count in whole seconds: the word that proves the merge is older than the hub's clock.
    [Theory]
    [InlineData(60, true)]
    [InlineData(-1, true)]
    [InlineData(-1800, true)]
    [InlineData(-3600, true)]
    [InlineData(-3601, false)]
    public async Task WordAfterThoseThatTheMergeConcludesFrom_CountsMoreThanItsOptOut(int seconds, bool counts)
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        (await Database.ReadAsync(sql => Consents.OptedOutAsync(sql, "b"), CancellationToken.None)).ShouldBe(["marketing", "utility"]);
        await WriteAsync(sql => Consents.AppendAsync(sql, Word("a", "marketing", "START", Now.AddSeconds(seconds)) with { Allowed = true }, null, Now));
        (await Database.ReadAsync(sql => Consents.OptedOutAsync(sql, "b"), CancellationToken.None)).ShouldBe(counts ? ["utility"] : ["marketing", "utility"]);
    }

    [Fact]
    public async Task OptOutOfTheMerge_DidNotStandBeforeIt()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        (await MarketingAsync(Now)).ShouldBeTrue();
        (await MarketingAsync(Now.AddMilliseconds(1))).ShouldBeFalse();

        async Task<bool> MarketingAsync(DateTimeOffset at) =>
            (await Database.ReadAsync(sql => Consents.StandingAsOfAsync(sql, "b", at), CancellationToken.None)).Single(standing => standing.Category == "marketing").Allowed;
    }

    [Fact]
    public async Task ReplayedCreator_FindsTheLinkOfWhoBecameOneWithItsLeftEnd()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            var creator = Command("creator") with { LinkName = "only", LinkLeft = "tb", Subject = Links.LineOf("only", "tb") };
            await Outbox.InsertAsync(sql, creator);
            await CommandClosing.CloseAsync(sql, creator, new(CommandState.Parked, "rejected", "parked"), Now);
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await CommandReplay.ReplayAsync(sql, (await Outbox.FindAsync(sql, "creator"))!, Now);
        });
        (await RowsAsync("SELECT state || ' ' || reason FROM command WHERE id = 'creator'")).ShouldBe(["cancelled link_exists"]);
        (await RowsAsync("SELECT left_id FROM link WHERE name = 'only' AND state <> 'broken'")).ShouldBe(["ta"]);
    }

    [Fact]
    public async Task Undo_FindsTheOptOutOfTheMergeByIndex()
    {
        await WriteAsync(TwoAsync);
        var plan = new List<string>();
        await WriteAsync(async sql =>
        {
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            var recording = new RecordingSql(sql);
            await Merges.UndoAsync(recording, (await Merges.FindAsync(sql, 1))!, Now);
            foreach (var (text, values) in recording.Statements.Where(statement => statement.Text.StartsWith("DELETE FROM consent", StringComparison.Ordinal)))
            {
                plan.AddRange(await sql.ListAsync("EXPLAIN QUERY PLAN " + text, row => row.GetString(3), values));
            }
        });
        plan.ShouldHaveSingleItem().ShouldContain("USING INDEX consent_customer");
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
        var alive = await Database.ReadAsync(sql => Variables.OfAsync(sql, Variables.OfCustomer, "a", Now.AddMinutes(2)), CancellationToken.None);
        alive.Select(variable => variable.Name).ShouldBe(["other"]);
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

    private static string[] Tables { get; } = ["customer", "c", "kept", "one", "other", "thread", "t", "same", "alias", "a", "message", "consent", "link", "variable", "command", "quota_use"];

    private static string Joined<T>(IEnumerable<T> items, Func<T, string> show) => string.Join(", ", items.Select(show));

    private static string Thread(string id, string customer) => new ThreadRow(id, "wa", Number, customer, Now.AddMinutes(-10), 0).ToString();

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
}
