using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;
using Hub.Storage;

namespace Hub.Tests.Storage;

public sealed class MergeUndoTests : MergesTestBase
{
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
        (await Database.ReadAsync(sql => People.FindAsync(sql, "b"), CancellationToken.None))!.Email.ShouldBe("b@b");
        (await Database.ReadAsync(sql => Consents.OptedOutAsync(sql, "a"), CancellationToken.None)).ShouldBe(["utility"]);
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
        (await Database.ReadAsync(sql => People.FindThreadAsync(sql, Number, "a"), CancellationToken.None)).ShouldNotBeNull().LastInboundAt.ShouldBe(Now);
        (await Database.ReadAsync(sql => People.FindThreadAsync(sql, Number, "b"), CancellationToken.None)).ShouldNotBeNull().LastInboundAt.ShouldBeNull();
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
        (await Database.ReadAsync(async sql => (await People.FindAsync(sql, "a"))!.Tags, CancellationToken.None)).ShouldBe("""["new","of a"]""");
        (await Database.ReadAsync(async sql => (await People.FindAsync(sql, "b"))!.Tags, CancellationToken.None)).ShouldBe("""["of b"]""");
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

        var alerts = (await Database.ReadAsync(sql => Alerts.ListAsync(sql, new(null, 10)), CancellationToken.None)).Items;
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
        (await Database.ReadAsync(sql => Merges.ListAsync(sql, new(null, 2)), CancellationToken.None)).ShouldSatisfyAllConditions(
            page => page.Items.Select(merge => merge.Id).ShouldBe([3, 2]), page => page.Next.ShouldNotBeNull());

        async Task<string?> ObstacleAsync(long id, DateTimeOffset at) =>
            await Database.ReadAsync(async sql => await Merges.ObstacleAsync(sql, (await Merges.FindAsync(sql, id))!, at), CancellationToken.None);
    }

    [Fact]
    public async Task WrongMergeUnderARightOne_IsUndone_AndTheRightOneMadeAgain()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(async sql =>
        {
            await CustomerAsync(sql, "c", Now.AddDays(-1), new Alias("", AliasKind.Email, "c@c"));
            await Merges.MergeAsync(sql, "b", "a", "e", Now);
            await Merges.MergeAsync(sql, "c", "a", "e", Now);
        });
        await UndoAsync(2);
        await UndoAsync(1);
        (await RedoAsync(2)).ShouldBeNull();
        (await Database.ReadAsync(async sql => ((await People.FindAsync(sql, "b"))!.Id, (await People.FindAsync(sql, "c"))!.Id), CancellationToken.None)).ShouldBe(("b", "a"));
        var plan = await Database.ReadAsync(sql => People.ResolveAsync(sql, new([PhoneOf("+30210"), new("", AliasKind.Email, "c@c")], null), "new"), CancellationToken.None);
        plan.ShouldSatisfyAllConditions(() => plan.CustomerId.ShouldBe("a"), () => plan.Apart.ShouldBeEmpty(), () => plan.MergeFrom.ShouldBeEmpty());
        (await Database.ReadAsync(sql => Alerts.ListAsync(sql, new(null, 1)), CancellationToken.None)).Items[0].Text.ShouldBe("Merge 2 was made again: the customers a and c are one person after all.");
    }

    [Fact]
    public async Task MergeMadeAgain_IsAMergeOfItsOwn_AndItsUndoSetsThemApartOnceMore()
    {
        await WriteAsync(TwoAsync);
        await WriteAsync(sql => Merges.MergeAsync(sql, "b", "a", "e", Now));
        (await RedoAsync(1)).ShouldBe("The merge stands: it was not undone.");
        await UndoAsync(1);
        (await RedoAsync(1)).ShouldBeNull();
        (await RedoAsync(1)).ShouldBe("The two are one person already.");
        (await Database.ReadAsync(sql => Merges.ListAsync(sql, new(null, 1)), CancellationToken.None)).Items.ShouldHaveSingleItem()
            .ShouldBe(new(2, "a", "b", "merge/1", Now, Now.AddDays(30), null));
        await UndoAsync(2);
        var plan = await Database.ReadAsync(sql => People.ResolveAsync(sql, new([PhoneOf("+30210"), UserOf("B.1")], null), "new"), CancellationToken.None);
        plan.ShouldSatisfyAllConditions(() => plan.CustomerId.ShouldBe("b"), () => plan.Apart.ShouldBe(["a"]));
    }

    private async Task<string?> RedoAsync(long id)
    {
        string? obstacle = null;
        await WriteAsync(async sql => obstacle = await Merges.RedoAsync(sql, (await Merges.FindAsync(sql, id))!, Now));
        return obstacle;
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
        (await Database.ReadAsync(sql => Outbox.HeadsAsync(sql, Lines.OfThread("wa", "tb"), 10), CancellationToken.None)).ShouldHaveSingleItem();
        (await Database.ReadAsync(sql => Lines.IsReadyAsync(sql, Lines.Commands, Lines.OfThread("wa", "tb"), Now), CancellationToken.None)).ShouldBeTrue();
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

    // Every row of every table, but for what an undo itself leaves behind, and for versions, which only grow.
    private async Task<List<string>> SnapshotAsync()
    {
        var rows = new List<string>();
        foreach (var table in (await RowsAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")).Except(["customer_merge", "alert"]))
        {
            rows.AddRange((await Database.ReadAsync(
                sql => sql.ListAsync(
                    $"SELECT * FROM {table}",
                    row => $"{table}: " + string.Join(' ', Enumerable.Range(0, row.FieldCount).Where(i => row.GetName(i) != "version" && !(table == "line" && i > 3)).Select(i => $"{row.GetName(i)}={row.GetValue(i)}"))),
                CancellationToken.None)).Order(StringComparer.Ordinal));
        }

        return rows;
    }
}
