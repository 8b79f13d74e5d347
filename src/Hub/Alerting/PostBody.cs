using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Configuration;
using Hub.Endpoints;
using Hub.Storage;

namespace Hub.Alerting;

/// <summary>What is posted of an alert.</summary>
/// <param name="Id">The alert's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Source">The route that raised it, or <c>hub</c>.</param>
/// <param name="About">What a lasting one is about.</param>
/// <param name="Text">What it is; what a route wrote is hidden unless the settings let it through.</param>
/// <param name="Since">When it was raised.</param>
/// <param name="Active">Whether it lasts.</param>
/// <param name="ResolvedAt">When it was over.</param>
/// <param name="WhatToDo">What to do about it.</param>
internal sealed record PostedAlert(string Id, string Name, string Level, string Source, string About, string Text, DateTimeOffset Since, bool Active, DateTimeOffset? ResolvedAt, string? WhatToDo);

/// <summary>What is posted: its type, when it happened, and the thing itself (https://www.standardwebhooks.com, payload structure).</summary>
/// <typeparam name="T">The thing.</typeparam>
/// <param name="Type"><c>hub.alert.raised</c>, <c>hub.alert.resolved</c> or <c>hub.digest</c>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The thing.</param>
internal sealed record Posted<T>(string Type, DateTimeOffset Timestamp, T Data);

/// <summary>Makes the bodies of posts.</summary>
internal static class PostBody
{
    /// <summary>The id of the post of an alert as it stands: the beginning and the end of one that lasts are two.</summary>
    public static string IdOf(AlertEntry alert) => alert.ResolvedAt is null ? alert.Id : $"{alert.Id}-resolved";

    /// <summary>The body of the post of an alert.</summary>
    public static string Of(AlertEntry alert, AlertTarget target)
    {
        var shown = target.Reveal ? alert : Masking.Hide(alert);
        return JsonSerializer.Serialize(
            new(
                alert.ResolvedAt is null ? "hub.alert.raised" : "hub.alert.resolved", alert.ResolvedAt ?? alert.At,
                new(alert.Id, alert.Name, alert.Level, alert.Source, alert.About, shown.Text, alert.At, alert.Active, alert.ResolvedAt, AlertKind.Find(alert.Name)?.WhatToDo)),
            PostJson.Default.PostedPostedAlert);
    }
}

/// <summary>The JSON of posts.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Posted<PostedAlert>))]
[JsonSerializable(typeof(Posted<DigestReport>))]
[JsonSerializable(typeof(DigestCounts))]
internal sealed partial class PostJson : JsonSerializerContext;
