using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>
/// T1: makes events of webhooks, those of a connection in the order in which they arrived. One line for all, pure CPU, up to 200 webhooks and 32 MiB of bodies at once. What lacks nothing and has no
/// open line is applied in the same transaction.
/// </summary>
internal sealed partial class Reader(
    IDatabase database, ConnectionRegistry connections, WebhookReading webhookReading, Prospects prospects, Application application, IClaims claims, Solitude solitude, Rush rush, Wakeups wakeups, Tracing tracing, Rounds rounds, FaultTrigger faults, TimeProvider time,
    ILogger<Reader> logger) : BackgroundService
{
    private const int AtOnce = 200;

    // One is written and one waits, so that the writer never waits for the next.
    private const int WithTheWriter = 2;

    // Of bodies as they came: what is made of them is in memory together.
    private const long BytesAtOnce = 32 * 1024 * 1024;

    // Order survives because one node reads at a time.
    private const string Duty = "reading";
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rounds.RunAsync(
        "reading webhooks",
        async cancel =>
        {
            await rush.YieldAsync(cancel);
            if (await ReadOnceAsync(cancel) == 0) await wakeups.WaitAsync(Receiver.Queue, Poll, cancel);
        },
        Poll, time, stoppingToken);

    private async Task<int> ReadOnceAsync(CancellationToken cancel)
    {
        if (!await claims.TakeDutyAsync(Duty, cancel)) return 0;
        claims.EnterDuty(Duty);
        var (unread, waiting) = await database.ReadAsync(sql => UnreadAsync(sql, connections.Unidentified, time.GetUtcNow()), cancel);
        if (unread.Count == 0) return 0;

        // Who was being read when the process died is read alone, so that no other is set aside with it.
        var alone = unread[0].IsSuspect;
        unread = alone ? unread[..1] : [.. unread.TakeWhile(webhook => !webhook.IsSuspect)];
        using var place = await solitude.EnterAsync(alone, cancel);
        faults.Pass(FaultPoint.BeforeReadBegun);
        await database.WriteAsync(WriteKind.Read, sql => Webhooks.BeginReadAsync(sql, unread[0].Seq, unread[^1].Seq, waiting), cancel);
        faults.Pass(FaultPoint.AfterReadBegun);
        var readings = ReadWhileRoom(unread);
        if (readings.Count < unread.Count)
        {
            faults.Pass(FaultPoint.BeforeReadPutBack);
            await database.WriteAsync(WriteKind.Read, sql => Webhooks.RestAsync(sql, unread[readings.Count].Seq, unread[^1].Seq), cancel);
            faults.Pass(FaultPoint.AfterReadPutBack);
        }

        await TakeAsync([.. readings.Chunk(Prospects.AtOnce)], isAlone: alone, cancel);
        return readings.Count;
    }

    // The next are evaluated, and queue for the writer, while the ones before them are being stored.
    private async Task TakeAsync(IReadOnlyList<Reading[]> chunks, bool isAlone, CancellationToken cancel)
    {
        List<Task> taken = [];
        try
        {
            foreach (var (i, chunk) in chunks.Index())
            {
                var expected = await ExpectedAsync(chunk, isAlone, cancel);
                if (i >= WithTheWriter) await taken[i - WithTheWriter];
                taken.Add(TakeAsync(new(chunk, expected, i > 0 ? chunks[i - 1][^1].Webhook.Seq : null, i > 0 ? taken[i - 1] : Task.CompletedTask), cancel));
            }
        }
        finally
        {
            await Task.WhenAll(taken);
        }
    }

    // Who is read alone may be to blame for a death: its events are too, and each is looked at by itself.
    private async Task<Expected> ExpectedAsync(Reading[] readings, bool isAlone, CancellationToken cancel) =>
        isAlone || readings.Any(reading => reading.Webhook.Begun > 0) ? Expected.Nothing
            : new(await prospects.OfAsync([.. readings.SelectMany(reading => reading.Events).Select(read => (read.Event, read.Incoming))], cancel));

    private async Task TakeAsync(Turn turn, CancellationToken cancel)
    {
        var readings = turn.Readings;
        var stored = await StoreAsync(turn, time.GetUtcNow(), cancel);
        await turn.Before;
        rush.Read(readings[^1].Webhook.Seq);
        if (stored.Applied.Count > 0) faults.Pass(FaultPoint.AfterApply);
        foreach (var reading in readings) tracing.Read(reading.Webhook, reading.Events.Count);
        foreach (var occasion in stored.Applied)
        {
            if (occasion.Envelope.Fact is ConversationFact.StatusReported status) await tracing.ReportedAsync(occasion.Row, status, cancel);
        }

        if (stored.HasPending) wakeups.Signal(Lines.Events);
        if (stored.Applied.Count > 0) wakeups.Signal(Lines.Commands);
        if (stored.Applied.Exists(occasion => occasion.Envelope.Fact is ConversationFact.MessageReceived { Media: not null })) wakeups.Signal(MediaFetching.Queue);
    }

    private List<Reading> ReadWhileRoom(List<UnreadWebhook> unread)
    {
        var readings = new List<Reading>(unread.Count);
        var bytes = 0L;
        foreach (var webhook in unread)
        {
            if (bytes >= BytesAtOnce) break;
            readings.Add(webhookReading.Of(webhook));
            bytes += readings[^1].Bytes;
        }

        return readings;
    }

    // Whose first webhook waits for its time reads none of those behind it either, and holds up nobody else.
    private static async ValueTask<(List<UnreadWebhook> Unread, List<string> Waiting)> UnreadAsync(ISql sql, IReadOnlyList<string> unidentified, DateTimeOffset now)
    {
        List<string> waiting = [.. unidentified];
        while (true)
        {
            var unread = await Webhooks.UnreadAsync(sql, AtOnce, waiting);
            var more = unread.DistinctBy(webhook => webhook.Endpoint).Where(head => head.RetryAt > now).Select(head => head.Endpoint).ToList();
            if (more.Count == 0) return (unread, waiting);
            waiting.AddRange(more);
        }
    }

    private async Task<Stored> StoreAsync(Turn turn, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            if (await WriteAsync(turn, now, cancel) is { } stored) return stored;
            await turn.Before;
            return (await WriteAsync(turn with { Behind = null }, now, cancel))!;
        }
        catch (Exception e) when (e is not (StoreUnavailableException or ClaimLostException or OperationCanceledException))
        {
            // The border of a batch: a webhook whose events cannot be stored does not keep the others from it.
            await turn.Before;
            foreach (var reading in turn.Readings) await StoreSinglyAsync(reading, now, cancel);
            return new();
        }
    }

    private async Task StoreSinglyAsync(Reading reading, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            await WriteAsync(Turn.Of(reading), now, cancel);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or ClaimLostException or OperationCanceledException))
        {
            LogNotStored(logger, reading.Webhook.Seq, new(e));
            var error = $"Its events could not be stored ({new Fault(e).Name}).";
            await WriteAsync(Turn.Of(new(reading.Webhook, [], error)), now, cancel);
        }
    }

    // Null where the ones before them are not stored: then nothing is stored of these either.
    private async Task<Stored?> WriteAsync(Turn turn, DateTimeOffset now, CancellationToken cancel)
    {
        faults.Pass(FaultPoint.BeforeRead);
        var stored = await database.WriteAsync(
            WriteKind.Read,
            async sql => turn.Behind is not { } last || await Webhooks.IsReadAsync(sql, last) ? await StoreAsync(sql, turn.Readings, turn.Expected, now) : null,
            cancel);
        faults.Pass(FaultPoint.AfterRead);
        foreach (var alert in stored?.Alerts ?? []) LogForeign(logger, alert);
        return stored;
    }

    private async ValueTask<Stored?> StoreAsync(ISql sql, IReadOnlyList<Reading> readings, Expected expected, DateTimeOffset now)
    {
        var stored = new Stored();
        var duplicates = await DuplicatesAsync(sql, [.. readings.Where(reading => reading.Error is null).SelectMany(reading => reading.Events)], now);
        if (expected.Any) faults.Pass(FaultPoint.BeforeApply);
        var open = expected.Any ? await Lines.OpenAmongAsync(sql, Lines.Events, expected.Subjects) : [];
        foreach (var reading in readings)
        {
            if (reading.Error is { } error)
            {
                await Webhooks.ParkAsync(sql, reading.Webhook.Seq, error, now);
                continue;
            }

            int pending = 0, applied = 0;
            foreach (var read in reading.Events)
            {
                var e = duplicates.Contains(read) ? read.Event with { Id = read.DuplicateId, NoopReason = read.Event.NoopReason ?? "duplicate" } : read.Event;
                if (expected.Of(e) is { } prospect && !open.Contains(e.Subject) && await application.EnterAsync(sql, e, prospect, now) is { } ended)
                {
                    applied += ended.IsApplied ? 1 : 0;
                    stored.Applied.Add(prospect.Occasion);
                }
                else if (await EnterAsync(sql, e, now))
                {
                    pending++;
                    open.Add(e.Subject);
                }

                if (read.Event.NoopReason == WebhookReading.Foreign && await WarnOfForeignAsync(sql, e, now) is { } alert) stored.Alerts.Add(alert);
            }

            stored.HasPending |= pending > 0;
            await Webhooks.MarkReadAsync(sql, reading.Webhook.Seq, pending, applied, reading.IsStatus, reading.Size);
        }

        foreach (var sizes in readings.Where(reading => reading.Error is null).GroupBy(reading => reading.IsStatus))
        {
            await OldWebhooks.AddSizeAsync(sql, sizes.Key, sizes.Sum(reading => reading.Size));
        }

        faults.Pass(FaultPoint.InRead);
        return stored;
    }

    // Stores an event for its line, where it has not ended already; whether it has not.
    private static async ValueTask<bool> EnterAsync(ISql sql, NewEvent e, DateTimeOffset now)
    {
        var isPending = e.NoopReason is null;
        if (isPending) await Lines.OpenAsync(sql, Lines.Events, e.Subject, Lane.Interactive, now);
        await Events.InsertAsync(sql, e);
        return isPending;
    }

    // Null where this connection and account have been told of before.
    private static async ValueTask<string?> WarnOfForeignAsync(ISql sql, NewEvent e, DateTimeOffset now)
    {
        var text = $"Webhooks at connection {e.Connection} carry events of the account {e.Account}, which no connection serves: they are not applied. "
            + "Give the account to a connection under Connections, or end its subscription at the vendor.";
        return await Alerts.WarnOnceAsync(sql, $"foreign {e.Connection} {e.Account}", text, now) ? text : null;
    }

    // Two webhooks are duplicates by their delivery key alone; the fact key settles a webhook against a poll.
    private static async ValueTask<HashSet<ReadEvent>> DuplicatesAsync(ISql sql, List<ReadEvent> events, DateTimeOffset now)
    {
        var known = await Events.KnownAsync(sql, events.ConvertAll(read => read.Event.Id));
        var duplicates = events.Where(read => !known.Add(read.Event.Id)).ToHashSet<ReadEvent>(ReferenceEqualityComparer.Instance);
        var told = events.FindAll(read => read.FactKey is not null && !duplicates.Contains(read));
        var isNewFact = await Events.KeepKeysAsync(sql, told.ConvertAll(read => read.FactKey!), now);
        foreach (var (i, read) in told.Index())
        {
            if (!isNewFact[i] && await Events.WasPolledAsync(sql, read.FactKey!)) duplicates.Add(read);
        }

        return duplicates;
    }

    // Webhooks that are stored together, behind the one that came last before them.
    private sealed record Turn(IReadOnlyList<Reading> Readings, Expected Expected, long? Behind, Task Before)
    {
        public static Turn Of(Reading reading) => new([reading], Expected.Nothing, null, Task.CompletedTask);
    }

    // What will become of events unless something they rely on changes before they are stored.
    private sealed record Expected(IReadOnlyDictionary<string, Prospect> ById)
    {
        public static Expected Nothing { get; } = new(new Dictionary<string, Prospect>());

        public bool Any => ById.Count > 0;

        public IReadOnlyCollection<string> Subjects => [.. ById.Values.Select(prospect => prospect.Occasion.Row.Subject).Distinct(StringComparer.Ordinal)];

        public Prospect? Of(NewEvent e) => e.NoopReason is null ? ById.GetValueOrDefault(e.Id) : null;
    }

    // What a transaction has stored: the alerts that it raised, what it has applied, and whether anything is left for the lines.
    private sealed record Stored
    {
        public List<string> Alerts { get; } = [];

        public List<Occasion> Applied { get; } = [];

        public bool HasPending { get; set; }
    }
}
