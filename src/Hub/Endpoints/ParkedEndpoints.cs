using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Configuration;
using Hub.Connections;
using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>What is parked: by cause, one by one, and many at once run again or given up.</summary>
internal static class ParkedEndpoints
{
    private const int MostGroups = 200;
    private const int UsualLimit = 100;
    private const int LargestLimit = 500;
    private const string Original = "original";
    private const string Current = "current";

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapParked(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/parked", ListAsync).WithTags("lists").WithSummary("What is parked, by kind, route, reason and error: how many, since when, and what to do.").Describe();
        routes.MapGet("/parked/{id}", ShowAsync).WithTags("lists").WithSummary("One parked entry whole, and what a replay of it would do now.").Describe().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/parked/replay", ReplayAsync).WithTags("control").WithSummary("Runs parked entries again, in the order in which they were made; with dryRun tells what that would do.").Describe();
        routes.MapPost("/parked/discard", DiscardAsync).WithTags("control").WithSummary("Gives parked entries up; with dryRun tells which.").Describe();
    }

    private static async Task<Results<Ok<ParkedList>, ProblemHttpResult>> ListAsync([AsParameters] ParkedQuery query, IDatabase database, CancellationToken cancel)
    {
        var filter = query.ToFilter();
        if (Wrong(filter) is { } wrong) return Problems.Wrong(wrong);
        return TypedResults.Ok(await database.ReadAsync(sql => GroupsAsync(sql, filter, query.Reveal == true), cancel));
    }

    private static async ValueTask<ParkedList> GroupsAsync(ISql sql, ParkedFilter filter, bool reveals)
    {
        var total = await ParkedRows.CountAsync(sql, filter);
        var groups = new List<ParkedGroupEntry>();

        // Errors that differ only in what is hidden are one cause.
        foreach (var causes in (await ParkedRows.CausesAsync(sql, filter)).GroupBy(cause => (cause.Kind, cause.Connection, cause.Route, cause.Reason, Error: reveals ? cause.Error : ErrorMask.Hide(cause.Error))).OrderByDescending(causes => causes.Sum(cause => cause.Count)).Take(MostGroups))
        {
            var (newest, meaning) = (causes.MaxBy(cause => cause.Newest)!, ParkedMeaning.Of(causes.Key.Reason));
            var route = newest.Kind == ParkedKind.Event ? string.Join(", ", await ParkedRows.FailedRoutesAsync(sql, newest.Sample)) : newest.Route;
            groups.Add(new(
                NameOf(newest.Kind), newest.Connection, string.IsNullOrEmpty(route) ? null : route, newest.Reason, causes.Key.Error, causes.Sum(cause => cause.Count), causes.Min(cause => cause.Oldest), newest.Newest, newest.Sample,
                meaning.Means, meaning.WhatToDo));
        }

        return new(total, groups, total - groups.Sum(group => group.Count));
    }

    private static async Task<Results<Ok<ParkedDetail>, ProblemHttpResult>> ShowAsync(string id, bool? reveal, IDatabase database, ConnectionRegistry connections, ParkedOrders orders, CancellationToken cancel)
    {
        var found = await database.ReadAsync(
            async sql =>
            {
                if (await ParkedRows.FindAsync(sql, id) is not { } place || await ParkedRows.ParkedAtAsync(sql, place) is not { } at) return null;
                var command = place.Kind == ParkedKind.Command ? (await QueryLists.CommandAsync(sql, id)).FirstOrDefault(one => one.Id == id) : null;
                var e = place.Kind == ParkedKind.Webhook ? null : await QueryLists.EventAsync(sql, command?.Event ?? id);
                var webhook = place.Kind == ParkedKind.Webhook ? await QueryLists.WebhookAsync(sql, place.Seq) : null;
                return new Found(place, at, command, command is null ? [] : await QueryAttempts.OfAsync(sql, id), e, webhook);
            },
            cancel);
        if (found is null) return Problems.Unknown(ParkedChanges.Gone);
        var selection = new ParkedSelection([id], ParkedFilter.None, null, 1);
        var original = (await orders.PreviewAsync(selection, ReplayWay.AsItWas, remade: false, cancel)).Previews;
        var current = found.Command is null ? [] : (await orders.PreviewAsync(selection, ReplayWay.AsItWas, remade: true, cancel)).Previews;
        var reveals = reveal == true;
        var meaning = ParkedMeaning.Of(found.Command?.Reason ?? (found.Command is null ? found.Event?.Reason : null) ?? ParkedMeaning.Unreadable);
        return original is not [var replay] ? Problems.Unknown(ParkedChanges.Gone) : TypedResults.Ok(new ParkedDetail(
            NameOf(found.Place.Kind), id, found.ParkedAt, meaning.Reason, meaning.Means, meaning.WhatToDo,
            found.Command is { } command ? reveals ? command : Masking.Hide(command) : null,
            reveals ? found.Attempts : [.. found.Attempts.Select(attempt => attempt with { Error = ErrorMask.Hide(attempt.Error) })],
            found.Event is { } e ? reveals ? e : Masking.Hide(e, connections.NamesPerson(e.Connection)) : null,
            found.Webhook is { } webhook ? Masking.WithoutProof(reveals ? webhook : Masking.Hide(webhook), connections.Find(webhook.Connection)?.Connector) : null,
            EntryOf(replay, reveals), current is [var remade] ? EntryOf(remade, reveals) : null));
    }

    private static async Task<Results<Ok<ParkedAnswer>, ProblemHttpResult>> ReplayAsync(JsonBody<ParkedOrder> body, ParkedOrders orders, CancellationToken cancel)
    {
        if (body.RefusalOrMissing is { } refused) return refused;
        var order = body.Value!;
        if (Read(order, "replay", out var selection) is { } wrong) return Problems.Wrong(wrong);
        if (order.Mappings is not (null or Original or Current)) return Problems.Wrong($"mappings must be {Original} or {Current}.");
        var way = new ReplayWay(order.Resend == true, order.IgnoreAge == true);
        var remade = order.Mappings == Current;
        if (order.DryRun == true) return await PreviewAsync(order, "replay", selection, orders, way, remade, cancel);
        var result = remade ? await orders.RemakeAsync(selection, way, cancel) : await orders.ReplayAsync(selection, way, cancel);
        return TypedResults.Ok(new ParkedAnswer(result.Done, Hide(result.Refused, order), [], CursorOf(result.Next, ScopeOf(order, "replay"))));
    }

    private static async Task<Results<Ok<ParkedAnswer>, ProblemHttpResult>> DiscardAsync(JsonBody<ParkedOrder> body, ParkedOrders orders, CancellationToken cancel)
    {
        if (body.RefusalOrMissing is { } refused) return refused;
        var order = body.Value!;
        if (Read(order, "discard", out var selection) is { } wrong) return Problems.Wrong(wrong);
        if ((order.Mappings ?? (object?)order.Resend ?? order.IgnoreAge) is not null) return Problems.Wrong("mappings, resend and ignoreAge mean nothing where entries are discarded.");
        if (order.DryRun == true) return Problems.Wrong("A discard has no dry run. GET /api/v1/parked with the same selection tells what it is about.");
        var result = await orders.DiscardAsync(selection, cancel);
        return TypedResults.Ok(new ParkedAnswer(result.Done, Hide(result.Refused, order), [], CursorOf(result.Next, ScopeOf(order, "discard"))));
    }

    private static async Task<Results<Ok<ParkedAnswer>, ProblemHttpResult>> PreviewAsync(
        ParkedOrder order, string name, ParkedSelection selection, ParkedOrders orders, ReplayWay way, bool remade, CancellationToken cancel)
    {
        var (previews, unknown, next) = await orders.PreviewAsync(selection, way, remade, cancel);
        var refused = previews.Where(preview => preview.Fate == ParkedFate.Refused).Select(preview => new ParkedRefusal(preview.Place.Id, preview.Sentence ?? "")).ToList();
        return TypedResults.Ok(new ParkedAnswer(
            previews.Count - refused.Count, Hide([.. unknown, .. refused], order), [.. previews.Select(preview => EntryOf(preview, order.Reveal == true))], CursorOf(next, ScopeOf(order, name))));
    }

    private static string? Read(ParkedOrder order, string name, out ParkedSelection selection)
    {
        var filter = new ParkedFilter(order.Connection, order.Route, order.Reason, order.Error, order.From, order.To);
        selection = new(order.Ids, filter, null, order.Limit ?? UsualLimit);
        if (selection.Limit is < 1 or > LargestLimit) return $"limit must be 1 to {LargestLimit}.";
        if (Wrong(filter) is { } wrong) return wrong;
        var isFiltered = filter != ParkedFilter.None;
        if (order.Ids is not null && (isFiltered || order.All == true || order.Cursor is not null)) return "Give ids, or a filter, or all: one of them.";
        if (order.Ids is { Count: 0 or > LargestLimit }) return $"ids must be 1 to {LargestLimit}.";
        if (order.Ids is null && !isFiltered && order.All != true) return "Say which entries: ids, or connection, route, reason, error, from or to. All of them are all: true.";
        if (order.Cursor is not { } cursor) return null;
        if (Position(cursor, ScopeOf(order, name)) is not { } after) return "cursor is not one that this order gave with this selection.";
        selection = selection with { After = after };
        return null;
    }

    private static string? Wrong(ParkedFilter filter)
    {
        if (filter.From >= filter.To) return "from must be before to.";
        var reasons = ParkedMeaning.All.Select(meaning => meaning.Reason).ToList();
        return filter.Reason is null || reasons.Contains(filter.Reason) ? null : $"reason is none for which entries are parked. {Nearest.Question(filter.Reason, reasons)}Known: {string.Join(", ", reasons)}.";
    }

    private static string ScopeOf(ParkedOrder order, string name) => ListCursor.Scope("parked/" + name, order.Connection, order.Route, order.Reason, order.Error, order.From, order.To);

    private static string? CursorOf(ParkedCursor? cursor, string scope) =>
        cursor is null ? null : string.Create(CultureInfo.InvariantCulture, $"{(int)cursor.Kind}.{cursor.Seq}.{cursor.Began.ToUnixTimeMilliseconds()}.{scope}");

    private static ParkedCursor? Position(string cursor, string scope) =>
        cursor.Split('.') is [var kind, var seq, var began, var bound] && bound == scope
        && int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var which) && which <= (int)ParkedKind.Command
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(began, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new((ParkedKind)which, number, DateTimeOffset.FromUnixTimeMilliseconds(at))
            : null;

    private static ParkedPreviewEntry EntryOf(ParkedPreview preview, bool reveals) => new(
        preview.Place.Id, NameOf(preview.Place.Kind), preview.Fate.ToString().ToLowerInvariant(), reveals ? preview.Sentence : ErrorMask.Hide(preview.Sentence),
        [.. preview.Differences.Select(difference => new ParkedDifferenceEntry(difference.Field, Show(difference.Before, difference.Field, reveals), Show(difference.After, difference.Field, reveals)))]);

    // Compared whole, shown masked: two texts that are masked alike are told apart all the same.
    private static JsonElement? Show(JsonNode? value, string field, bool reveals)
    {
        if (value is null) return null;
        var json = JsonSerializer.SerializeToElement(value, AdminJson.Default.JsonNode);
        var name = field[(field.LastIndexOf('.') + 1)..];
        return reveals || name is "do" or "via" ? json : JsonMask.Hide(json, name);
    }

    private static IReadOnlyList<ParkedRefusalEntry> Hide(IEnumerable<ParkedRefusal> refused, ParkedOrder order) =>
        [.. refused.Select(one => new ParkedRefusalEntry(one.Id, order.Reveal == true ? one.Why : ErrorMask.Hide(one.Why)!))];

    private static string NameOf(ParkedKind kind) => kind.ToString().ToLowerInvariant();

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder route) => route.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized);

    private sealed record Found(ParkedPlace Place, DateTimeOffset ParkedAt, CommandEntry? Command, IReadOnlyList<AttemptEntry> Attempts, EventEntry? Event, WebhookEntry? Webhook);
}
