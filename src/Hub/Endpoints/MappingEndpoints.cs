using Hub.Pipeline;
using Hub.Reloading;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>A mapping file as it is.</summary>
/// <param name="File">The name within the folder, with forward slashes.</param>
/// <param name="Text">The whole text.</param>
internal sealed record MappingText(string File, string Text);

/// <summary>The files of a snapshot.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Files">The files, by name.</param>
internal sealed record SnapshotText(string Hash, IReadOnlyList<MappingText> Files);

/// <summary>Mapping files to put in force.</summary>
/// <param name="Files">All of them.</param>
internal sealed record PublishRequest(IReadOnlyList<MappingText> Files);

/// <summary>What was put in force.</summary>
/// <param name="Hash">The hash of the snapshot.</param>
/// <param name="HasChanged">False where it was in force already.</param>
/// <param name="Files">How many files.</param>
/// <param name="Routes">How many routes.</param>
/// <param name="Warnings">What is doubtful in them, as <c>file:line:column: …</c>; null from a hub of an older version.</param>
internal sealed record Published(string Hash, bool HasChanged, int Files, int Routes, IReadOnlyList<string>? Warnings);

/// <summary>What would come of putting files in force.</summary>
/// <param name="Errors">What keeps them from it, as <c>file:line:column: …</c>; none where nothing does.</param>
/// <param name="Warnings">What is doubtful in them.</param>
internal sealed record Checked(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);

/// <summary>How a mapping file stands.</summary>
/// <param name="File">The name within the folder.</param>
/// <param name="ActiveHash">The hash of what is in force; null where nothing of this name is.</param>
/// <param name="FolderHash">The hash of what lies in the folder; null where nothing of this name does.</param>
/// <param name="State"><c>active</c>, <c>changed</c> (the folder differs from what is in force) or <c>wrong</c>.</param>
/// <param name="Errors">What is wrong with it in the folder, as <c>file:line:column: …</c>.</param>
/// <param name="Since">Since when it stands so.</param>
internal sealed record MappingFileEntry(string File, string? ActiveHash, string? FolderHash, string State, IReadOnlyList<string> Errors, DateTimeOffset Since);

/// <summary>The mapping files, in force and in the folder.</summary>
/// <param name="Hash">The hash of the snapshot in force.</param>
/// <param name="Since">Since when it is.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Watched">Whether changes in the folder are taken by themselves.</param>
/// <param name="State">The worst state of all files; <c>wrong</c> where the folder itself is.</param>
/// <param name="Errors">What is wrong with the folder as such.</param>
/// <param name="Files">The files, by name.</param>
/// <param name="Warnings">What is doubtful in what is in force; null from a hub of an older version.</param>
internal sealed record MappingList(
    string? Hash, DateTimeOffset? Since, string Folder, bool Watched, string State, IReadOnlyList<string> Errors, IReadOnlyList<MappingFileEntry> Files, IReadOnlyList<string>? Warnings);

/// <summary>The mapping files: which are in force, and putting others in force.</summary>
internal static class MappingEndpoints
{
    private const string ActiveOne = "active";
    private const int MostTold = 100;

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapMappings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mappings", ListAsync).WithTags("mappings").WithSummary("The mapping files: which are in force, and what lies in the folder.")
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        routes.MapGet("/mappings/{hash}", ShowAsync).WithTags("mappings").WithSummary("The texts of a snapshot, by its hash or as active.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/mappings/publish", PublishAsync).WithTags("mappings").WithSummary("Puts these mapping files in force, all or none.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/mappings/check", CheckAsync).WithTags("mappings").WithSummary("Says what would keep these mapping files from coming into force; nothing changes.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);
    }

    /// <summary>The answer to mapping files that are wrong.</summary>
    public static ProblemHttpResult Wrong(IReadOnlyList<string> errors) =>
        Problems.WrongContent(string.Join('\n', errors.Count <= MostTold ? errors : [.. errors.Take(MostTold), $"and {errors.Count - MostTold} more"]));

    /// <summary>Reads the files of a body.</summary>
    /// <returns>The answer to what is no such body, or names files that the folder could not hold; null where all is right.</returns>
    public static ProblemHttpResult? Read<T>(JsonBody<T> body, Func<T, IReadOnlyList<MappingText>> filesOf, out IReadOnlyList<Mappings.MappingSource> sources)
        where T : class
    {
        sources = [];
        if (body.RefusalOrMissing is { } refused) return refused;
        var files = filesOf(body.Value!);
        if (Mappings.SourceName.Fault([.. files.Select(file => file.File)]) is { } fault) return Problems.Wrong(fault);
        sources = [.. files.Select(file => new Mappings.MappingSource(file.File, file.Text))];
        return null;
    }

    private static async Task<Ok<MappingList>> ListAsync(MappingReload reload, CancellationToken cancel)
    {
        var view = await reload.ViewAsync(cancel);
        return TypedResults.Ok(new MappingList(
            view.Hash, view.ActiveSince, view.Folder, view.Watched, Word(view.State), [.. view.Errors.Select(error => error.ToString())],
            [.. view.Files.Select(file => new MappingFileEntry(file.File, file.ActiveHash, file.FolderHash, Word(file.State), [.. file.Errors.Select(error => error.ToString())], file.Since))],
            Told(view.Warnings)));
    }

    private static async Task<Results<Ok<SnapshotText>, ProblemHttpResult>> ShowAsync(string hash, SnapshotStore snapshots, CancellationToken cancel)
    {
        var wanted = hash == ActiveOne ? snapshots.Active?.Hash : hash;
        return wanted is not null && await snapshots.SourcesAsync(wanted, cancel) is { } sources
            ? TypedResults.Ok(new SnapshotText(wanted, [.. sources.Select(source => new MappingText(source.File, source.Text))]))
            : Problems.Unknown("There is no snapshot of this hash.");
    }

    private static async Task<Results<Ok<Published>, ProblemHttpResult>> PublishAsync(JsonBody<PublishRequest> body, MappingReload reload, SnapshotStore snapshots, CancellationToken cancel)
    {
        if (Read(body, request => request.Files, out var sources) is { } refused) return refused;
        var before = snapshots.Active?.Hash;
        var loaded = await reload.PublishAsync(sources, cancel);
        return loaded.Snapshot is { } snapshot
            ? TypedResults.Ok(new Published(snapshot.Hash, snapshot.Hash != before, snapshot.Sources.Count, snapshot.Routes.Count, Told(loaded.Warnings)))
            : Wrong([.. loaded.Errors.Select(error => error.ToString())]);
    }

    private static async Task<Results<Ok<Checked>, ProblemHttpResult>> CheckAsync(JsonBody<PublishRequest> body, MappingReload reload, CancellationToken cancel)
    {
        if (Read(body, request => request.Files, out var sources) is { } refused) return refused;
        var loaded = await reload.CheckAsync(sources, cancel);
        return TypedResults.Ok(new Checked(Told(loaded.Errors), Told(loaded.Warnings)));
    }

    private static IReadOnlyList<string> Told(IReadOnlyList<Mappings.MappingError> warnings) => [.. warnings.Take(MostTold).Select(warning => warning.ToString())];

    private static string Word(FileState state) => state.ToString().ToLowerInvariant();
}
