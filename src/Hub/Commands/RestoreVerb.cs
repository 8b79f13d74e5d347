using System.CommandLine;
using Hub.Configuration;
using Hub.Storage;

namespace Hub.Commands;

/// <summary><c>hub restore</c>: puts a copy in the place of the store while the hub is stopped.</summary>
internal static class RestoreVerb
{
    /// <summary>The verb.</summary>
    /// <param name="configuration">The settings of this machine, which say where the store is.</param>
    public static Verb Of(Func<IConfiguration> configuration)
    {
        var file = new Argument<string>("file") { Description = "A file that hub backup has written" };
        var data = new Option<string?>("--data") { Description = "The data folder of the hub, where another hub than that of the settings here is meant, such as the Sandbox's" };
        var verb = new Verb(
            "restore", "Puts a copy in the place of the store, while the hub is stopped. The store that was there is kept beside it. The next start begins held: all connections are paused until hub resume.", "hub restore hub-backup.db", "hub restore hub-backup.db --data kept");
        verb.Add(file);
        verb.Add(data);
        verb.AddJson();
        verb.SetAction(async (call, _) =>
        {
            var path = Path.GetFullPath(call.GetRequiredValue(file));
            if (!File.Exists(path)) throw new WrongCallException($"There is no file {path}.");
            var restored = Restore(path, StoreIn(configuration(), call.GetValue(data)));
            var output = call.InvocationConfiguration.Output;
            if (Verb.WantsJson(call)) await output.WriteLineAsync(CommandJson.Write(restored));
            else await output.WriteLineAsync(Sentence(restored));
            return ExitCode.Fine;
        });
        return verb;
    }

    private static StoreCopied Restore(string path, string store)
    {
        try
        {
            return new(store, new FileInfo(path).Length, SqliteRestore.PutBack(path, store, Migrations.OfHub().Newest));
        }
        catch (StoreUnavailableException refused)
        {
            throw new WrongCallException(refused.Message);
        }
    }

    private static string Sentence(StoreCopied restored) =>
        $"{restored.File} is now what the copy held.{(restored.Replaced is { } before ? $" What was there before is {before}." : "")}{Environment.NewLine}"
        + "The next start begins held: all connections are paused, and sends that may have left since the copy was made are parked. Look at hub parked and hub paused, then hub resume NAME.";

    private static string StoreIn(IConfiguration configuration, string? folder)
    {
        if (folder is not null) return Directory.Exists(folder) ? Path.GetFullPath(new StorageOptions().FileIn(folder)) : throw new WrongCallException($"There is no folder {Path.GetFullPath(folder)}. Name the data folder of the hub: --data FOLDER.");
        if (new StorageOptions { Provider = configuration["Storage:Provider"] ?? "" }.IsPostgres)
        {
            throw new WrongCallException("The store is PostgreSQL: stop all nodes, put the copy back with pg_restore, then start one node with hub run --hold.");
        }

        var errors = new List<string>();
        var storage = (StorageOptions?)new OptionsBinder(configuration.GetSection("Storage"), "the store", errors).Bind(typeof(StorageOptions));
        if (storage is null || errors.Count > 0) throw new WrongCallException(string.Join(Environment.NewLine, errors));
        if (configuration["Hub:DataPath"] is { Length: > 0 } data) return Path.GetFullPath(storage.FileIn(data));
        var store = Path.GetFullPath(storage.FileIn(new HubOptions().DataPath));
        if (storage.ConnectionString is not null || Directory.Exists(Path.GetDirectoryName(store))) return store;
        throw new WrongCallException($"Nothing here says where the hub keeps its store: there is no Hub:DataPath and no folder {Path.GetDirectoryName(store)}. Call it in the folder with the hub's appsettings.json, or name its data folder: --data FOLDER.");
    }
}
