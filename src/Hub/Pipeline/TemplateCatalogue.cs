using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Configuration;
using Hub.Connections;
using Hub.Connectors;
using Hub.Coordination;
using Hub.Faults;
using Hub.Storage;

namespace Hub.Pipeline;

/// <summary>The message templates of each connection as the vendor has them, and how far its account reaches: fetched at start, hourly, and when the vendor says that they changed.</summary>
internal sealed partial class TemplateCatalogue(
    IDatabase database, ConnectionRegistry connections, Wakeups wakeups, Rounds rounds, PortfolioTiers tiers, SnapshotStore snapshots, FaultTrigger faults, BusinessClock time, ILogger<TemplateCatalogue> logger) : BackgroundService
{
    /// <summary>What is signalled to have them fetched anew.</summary>
    public const string Queue = "templates";

    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AfterNoReach = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, IReadOnlyList<MessageTemplate>> templates = new(StringComparer.Ordinal);

    // When a list that could not be fetched is asked for again, in ticks of business time.
    private long againAt = long.MaxValue;

    /// <summary>All templates of a connection; empty where they are not known yet.</summary>
    public IReadOnlyList<MessageTemplate> Of(string connection) => templates.GetValueOrDefault(connection, []);

    /// <summary>The templates of each connection whose list is known, as fetched or, before that, as the store has kept them; by the connection's name.</summary>
    /// <exception cref="StoreTimeoutException">The store takes too long.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<MessageTemplate>>> KnownAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return new Dictionary<string, IReadOnlyList<MessageTemplate>>(templates, StringComparer.Ordinal);
    }

    /// <summary>Fetches them anew soon.</summary>
    public void RefreshSoon() => wakeups.Signal(Queue);

    /// <summary>The template that a send would use: the first wanted language that an approved template has, exact, then by base language.</summary>
    public TemplateChoice Choose(string connection, IMessageAction action, object input, MessageIntent.OfTemplate wanted)
    {
        if (!templates.TryGetValue(connection, out var all)) return new(null, null);
        var named = all.Where(template => template.Name == wanted.Name).ToList();
        if (named.Count == 0) return new(null, $"There is no template '{wanted.Name}'.");
        var approved = named.FindAll(template => template.Status == "approved");
        if (approved.Count == 0) return new(null, $"The template '{wanted.Name}' is {named[0].Status}, not approved.");
        var chosen = wanted.Languages.Select(language => Match(approved, language)).FirstOrDefault(template => template is not null);
        if (chosen is null) return new(null, $"The template '{wanted.Name}' is not approved in {string.Join(", ", wanted.Languages)}.");
        return action.Mismatch(input, chosen) is { } mismatch ? new(chosen, mismatch) : new(chosen, null);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Sends wait for a list that could not be fetched, and grow old by this clock.
        time.Moved += (_, _) =>
        {
            if (time.GetUtcNow().Ticks >= Interlocked.Read(ref againAt)) RefreshSoon();
        };
        return rounds.RunAsync(
            "fetching templates",
            async cancel =>
            {
                await LoadAsync(cancel);
                var next = Hourly;
                foreach (var connection in connections.All.Where(connection => connection.Connector is IMessagingConnector))
                {
                    // First, so that the first template that can go is judged by it.
                    if (!await TryReachAsync(connection, cancel) && next > AfterNoReach) next = AfterNoReach;
                    if (!await TryFetchAsync(connection, cancel)) next = AfterFailure;
                }

                Interlocked.Exchange(ref againAt, next == AfterFailure ? (time.GetUtcNow() + next).Ticks : long.MaxValue);
                await wakeups.WaitAsync(Queue, next, cancel);
            },
            AfterFailure, time, stoppingToken);
    }

    private static MessageTemplate? Match(List<MessageTemplate> approved, string language)
    {
        var wanted = Fold(language);
        var exact = approved.Find(template => Fold(template.Language) == wanted);
        return exact ?? approved.Find(template => Base(Fold(template.Language)) == Base(wanted));
    }

    private static string Fold(string language) => language.Replace('-', '_').ToLowerInvariant();

    private static string Base(string language) => language.Split('_')[0];

    // What was fetched last serves until the vendor answers.
    private async Task LoadAsync(CancellationToken cancel)
    {
        foreach (var connection in connections.All.Where(connection => connection.Connector is IMessagingConnector && !templates.ContainsKey(connection.Name)))
        {
            var (stored, reach) = await database.ReadAsync(async sql => (await Templates.ListAsync(sql, connection.Name), await Reaches.FindAsync(sql, connection.Name)), cancel);
            if (tiers.Of(connection.Name) is null) tiers.Learn(connection.Name, reach);
            if (stored.Count > 0) templates.TryAdd(connection.Name, stored.ConvertAll(Read));
        }
    }

    private async Task<bool> TryFetchAsync(Connection connection, CancellationToken cancel)
    {
        try
        {
            return await FetchAsync(connection, cancel);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or StoreTimeoutException) && !cancel.IsCancellationRequested)
        {
            // One connection's failure does not keep the others from their templates.
            LogConnectionFailed(logger, connection.Name, new(e));
            return false;
        }
    }

    private async Task<bool> FetchAsync(Connection connection, CancellationToken cancel)
    {
        TemplateList list;
        try
        {
            list = await ((IMessagingConnector)connection.Connector).ListTemplatesAsync(connection, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
        {
            list = new([], VendorErrors.OfNetwork(e));
        }

        if (list.Failure is { } failure)
        {
            LogFetchFailed(logger, connection.Name, new(failure.Text));
            return false;
        }

        var rows = list.Templates.Select(template => (template.Name, template.Language, JsonSerializer.Serialize(template, PipelineJson.Default.MessageTemplate))).ToList();
        var now = time.GetUtcNow();
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                // Against what is stored: another node may have fetched it meanwhile, and has told of what was lost.
                var before = (await Templates.ListAsync(sql, connection.Name)).ConvertAll(Read);
                foreach (var (template, status) in Lost(before, list.Templates)) await HubReports.TemplatePausedAsync(sql, connection.Name, template, status, now);
                foreach (var (template, was) in Recategorised(before, list.Templates)) await Recategorisation.PauseAsync(sql, snapshots.Active, connection, template, was, now);
                return await Templates.ReplaceAsync(sql, connection.Name, rows, now);
            },
            cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
        templates[connection.Name] = list.Templates;
        await UnblockAsync(Lines.TemplatesOf(connection.Name), now, cancel);
        return true;
    }

    // False where it is worth asking again soon.
    private async Task<bool> TryReachAsync(Connection connection, CancellationToken cancel)
    {
        try
        {
            return await ReachAsync(connection, cancel);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or StoreTimeoutException) && !cancel.IsCancellationRequested)
        {
            // It keeps nobody from their templates.
            LogReachBroke(logger, connection.Name, new(e));
            return false;
        }
    }

    private async Task<bool> ReachAsync(Connection connection, CancellationToken cancel)
    {
        AccountReach reach;
        try
        {
            reach = await ((IMessagingConnector)connection.Connector).ReachAsync(connection, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException && !cancel.IsCancellationRequested)
        {
            reach = new AccountReach.Failed(VendorErrors.OfNetwork(e));
        }

        if (reach is AccountReach.Failed { Failure: var failure })
        {
            LogReachFailed(logger, connection.Name, new(failure.Text));
            return failure.Kind is FailureKind.Rejected or FailureKind.Unauthorized;
        }

        var (before, told) = (tiers.Of(connection.Name), reach as AccountReach.Told);
        if (before == told) return true;
        faults.Pass(FaultPoint.BeforeUpkeep);
        await database.WriteAsync(WriteKind.Housekeeping, sql => Reaches.KeepAsync(sql, connection.Name, told), cancel);
        faults.Pass(FaultPoint.AfterUpkeep);
        tiers.Learn(connection.Name, told);
        if (before is not null) await UnblockAsync(Lines.TierOf(before.Portfolio), time.GetUtcNow(), cancel);
        return true;
    }

    private async Task UnblockAsync(string blockedBy, DateTimeOffset now, CancellationToken cancel)
    {
        bool isMore;
        do
        {
            faults.Pass(FaultPoint.BeforeUpkeep);
            isMore = await database.WriteAsync(WriteKind.Housekeeping, sql => Lines.UnblockAsync(sql, blockedBy, now), cancel);
            faults.Pass(FaultPoint.AfterUpkeep);
            wakeups.Signal(Lines.Events);
            wakeups.Signal(Lines.Commands);
        }
        while (isMore);
    }

    private static MessageTemplate Read(string body) => JsonSerializer.Deserialize(body, PipelineJson.Default.MessageTemplate)!;

    // Those that have become marketing, with what they were.
    private static IEnumerable<(MessageTemplate Template, string Was)> Recategorised(IReadOnlyList<MessageTemplate> before, IReadOnlyList<MessageTemplate> now) =>
        from template in now
        let was = before.FirstOrDefault(other => other.Name == template.Name && other.Language == template.Language)
        where was is not null && Recategorisation.Is(was, template)
        select (template, was.Category);

    // Those that could be sent and can be sent no more, with what they are now.
    private static IEnumerable<(MessageTemplate Template, string Status)> Lost(IReadOnlyList<MessageTemplate> before, IReadOnlyList<MessageTemplate> now) =>
        from template in before
        where template.Status == "approved"
        let status = now.FirstOrDefault(other => other.Name == template.Name && other.Language == template.Language)?.Status ?? "deleted"
        where status != "approved"
        select (template, status);
}
