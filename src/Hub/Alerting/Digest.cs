using System.Globalization;
using System.Text.Json;
using Hub.Configuration;
using Hub.Connections;
using Hub.Coordination;
using Hub.Storage;

namespace Hub.Alerting;

/// <summary>Once a day, at the time of the settings, the day in sums, posted to where alerts go. Of days on which the hub did not run there is one together.</summary>
internal sealed class Digest(IDatabase database, HubSettings settings, ConnectionRegistry connections, Wakeups wakeups)
{
    /// <summary>Makes one where it is due.</summary>
    public async Task MakeAsync(Reading reading, CancellationToken cancel)
    {
        if (settings.Alerts.Digest is not { } when) return;
        var due = when.LatestBefore(reading.At);
        var last = await database.ReadAsync(QueryDigest.LastAsync, cancel);
        if (last is not null && last.At >= due) return;
        var names = connections.All.Select(connection => connection.Name).ToList();
        var (parked, lastConsent) = await database.ReadAsync(async sql => (await QueryDigest.ParkedAsync(sql, names), await QueryDigest.LastConsentAsync(sql)), cancel);
        var counts = DigestCounts.Of(reading.Counters, lastConsent);
        var body = last is null ? null : await WriteAsync(reading, last, counts, parked, cancel);
        await database.WriteAsync(
            WriteKind.Housekeeping,
            async sql =>
            {
                // The first one begins the count, and tells nothing.
                if (body is not null) await AlertPosts.AddAsync(sql, string.Create(CultureInfo.InvariantCulture, $"digest-{due:yyyyMMddHHmm}"), body, reading.At);
                await QueryDigest.KeepAsync(sql, new(reading.At, JsonSerializer.Serialize(counts, PostJson.Default.DigestCounts)));
                return true;
            },
            cancel);
        wakeups.Signal(AlertPosting.Queue);
    }

    private async Task<string> WriteAsync(Reading reading, LastDigest last, DigestCounts now, List<ParkedGroup> parked, CancellationToken cancel)
    {
        var before = JsonSerializer.Deserialize(last.Counts, PostJson.Default.DigestCounts)!;
        var optOuts = await database.ReadAsync(sql => QueryDigest.OptOutsAfterAsync(sql, before.LastConsent), cancel);
        DigestSums Sums(string level, string came, string done) => new(
            now.Since(before, $"{level}/{came}"), now.Since(before, $"{level}/{done}"), now.Since(before, $"{level}/parked"), now.Counts.GetValueOrDefault($"{level}/pending"));
        var report = new DigestReport(
            last.At, reading.At, Sums("webhooks", "received", "applied"), Sums("events", "received", "applied"), Sums("commands", "created", "done"), optOuts, parked,
            [.. reading.Pauses.Select(pause => new DigestPause(pause.Kind, pause.Name, pause.Since))],
            [.. reading.LostTemplates.Select(lost => new DigestTemplate(lost.Connection, lost.Template.Name, lost.Template.Language, lost.Template.Status))],
            [.. reading.Active.Select(alert => alert.Name).Distinct(StringComparer.Ordinal)]);
        return JsonSerializer.Serialize(new("hub.digest", reading.At, report), PostJson.Default.PostedDigestReport);
    }
}
