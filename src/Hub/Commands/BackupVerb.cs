using System.CommandLine;
using System.Globalization;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub backup</c>: a copy of the store of a running hub.</summary>
internal static class BackupVerb
{
    /// <summary>The verb.</summary>
    public static Verb Of(HubCall hub)
    {
        var file = new Argument<string>("file") { Description = "The file to write" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replaces a file that is there" };
        var verb = new Verb("backup", "Writes the whole store of a running hub, of one moment, into a file; work goes on meanwhile. The file holds people's data in clear.", "hub backup hub-backup.db", "hub backup hub-backup.db --overwrite");
        verb.Add(file);
        verb.Add(overwrite);
        return hub.Complete(verb, async (client, call, json, cancel) =>
        {
            var path = Path.GetFullPath(call.GetRequiredValue(file));
            if (File.Exists(path) && !call.GetValue(overwrite)) throw new WrongCallException($"{path} is there already. Name another file, or replace it with --overwrite.");
            if (!Directory.Exists(Path.GetDirectoryName(path))) throw new WrongCallException($"There is no folder {Path.GetDirectoryName(path)}. Make it first.");
            await TakeAsync(client, path, cancel);
            var bytes = new FileInfo(path).Length;
            var output = call.InvocationConfiguration.Output;
            await output.WriteLineAsync(json
                ? CommandJson.Write(new StoreCopied(path, bytes, null))
                : string.Create(CultureInfo.InvariantCulture, $"{path} holds the store: {bytes / 1048576.0:0.0} MiB, whole and readable. hub restore puts it back."));
            return ExitCode.Fine;
        });
    }

    // Under another name until it is known to be whole.
    private static async Task TakeAsync(AdminClient client, string path, CancellationToken cancel)
    {
        var unfinished = path + ".unfinished";
        try
        {
            File.Delete(unfinished);
            await using (var stream = new FileStream(unfinished, PrivateFiles.Options(FileAccess.Write)))
            {
                await client.DownloadAsync("backup", stream, cancel);
                stream.Flush(flushToDisk: true);
            }

            if (SqliteCopy.Obstacle(unfinished, int.MaxValue) is { } obstacle) throw new HubCallException($"What came is not a whole copy. {obstacle}");
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
