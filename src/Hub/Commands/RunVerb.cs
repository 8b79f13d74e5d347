using System.CommandLine;
using System.Security.Cryptography;
using Hub.Configuration;
using Hub.Storage;
using Microsoft.AspNetCore.Connections;

namespace Hub.Commands;

/// <summary><c>hub run</c>: runs the hub until it is told to stop.</summary>
internal static class RunVerb
{
    private const string NoWatch = "--no-watch";
    private const string Hold = "--hold";

    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal) { [NoWatch] = "--Hub:Watch=false", [Hold] = "--Hub:Hold=true" };

    /// <summary>The verb.</summary>
    /// <param name="args">All arguments of the call: what follows the verb are settings.</param>
    /// <param name="build">Builds the hub from settings.</param>
    public static Verb Of(IReadOnlyList<string> args, Func<IReadOnlyList<string>, WebApplication> build)
    {
        var verb = new Verb(
            HubCommandLine.Run,
            "Runs the hub, as hub without a verb does. Settings may follow as --Section:Key=value. What it keeps stands in Hub:DataPath, by default the folder data, which it makes.",
            "hub run --urls http://127.0.0.1:5080 --Hub:Mappings=mappings",
            "Hub__AdminKeyFile=/run/secrets/admin-key hub run",
            "hub run --no-watch",
            "hub run --hold") { TreatUnmatchedTokensAsErrors = false };
        verb.Add(new Option<bool>(NoWatch) { Description = "Leaves changes in the folder of the mapping files alone; they come into force by hub mappings publish" });
        verb.Add(new Option<bool>(Hold) { Description = "Begins with all connections paused, after a store was put back: hub resume NAME lets them go on" });
        verb.SetAction((call, cancel) =>
        {
            var (settings, mistakes) = Read([.. args.SkipWhile(arg => arg == HubCommandLine.Run).Select(arg => Flags.GetValueOrDefault(arg, arg))]);
            return RunAsync(() => build(settings), call.InvocationConfiguration.Error, cancel, mistakes);
        });
        return verb;
    }

    /// <summary>Tells settings from what .NET would leave out in silence: a word that is no setting, and a setting without a value.</summary>
    /// <param name="words">What follows the verb.</param>
    /// <returns>The settings, and a sentence for each mistake.</returns>
    public static (IReadOnlyList<string> Settings, IReadOnlyList<string> Mistakes) Read(IReadOnlyList<string> words)
    {
        var (settings, mistakes) = (new List<string>(), new List<string>());
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var isNamed = word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2;
            if (word.IndexOf('=', StringComparison.Ordinal) > 0 && (isNamed || word[0] != '-')) settings.Add(word);
            else if (!isNamed) mistakes.Add($"hub run does not understand {word}. Only settings follow it, as --Section:Key=value.");
            else if (i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal)) settings.AddRange([word, words[++i]]);
            else mistakes.Add($"{word} has no value. {Nearest.Question(word, [.. Flags.Keys])}Write {word}=value.");
        }

        return (settings, mistakes);
    }

    /// <summary>Starts the hub and waits for its end.</summary>
    /// <param name="build">Builds it.</param>
    /// <param name="error">Gets what keeps it from starting.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="mistakes">What was wrong with the call already, to be told with all else.</param>
    /// <returns>The exit code: <see cref="ExitCode.Found"/> when a fault of its own ended it, <see cref="ExitCode.WrongCall"/> when it could not start, with the reasons on <paramref name="error"/>.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build, TextWriter error, CancellationToken cancel, IReadOnlyList<string>? mistakes = null)
    {
        var hasStarted = false;
        try
        {
            await using var app = Beside(mistakes ?? [], build);
            var settings = Beside([.. mistakes ?? [], .. FirstStart.Obstacles(app.Configuration)], app.Services.GetRequiredService<HubSettings>);
            if (settings.Connections.Count == 0) await error.WriteLineAsync(HubConfiguration.NoConnections);
            List<string> obstacles = [.. mistakes ?? [], .. FirstStart.Obstacles(app.Configuration), .. ListeningAddresses.Obstacles(app.Configuration)];
            if (obstacles.Count > 0) throw new StartRefusedException(obstacles);
            await HubHost.PrepareAsync(app.Services, cancel);
            await app.StartAsync(cancel);
            hasStarted = true;
            await app.WaitForShutdownAsync(cancel);
            // A service that fails ends the host as if it had been told to stop.
            return app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true }) ? ExitCode.Found : ExitCode.Fine;
        }
        catch (OperationCanceledException) when (!hasStarted && !cancel.IsCancellationRequested)
        {
            // A service that fails while others are still starting stops the host, which has logged why.
            return ExitCode.Found;
        }
        catch (StartRefusedException refused)
        {
            foreach (var sentence in refused.Sentences) await error.WriteLineAsync(sentence);
        }
        catch (StoreUnavailableException unavailable)
        {
            await error.WriteLineAsync(unavailable.Message);
        }
        catch (InvalidDataException unreadable)
        {
            await error.WriteLineAsync(unreadable.GetBaseException() is var cause && cause == unreadable ? unreadable.Message : $"{unreadable.Message} {cause.Message}");
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{taken.Message} Stop what listens there, or give another address with --urls.");
        }
        catch (Exception refused) when (refused is InvalidOperationException or CryptographicException && !hasStarted)
        {
            // The server's own settings, such as Kestrel:Limits or a certificate's password, are read by the framework.
            await error.WriteLineAsync(refused.Message.ReplaceLineEndings(" "));
        }

        return ExitCode.WrongCall;
    }

    // What is known to be wrong is told with what a step that fails finds.
    private static T Beside<T>(IReadOnlyList<string> known, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (StartRefusedException refused) when (known.Count > 0)
        {
            throw new StartRefusedException([.. known, .. refused.Sentences]);
        }
    }
}
