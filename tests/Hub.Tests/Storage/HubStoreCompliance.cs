// Longer than other files: one suite that each store passes, so that what is promised of both stands in one place.
using System.Globalization;
using Hub.Connectors;
using Hub.Storage;

namespace Hub.Tests.Storage;

/// <summary>What the pipeline relies on, whatever the store is.</summary>
public abstract class HubStoreCompliance : IAsyncLifetime
{
    private const int Writers = 50;
    private const string Subject = "shop/shopify.order/1";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private TestStore store = null!;
    private IDatabase database = null!;

    public Task InitializeAsync()
    {
        store = Make();
        database = store.Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await store.DisposeAsync();
    }

    [StoreFact]
    public async Task AppendedWebhook_IsThereAfterARestart_InTheOrderOfArrivalAndByteForByte()
    {
        byte[] body = [0, 1, 92, 39, 254, 255];
        for (var i = 0; i < 3; i++)
        {
            var webhook = new NewWebhook("shop", "POST", $"{i}", "{}", "{}", body, Now.AddSeconds(i));
            var stored = 0L;
            await WriteAsync(async sql => { await Webhooks.AppendAsync(sql, webhook, seq => stored = seq); return true; }, WriteKind.Append);
            stored.ShouldBe(i + 1);
        }

        await ReopenAsync();
        var unread = await ReadAsync(sql => Webhooks.UnreadAsync(sql, 10, []));
        unread.ConvertAll(webhook => webhook.Suffix).ShouldBe(["0", "1", "2"]);
        unread.ShouldAllBe(webhook => webhook.Body.SequenceEqual(body));
        unread[1].ArrivedAt.ShouldBe(Now.AddSeconds(1));
        (await CountAsync("webhooks", "received")).ShouldBe(3);
        (await CountAsync("webhooks", "pending")).ShouldBe(3);
    }

    // Attempts, routes and lists refer to rows by their numbers.
    [StoreFact]
    public async Task NumberOfARowThatWasDeleted_IsNotGivenAgain()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            await WriteAsync(async sql => { await Webhooks.AppendAsync(sql, new("shop", "POST", "", "{}", "{}", [1], Now), numbers.Add); return true; }, WriteKind.Append);
            await WriteAsync(sql => sql.ExecuteAsync("DELETE FROM webhook"));
        }

        numbers.ShouldBe([1, 2, 3]);
    }

    [StoreFact]
    public async Task Key_IsKeptByTheFirstOfFifty_AndTellsAPollFromAWebhook()
    {
        (await RaceAsync((sql, _) => Events.KeepKeyAsync(sql, [1, 2], polled: true, Now))).ShouldBe(1);
        (await ReadAsync(async sql => (bool?)await Events.WasPolledAsync(sql, [1, 2]))).ShouldBe(true);
        (await ReadAsync(async sql => (bool?)await Events.WasPolledAsync(sql, [1, 3]))).ShouldBe(false);
    }

    [StoreFact]
    public async Task FactThatFiftyBring_WebhooksAndPolls_IsStoredOnce_AndEachDeliveryOnce()
    {
        byte[] fact = [9, 9];
        var brought = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(async sql =>
        {
            var isPoll = i % 2 == 0;

            // Each delivery comes twice; a poll has no key but that of the fact.
            var isNew = isPoll || await Events.KeepKeyAsync(sql, [1, (byte)(i / 4)], polled: false, Now);
            return (IsNew: isNew, IsFirst: await Events.KeepKeyAsync(sql, fact, isPoll, Now), IsPoll: isPoll);
        }))));
        brought.Count(one => one.IsFirst).ShouldBe(1);
        brought.Count(one => one is { IsPoll: false, IsNew: true }).ShouldBe((Writers + 3) / 4);
        (await ReadAsync(async sql => (bool?)await Events.WasPolledAsync(sql, fact))).ShouldBe(brought.Single(one => one.IsFirst).IsPoll);
        (await CountRowsAsync("SELECT COUNT(*) FROM event_key")).ShouldBe(1 + ((Writers + 3) / 4));
    }

    [StoreFact]
    public async Task KeyWhoseEventIsStillThere_IsNotKeptAnew_WhenItWasForgotten()
    {
        var key = Keys.Hash("delivery", "shop", "1");
        await WriteAsync(async sql =>
        {
            await Events.KeepKeyAsync(sql, key, polled: false, Now);
            await Events.InsertAsync(sql, Event(Convert.ToHexStringLower(key), null));
            return await OldKeys.DeleteAsync(sql, Now + OldKeys.KeptFor + TimeSpan.FromDays(1));
        });
        (await CountRowsAsync("SELECT COUNT(*) FROM event_key")).ShouldBe(0);
        (await WriteAsync(sql => Events.KeepKeyAsync(sql, key, polled: false, Now))).ShouldBeFalse();
    }

    [StoreFact]
    public async Task Line_IsClaimedByOneOfFifty_AndByTheNextWhenItIsGivenBack()
    {
        await WriteAsync(async sql =>
        {
            for (var i = 0; i < Writers; i++) await EnterAsync(sql, $"node {i}");
            return await Outbox.InsertAsync(sql, Command("a"));
        });
        (await RaceAsync(async (sql, i) => (await PostgresNodes.TakeAsync(sql, $"node {i}", Lines.Commands, [Subject])).Count == 1)).ShouldBe(1);
        var holder = await ReadAsync(sql => sql.FirstAsync("SELECT claimed_by FROM line", row => row.GetString(0)));
        (await ReadAsync(sql => ReadyAsync(sql, holder!))).ShouldHaveSingleItem();
        (await ReadAsync(sql => ReadyAsync(sql, "another"))).ShouldBeEmpty();

        // Who is no node takes nothing, and only the holder gives it back.
        await WriteAsync(async sql => { await PostgresNodes.ReleaseAsync(sql, "another", Lines.Commands, Subject); return true; });
        (await WriteAsync(sql => PostgresNodes.TakeAsync(sql, "node 1", Lines.Commands, [Subject]))).Count.ShouldBe(holder == "node 1" ? 1 : 0);
        await WriteAsync(async sql => { await PostgresNodes.ReleaseAsync(sql, holder!, Lines.Commands, Subject); return true; });
        (await WriteAsync(sql => PostgresNodes.TakeAsync(sql, "nobody", Lines.Commands, [Subject]))).ShouldBeEmpty();
        (await WriteAsync(sql => PostgresNodes.TakeAsync(sql, "node 2", Lines.Commands, [Subject]))).ShouldBe([Subject]);
    }

    [StoreFact]
    public async Task WorkOnALineThatAnotherHasNow_StoresNothing_WhateverKindItIs()
    {
        await WriteAsync(async sql =>
        {
            await EnterAsync(sql, "old");
            await EnterAsync(sql, "new");
            await Outbox.InsertAsync(sql, Command("a"));
            return await PostgresNodes.TakeAsync(sql, "old", Lines.Commands, [Subject]);
        });
        var mine = new Hold.Line(Lines.Commands, Subject, "old");
        (await HeldAsync(mine, WriteKind.EndAttempt, "while it was its own")).ShouldBeTrue();
        await WriteAsync(async sql =>
        {
            await sql.ExecuteAsync("UPDATE line SET claimed_by = NULL");
            return await PostgresNodes.TakeAsync(sql, "new", Lines.Commands, [Subject]);
        });
        foreach (var kind in (WriteKind[])[WriteKind.BeginAttempt, WriteKind.EndAttempt, WriteKind.Apply, WriteKind.Housekeeping])
        {
            await Should.ThrowAsync<ClaimLostException>(() => HeldAsync(mine, kind, $"{kind}"));
        }

        await WriteAsync(sql => sql.ExecuteAsync("INSERT INTO duty (name, node) VALUES ('reading', 'new')"));
        await Should.ThrowAsync<ClaimLostException>(() => HeldAsync(new Hold.Duty("reading", "old"), WriteKind.Read, "duty"));
        (await HeldAsync(new Hold.Duty("reading", "new"), WriteKind.Read, "the other's")).ShouldBeTrue();
        (await ReadAsync(async sql => await sql.ListAsync("SELECT key FROM slot ORDER BY key", row => row.GetString(0)))).ShouldBe(["the other's", "while it was its own"]);
    }

    [StoreFact]
    public async Task WhatHasEnded_IsForgottenAfterItsTime_WhatIsOpenStays_AndTheKeysOfBothAreKnown()
    {
        await WriteAsync(async sql =>
        {
            for (var i = 1; i <= 3; i++)
            {
                var (id, key) = ($"{i}", Keys.Hash($"{i}"));
                await Webhooks.AppendAsync(sql, new("shop", "POST", id, "{}", "{}", [1], Now), _ => { });
                await Events.KeepKeyAsync(sql, key, polled: false, Now);
                await Events.InsertAsync(sql, Event(id, i) with { NoopReason = i == 1 ? "no_route" : null, IsApplied = i == 2 });
                await Webhooks.MarkReadAsync(sql, i, pending: i == 3 ? 1 : 0, applied: i == 2 ? 1 : 0, isStatus: false, size: 10);
            }

            // Of the second something is open still.
            await OldWebhooks.AddSizeAsync(sql, isStatus: false, 30);
            return await Outbox.InsertAsync(sql, Command("a") with { Event = "2", Root = "2" });
        });
        (await ForgetAsync(Now)).ShouldBe(0);
        (await ForgetAsync(Now.AddDays(31))).ShouldBe(1);
        (await ReadAsync(async sql => await sql.ListAsync("SELECT id FROM event ORDER BY id", row => row.GetString(0)))).ShouldBe(["2", "3"]);
        (await WriteAsync(sql => Events.KeepKeyAsync(sql, Keys.Hash("1"), polled: false, Now))).ShouldBeFalse();
        (await CountAsync("forgotten", "webhooks.noop")).ShouldBe(1);
        (await CountAsync("forgotten", "events.noop")).ShouldBe(1);
        (await CountAsync("webhooks", "received")).ShouldBe(3);

        await EndAsync((await HeadsAsync())[0], CommandState.Done);
        (await ForgetAsync(Now.AddDays(31))).ShouldBe(1);
        (await CountRowsAsync("SELECT COUNT(*) FROM webhook")).ShouldBe(1);
        (await ReadAsync(async sql => (long?)await OldWebhooks.SizeAsync(sql, OldWebhooks.Others))).ShouldBe(10);
    }

    [StoreFact]
    public async Task EventOfAWebhook_IsKnownWhileItIsThere_AndByItsKeyAfterwards()
    {
        var ids = Enumerable.Range(0, 40).Select(i => Keys.Id("delivery", $"{i}")).ToList();
        await WriteAsync(async sql =>
        {
            await Webhooks.AppendAsync(sql, new("shop", "POST", "", "{}", "{}", [1], Now), _ => { });
            foreach (var i in new[] { 1, 35 }) await Events.InsertAsync(sql, Incoming(ids[i]));
            return true;
        });
        (await ReadAsync(sql => Events.KnownAsync(sql, ids))).ShouldBe([ids[1], ids[35]], ignoreOrder: true);
        (await CountRowsAsync("SELECT COUNT(*) FROM event_key")).ShouldBe(0);
        (await WriteAsync(async sql => await OldEvents.DeleteAsync(sql, [(await Events.FindAsync(sql, ids[35]))!.Seq]))).ShouldBe(1);
        (await ReadAsync(sql => Events.KnownAsync(sql, ids))).ShouldBe([ids[1], ids[35]], ignoreOrder: true);
        (await CountRowsAsync("SELECT COUNT(*) FROM event_key")).ShouldBe(1);
        (await ReadAsync(sql => Events.KnownAsync(sql, []))).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task OnceKey_IsReservedByOneOfFifty()
    {
        (await RaceAsync((sql, i) => Once.ReserveAsync(sql, [7], $"c{i}", Now))).ShouldBe(1);
        var owner = await ReadAsync(sql => Once.OwnerAsync(sql, [7]));
        (await WriteAsync(sql => Once.ReserveAsync(sql, [7], "late", Now))).ShouldBeFalse();
        await WriteAsync(sql => Once.ReleaseAsync(sql, [7]));
        (await WriteAsync(sql => Once.ReserveAsync(sql, [7], "heir", Now))).ShouldBeTrue();
        owner!.State.ShouldBe("reserved");
    }

    [StoreFact]
    public async Task Link_IsReservedByOneOfFifty_AndAnewWhenItHasEnded()
    {
        (await RaceAsync((sql, i) => Links.OpenAsync(sql, "ticket", "thread-1", null, $"c{i}", Now))).ShouldBe(1);
        var reserved = (await ReadAsync(sql => Links.FindAsync(sql, new("ticket", true, "thread-1", TimeSpan.Zero), Now)))!;
        await WriteAsync(async sql => (await Links.MakeLiveAsync(sql, reserved.Command!, "77", Now))!.Id);
        await WriteAsync(sql => Links.EndAsync(sql, reserved.Id, Now));
        (await WriteAsync(sql => Links.OpenAsync(sql, "ticket", "thread-1", "78", "next", Now))).ShouldBeTrue();
        (await ReadAsync(sql => Links.FindAsync(sql, new("ticket", false, "77", TimeSpan.Zero), Now)))!.State.ShouldBe("ended");
        (await ReadAsync(sql => Links.FindAsync(sql, new("ticket", true, "thread-1", TimeSpan.FromDays(1)), Now)))!.RightId.ShouldBe("78");
    }

    [StoreFact]
    public async Task FirstMessagesOfOnePersonAtOneInstant_MakeOneCustomerAndOneThread()
    {
        var person = new Person([new("", AliasKind.WaId, "5511987654321"), new("waba", AliasKind.Bsuid, "BR.1")], "Clara");
        await RaceAsync(async (sql, i) =>
        {
            var plan = await People.ResolveAsync(sql, person, Keys.Id("customer", i.ToString(CultureInfo.InvariantCulture)));
            await People.ApplyAsync(sql, plan, person, $"event {i}", Now);
            return (await People.OpenThreadAsync(sql, "wa", "number", plan.CustomerId, Now)) is not null;
        });
        (await CountRowsAsync("SELECT COUNT(*) FROM customer")).ShouldBe(1);
        (await CountRowsAsync("SELECT COUNT(*) FROM thread")).ShouldBe(1);
        (await CountRowsAsync("SELECT COUNT(*) FROM alias")).ShouldBe(2);
        (await ReadAsync(sql => sql.FirstAsync("SELECT name || ' ' || phone FROM customer", row => row.GetString(0)))).ShouldBe("Clara +5511987654321");
    }

    [StoreFact]
    public async Task TwoCustomersWhoAreOne_BecomeTheOlder_WithLinksWordsAndOptOut()
    {
        await MeetAsync(new([new("", AliasKind.WaId, "491701234567")], "Clara"), "older", Now);
        await MeetAsync(new([new("", AliasKind.Email, "clara@example.com")], null), "younger", Now.AddDays(1));
        await WriteAsync(async sql =>
        {
            await People.OpenThreadAsync(sql, "wa", "number", "younger", Now);
            await Consents.AppendAsync(sql, new("younger", "marketing", false, "message", "STOP", "wa", "customer", "m", Now), null, Now);
            await Variables.SetAsync(sql, Variables.OfCustomer, "younger", new("mood", "string", "\"good\""), Now.AddDays(9), Now);
            return await Links.OpenAsync(sql, "record", "younger", "9", "c", Now);
        });
        await MeetAsync(new([new("", AliasKind.WaId, "491701234567"), new("", AliasKind.Email, "clara@example.com")], null), "nobody", Now.AddDays(2));

        (await ReadAsync(sql => People.FindAsync(sql, "younger")))!.Id.ShouldBe("older");
        (await ReadAsync(sql => People.FindThreadAsync(sql, "number", "older"))).ShouldNotBeNull();
        (await ReadAsync(async sql => await Consents.OptedOutAsync(sql, "older"))).ShouldBe(["marketing"]);
        (await ReadAsync(async sql => await Variables.OfAsync(sql, Variables.OfCustomer, "older", Now))).ShouldHaveSingleItem().Value.ShouldBe("\"good\"");
        (await ReadAsync(sql => Links.FindAsync(sql, new("record", true, "older", TimeSpan.Zero), Now)))!.RightId.ShouldBe("9");
    }

    [StoreFact]
    public async Task CommandsOfOneLine_StandInTheOrderOfTheirTransactions_AndAReplayAtItsEnd()
    {
        await RaceAsync((sql, i) => Outbox.InsertAsync(sql, Command($"c{i}")));
        var heads = await HeadsAsync();
        heads.Count.ShouldBe(Writers);
        heads.ConvertAll(row => row.Seq).ShouldBeInOrder();
        heads.Select(row => row.Seq).ShouldBeUnique();

        foreach (var row in heads[..3]) await EndAsync(row, CommandState.Parked);
        await WriteAsync(async sql =>
        {
            foreach (var row in heads[..3]) await CommandReplay.ReplayAsync(sql, (await Outbox.FindAsync(sql, row.Id))!, Now);
            return true;
        });
        await WriteAsync(sql => Outbox.InsertAsync(sql, Command("last")));
        (await HeadsAsync()).ConvertAll(row => row.Id).ShouldBe([.. heads[3..].Select(row => row.Id), .. heads[..3].Select(row => row.Id), "last"]);
    }

    [StoreFact]
    public async Task ParkedAndReplayedCommands_AreCountedOnce_HoweverManyWriteAtOnce()
    {
        await RaceAsync((sql, i) => Outbox.InsertAsync(sql, Command($"c{i}", $"{Subject}{i}")));
        var rows = await ReadAsync(async sql => await sql.ListAsync($"SELECT {CommandRow.Columns} FROM command ORDER BY seq", CommandRow.Map));
        await Task.WhenAll(rows.Select(row => EndAsync(row, CommandState.Parked)));
        (await CountAsync("commands", "parked")).ShouldBe(Writers);
        await RaceAsync(async (sql, i) =>
        {
            await CommandReplay.ReplayAsync(sql, (await Outbox.FindAsync(sql, rows[i].Id))!, Now);
            return true;
        });
        (await CountAsync("commands", "created")).ShouldBe(Writers);
        (await CountAsync("commands", "pending")).ShouldBe(Writers);
        (await CountAsync("commands", "parked")).ShouldBe(0);
        (await CountAsync("commands.reasons", "rejected")).ShouldBe(0);
        (await CountRowsAsync("SELECT COUNT(*) FROM line")).ShouldBe(Writers);
    }

    [StoreFact]
    public async Task LineThatIsDrained_IsGone_AndOneThatIsNot_GoesOn()
    {
        await WriteAsync(async sql => await Outbox.InsertAsync(sql, Command("a")) && await Outbox.InsertAsync(sql, Command("b")));
        var heads = await HeadsAsync();
        await EndAsync(heads[0], CommandState.Done);
        (await ReadAsync(async sql => await Lines.ReadyAsync(sql, Lines.Commands, Lane.Sync, Now, 10))).ShouldHaveSingleItem().Subject.ShouldBe(Subject);
        await EndAsync(heads[1], CommandState.Done);
        (await ReadAsync(async sql => await Lines.ReadyAsync(sql, Lines.Commands, Lane.Sync, Now, 10))).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task WorkThatFails_LeavesNothing_AndItsNeighboursGoOn()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            try
            {
                return await WriteAsync(async sql =>
                {
                    await Outbox.InsertAsync(sql, Command($"c{i}"));
                    await Events.KeepKeyAsync(sql, [(byte)i], polled: false, Now);
                    return i % 5 == 0 ? throw new InvalidDataException("This one fails.") : true;
                });
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }));
        all.Count(stored => stored).ShouldBe(40);
        (await HeadsAsync()).Count.ShouldBe(40);
        (await CountAsync("commands", "created")).ShouldBe(40);
        (await CountRowsAsync("SELECT COUNT(*) FROM event_key")).ShouldBe(40);
    }

    [StoreFact]
    public async Task StatementThatFails_FailsItsWorkAndNoOther()
    {
        await WriteAsync(sql => Outbox.InsertAsync(sql, Command("a")));
        var wrong = WriteAsync(sql => sql.ExecuteAsync("INSERT INTO customer (id) VALUES ('without a time')"));
        var right = WriteAsync(sql => Outbox.InsertAsync(sql, Command("b")));
        (await Should.ThrowAsync<Exception>(() => wrong)).ShouldNotBeOfType<StoreUnavailableException>();
        (await right).ShouldBeTrue();
        database.IsWritable.ShouldBeTrue();
    }

    [StoreFact]
    public async Task WhatWasUnderWayAtADeath_IsSuspect_AndCountedWhereItWasAlone()
    {
        await WriteAsync(sql => Outbox.InsertAsync(sql, Command("a")));
        await WriteAsync(async sql =>
        {
            await Attempts.BeginAsync(sql, (await Outbox.FindAsync(sql, "a"))!, "a", Now);
            return true;
        });
        await ReopenAsync();
        (await WriteAsync(sql => Suspects.FindAsync(sql, Now))).ShouldBe(1);
        var row = (await ReadAsync(sql => Outbox.FindAsync(sql, "a")))!;
        (row.State, row.IsSuspect, row.Begun, row.RetryAt).ShouldBe((CommandState.Started, true, 1, Now.AddSeconds(10)));
        (await ReadAsync(async sql => await Attempts.LastAsync(sql, (await Outbox.FindAsync(sql, "a"))!))).ShouldBe(Now);
    }

    [StoreFact]
    public async Task Reader_SeesOneMoment_WhateverIsWrittenMeanwhile()
    {
        await WriteAsync(sql => Outbox.InsertAsync(sql, Command("a")));
        var written = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var read = Task.Run(() => ReadAsync(async sql =>
        {
            var before = await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command");
            begun.SetResult();
            written.Task.Wait();
            return before == await sql.ScalarAsync<long>("SELECT COUNT(*) FROM command") ? "the same" : "another";
        }));
        await begun.Task;
        await WriteAsync(sql => Outbox.InsertAsync(sql, Command("b")));
        written.SetResult();
        (await read).ShouldBe("the same");
    }

    [StoreFact]
    public async Task Reader_CannotWrite() =>
        await Should.ThrowAsync<Exception>(() => ReadAsync(async sql => (int?)await sql.ExecuteAsync("DELETE FROM command")));

    [StoreFact]
    public async Task Text_IsOrderedByteByByte()
    {
        string[] words = ["a", "B", "é", "Z", "z", "_", "-", "10", "9", "ß", "😀", "\ufffd"];
        foreach (var word in words) await WriteAsync(sql => sql.ExecuteAsync("INSERT INTO slot (key, command) VALUES ($1, 'c')", word));
        (await ReadAsync(async sql => await sql.ListAsync("SELECT key FROM slot ORDER BY key", row => row.GetString(0))))
            .ShouldBe([.. words.OrderBy(word => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(word)), StringComparer.Ordinal)]);
        (await ReadAsync(async sql => await sql.ScalarAsync<long>("SELECT COUNT(*) FROM slot WHERE key >= $1 AND key < $2", "a", "{"))).ShouldBe(2);
    }

    [StoreFact]
    public async Task TextThatNoDatabaseShouldHold_IsStoredAllTheSame()
    {
        await WriteAsync(sql => sql.ExecuteAsync("INSERT INTO slot (key, command) VALUES ($1, $2)", "k", "a\0b \ud800 'c' \\ $1"));
        (await ReadAsync(sql => sql.FirstAsync("SELECT command FROM slot WHERE key = $1", row => row.GetString(0), "k")))!.ShouldEndWith("'c' \\ $1");
    }

    /// <summary>Makes an empty store.</summary>
    private protected abstract TestStore Make();

    private static NewEvent Incoming(string id) => new()
    {
        Id = id, Webhook = 1, Source = "webhook", Connection = "shop", Type = "t", Subject = "shop/1", OccurredAt = Now, ArrivedAt = Now, Completeness = EventCompleteness.Complete,
        Envelope = "{}", Data = "{}", IsApplied = true,
    };

    private static CommandRow Command(string id, string subject = Subject) => new()
    {
        Id = id, Event = "e", Root = "e", File = "shipping.yaml", Route = id, Item = 0, Generation = 0, Snapshot = "s", Connection = "shop",
        Action = "shopify.add_tags", Subject = subject, Lane = Lane.Sync, State = CommandState.Waiting, CreatedAt = Now, OccurredAt = Now,
        ArrivedAt = Now, DueAt = Now, WakeAt = Now, MaxLate = TimeSpan.FromMinutes(5), Bindings = "{}",
    };

    private static NewEvent Event(string id, long? webhook) => new()
    {
        Id = id, Webhook = webhook, Source = "webhook", Connection = "shop", Type = "shopify.order.created", Subject = $"shop/order/{id}", OccurredAt = Now, ArrivedAt = Now,
        Completeness = EventCompleteness.Complete, Envelope = "{}", Data = "{}",
    };

    private static async ValueTask EnterAsync(ISql sql, string node) =>
        await sql.ExecuteAsync("INSERT INTO node (id, name, alive_until) VALUES ($1, $1, $2)", node, Now);

    private static async ValueTask<List<ReadyLine>?> ReadyAsync(ISql sql, string node) => await Lines.ReadyAsync(sql, Lines.Commands, Lane.Sync, Now, 10, node);

    private Task<bool> HeldAsync(Hold hold, WriteKind kind, string what) => database.WriteAsync(
        kind,
        hold,
        async sql => await sql.ExecuteAsync("INSERT INTO slot (key, command) VALUES ($1, 'c')", what) > 0,
        CancellationToken.None).AsTask();

    private Task<int> ForgetAsync(DateTimeOffset before) => WriteAsync(
        async sql => await OldWebhooks.DeleteAsync(sql, (await OldWebhooks.FindAsync(sql, 0, before, OldWebhooks.All)).Rows), WriteKind.Housekeeping);

    private async Task MeetAsync(Person person, string id, DateTimeOffset at) => await WriteAsync(async sql =>
    {
        await People.ApplyAsync(sql, await People.ResolveAsync(sql, person, id), person, "event", at);
        return true;
    });

    private async Task EndAsync(CommandRow row, string state) => await WriteAsync(
        async sql =>
        {
            await CommandClosing.CloseAsync(sql, row, new(state, state == CommandState.Done ? null : "rejected", state), Now);
            return true;
        },
        WriteKind.EndAttempt);

    private async Task<List<CommandRow>> HeadsAsync() => await ReadAsync(async sql => await Outbox.HeadsAsync(sql, Subject, 1000));

    // How many of fifty that write at once were told that they did it.
    private async Task<int> RaceAsync(Func<ISql, int, ValueTask<bool>> work) =>
        (await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(sql => work(sql, i)))))).Count(did => did);

    private async Task<long> CountAsync(string level, string name) =>
        (await ReadAsync(async sql => await QueryStats.CountersAsync(sql))).Where(counter => counter.Level == level && counter.Name == name).Sum(counter => counter.Value);

    private async Task<long?> CountRowsAsync(string sql) => await database.ReadAsync(read => read.ScalarAsync<long>(sql), CancellationToken.None);

    private async Task ReopenAsync()
    {
        await database.DisposeAsync();
        database = store.Open();
    }

    private Task<T> WriteAsync<T>(Func<ISql, ValueTask<T>> work, WriteKind kind = WriteKind.Apply) => database.WriteAsync(kind, work, CancellationToken.None).AsTask();

    private Task<T> ReadAsync<T>(Func<ISql, ValueTask<T>> work) => database.ReadAsync(work, CancellationToken.None).AsTask();
}

/// <summary>SQLite keeps it.</summary>
public sealed class SqliteCompliance : HubStoreCompliance
{
    private protected override TestStore Make() => new TestStore.OfSqlite();
}

/// <summary>PostgreSQL keeps it.</summary>
public sealed class PostgresCompliance : HubStoreCompliance
{
    private protected override TestStore Make() => new TestStore.OfPostgres();
}
