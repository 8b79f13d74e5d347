using Hub.Configuration;
using Hub.Mappings;
using Hub.Pipeline;
using Hub.Storage;
using Hub.Telemetry;

namespace Hub.Reloading;

/// <summary>Puts mapping files in force: those of the folder at start and when they change, or those that somebody publishes. One at a time, whole or not at all.</summary>
internal sealed partial class MappingReload : IDisposable
{
    private const int ToldAtMost = 20;
    private const int ToldInAlert = 3;

    // A file that is written in several steps rests within one or two.
    private const int MostTries = 10;

    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(5);

    private readonly HubOptions options;
    private readonly SnapshotStore snapshots;
    private readonly MappingEnvironment environment;
    private readonly TemplateCatalogue templates;
    private readonly IDatabase database;
    private readonly TimeProvider time;
    private readonly ILogger<MappingReload> logger;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly HubMeter meter;
    private volatile Examined examined = new(null, [], []);
    private volatile IReadOnlyList<MappingError> doubts = [];
    private string unsettled = "";

    /// <summary>Nothing is in force yet.</summary>
    public MappingReload(
        HubSettings settings, SnapshotStore snapshots, MappingEnvironment environment, TemplateCatalogue templates, IDatabase database, TimeProvider time, HubMeter meter,
        ILogger<MappingReload> logger)
    {
        options = settings.Hub;
        this.snapshots = snapshots;
        this.environment = environment;
        this.templates = templates;
        this.database = database;
        this.time = time;
        this.logger = logger;
        this.meter = meter;
    }

    /// <summary>Puts the first snapshot in force: the folder's where it is watched and right, else what was in force when the hub ran last.</summary>
    /// <exception cref="StartRefusedException">There is none that is right; it holds every mistake.</exception>
    public async Task BeginAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var today = await TodayAsync(cancel);
            var (look, loaded) = Load(today, cancel);
            var kept = options.Watch && loaded.Snapshot is not null ? null : await snapshots.LastActiveSourcesAsync(cancel);
            var old = kept is null ? null : Compile(() => MappingFolder.Compile(kept, today, cancel), cancel);
            var taken = old?.Snapshot is null ? loaded : old;
            if (old is { Snapshot: null } && loaded.Snapshot is not null) LogKeptIsWrong(logger, options.Mappings);
            if (taken.Snapshot is not { } snapshot) throw new StartRefusedException([.. loaded.Errors.Select(error => error.ToString())]);
            await snapshots.ActivateAsync(snapshot, cancel);
            Doubt(taken.Warnings);
            if (loaded.Snapshot is null && look is not null) await TellAsync(look, loaded.Errors, cancel);
            Examine(look, loaded.Errors);
            if (loaded.Snapshot is not null && examined.Files.Any(file => file.State != FileState.Active)) LogFolderDiffers(logger, options.Mappings, snapshot.Hash);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Looks at the folder and puts it in force where it has changed since the last look and is right.</summary>
    /// <param name="settle">Waits between two looks that must see the same, so that a file which is still being written is not taken.</param>
    /// <param name="cancel">Ends it between two steps.</param>
    /// <returns>Whether anything had changed.</returns>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be written; the snapshot before stays in force, and the next look tries again.</exception>
    public async Task<bool> LookAsync(Func<CancellationToken, Task> settle, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var look = FolderLook.Take(options.Mappings, cancel);
            var hasChanged = look.Print != examined.Look?.Print;
            var began = time.GetTimestamp();
            for (var tries = 1; look.Print != examined.Look?.Print; tries++)
            {
                // Who publishes waits for this turn: a file that never rests is looked at again at the next one.
                if (IsEnough(tries, began))
                {
                    TellUnsettled(look);
                    break;
                }

                await settle(cancel);
                var before = look;
                var (after, loaded) = Load(await TodayAsync(cancel), cancel);
                if (after is null)
                {
                    TellUnsettled(before);
                    break;
                }

                look = after;
                if (look.Print != before.Print) continue;
                if (loaded.Snapshot is { } snapshot && snapshot.Hash != snapshots.Active?.Hash)
                {
                    await snapshots.ActivateAsync(snapshot, cancel);
                    Count("taken");
                    LogTaken(logger, snapshot.Hash, snapshot.Sources.Count, snapshot.Routes.Count);
                    Doubt(loaded.Warnings);
                }

                if (loaded.Snapshot is null) await TellAsync(look, loaded.Errors, cancel);
                else if (examined.Errors.Count > 0) LogRight(logger, options.Mappings, snapshots.Active?.Hash);
                Examine(look, loaded.Errors);
                unsettled = "";
            }

            return hasChanged;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Puts files in force that somebody sends.</summary>
    /// <returns>What came of compiling them: they are in force exactly where there is a snapshot.</returns>
    public async Task<LoadResult> PublishAsync(IReadOnlyList<MappingSource> sources, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var today = await TodayAsync(cancel);
            var loaded = Compile(() => MappingFolder.Compile(sources, today, cancel), cancel);
            if (loaded.Snapshot is not { } snapshot) return loaded;
            if (snapshot.Hash != snapshots.Active?.Hash)
            {
                await snapshots.ActivateAsync(snapshot, cancel);
                Count("published");
                LogPublished(logger, snapshot.Hash, snapshot.Sources.Count, snapshot.Routes.Count);
            }

            Doubt(loaded.Warnings);
            if (examined.Look is { } look) Examine(look, examined.Errors);
            return loaded;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What would come of putting files in force that somebody sends; nothing changes.</summary>
    public async Task<LoadResult> CheckAsync(IReadOnlyList<MappingSource> sources, CancellationToken cancel)
    {
        var today = await TodayAsync(cancel);
        return Compile(() => MappingFolder.Compile(sources, today, cancel), cancel);
    }

    /// <summary>How the files stand now.</summary>
    public async Task<MappingView> ViewAsync(CancellationToken cancel)
    {
        // Where nobody watches, who asks looks; else what is seen here would be passed over by the watch.
        if (!options.Watch)
        {
            await turn.WaitAsync(cancel);
            try
            {
                if (FolderLook.Take(options.Mappings, cancel).Print != examined.Look?.Print)
                {
                    var (look, loaded) = Load(await TodayAsync(cancel), cancel);
                    Examine(look, loaded.Errors);
                }
            }
            finally
            {
                turn.Release();
            }
        }

        var (seen, active) = (examined, snapshots.InForce);
        var ofFolder = seen.Errors.Where(error => seen.Files.All(file => file.File != error.File)).ToList();
        var worst = ofFolder.Count > 0 ? FileState.Wrong : seen.Files.Select(file => file.State).DefaultIfEmpty(FileState.Active).Max();
        return new(active?.Snapshot.Hash, active?.Since, options.Mappings, options.Watch, worst, ofFolder, seen.Files, doubts);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    // What was loaded is what lay there before and after; where that never held there is no look, so that the next one loads again.
    private (FolderLook? Look, LoadResult Loaded) Load(MappingEnvironment today, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            var before = FolderLook.Take(options.Mappings, cancel);
            var loaded = before.Obstacle is { } obstacle
                ? new LoadResult(null, [new(options.Mappings, 0, 0, $"The folder cannot be read: {obstacle}")], [])
                : Compile(() => MappingFolder.Load(options.Mappings, today, cancel), cancel);
            var after = FolderLook.Take(options.Mappings, cancel);
            if (before.Print == after.Print) return (after, loaded);
            if (IsEnough(tries, began)) return (null, new(null, [new(options.Mappings, 0, 0, $"{string.Join(", ", after.ChangedSince(before))} keeps changing while it is read. Write it once, beside the folder, and move it in.")], []));
        }
    }

    private bool IsEnough(int tries, long began) => tries > MostTries || time.GetElapsedTime(began) > LongestTry;

    // Once for the same files.
    private void TellUnsettled(FolderLook look)
    {
        var files = string.Join(", ", FolderLook.Take(options.Mappings, CancellationToken.None) is var next && next.Print != look.Print ? next.ChangedSince(look) : look.ChangedSince(examined.Look));
        if (files != unsettled) LogUnsettled(logger, options.Mappings, files);
        unsettled = files;
    }

    // The vendor's templates change without the files: what does not fit them is told and keeps nothing from coming into force.
    private async Task<MappingEnvironment> TodayAsync(CancellationToken cancel) => environment with { Templates = await templates.KnownAsync(cancel), AreTemplatesAdvice = true };

    // The border of compiling: whatever files make go wrong, what is in force stays, and the watch goes on.
    private LoadResult Compile(Func<LoadResult> compile, CancellationToken cancel)
    {
        try
        {
            return compile();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new(null, [new(options.Mappings, 0, 0, $"The folder cannot be read: {wrong.Message}")], []);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            LogCompilingFailed(logger, new(fault));
            return new(null, [new(options.Mappings, 0, 0, "The files cannot be compiled by a fault of the hub's own, which its log shows. Undo the latest change to them, and report it.")], []);
        }
    }

    private void Examine(FolderLook? look, IReadOnlyList<MappingError> errors)
    {
        var active = (snapshots.Active?.Sources ?? []).ToDictionary(source => source.File, FolderLook.HashOf, StringComparer.Ordinal);
        examined = new(look, errors, look is null ? examined.Files : MappingView.Compare(examined.Files, active, look, errors, time.GetUtcNow()));
        meter.ShowMappings(isWrong: errors.Count > 0);
    }

    private async Task TellAsync(FolderLook look, IReadOnlyList<MappingError> errors, CancellationToken cancel)
    {
        var first = string.Join(' ', errors.Take(ToldInAlert));
        var text = $"The mapping files in {options.Mappings} are wrong; those that were in force before stay in force. {first}{(errors.Count > ToldInAlert ? $" And {errors.Count - ToldInAlert} more." : "")}";
        await database.WriteAsync(WriteKind.Housekeeping, sql => Alerts.WarnOnceAsync(sql, $"mappings {look.Print}", text, time.GetUtcNow()), cancel);
        Count("wrong");
        LogWrong(logger, options.Mappings, errors.Count, snapshots.Active?.Hash, string.Join('\n', errors.Take(ToldAtMost)));
    }

    private void Doubt(IReadOnlyList<MappingError> warnings)
    {
        doubts = warnings;
        if (warnings.Count > 0) LogDoubts(logger, warnings.Count, string.Join('\n', warnings.Take(ToldAtMost)));
    }

    private void Count(string outcome) => meter.MappingsLooked(outcome);

    private sealed record Examined(FolderLook? Look, IReadOnlyList<MappingError> Errors, IReadOnlyList<FileView> Files);
}
