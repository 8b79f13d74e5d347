using System.CommandLine;
using Hub.Configuration;
using Hub.Storage;
using Microsoft.AspNetCore.Connections;

namespace Hub.Commands;

/// <summary><c>hub run</c>: runs the hub until it is told to stop.</summary>
internal static class RunVerb
{
    private const string NoWatch = "--no-watch";

    /// <summary>The verb.</summary>
    /// <param name="args">All arguments of the call: what follows the verb are settings.</param>
    /// <param name="build">Builds the hub from settings.</param>
    public static Verb Of(IReadOnlyList<string> args, Func<IReadOnlyList<string>, WebApplication> build)
    {
        var verb = new Verb(
            HubCommandLine.Run,
            "Runs the hub. Settings may follow as --Section:Key=value.",
            "hub run --urls http://127.0.0.1:5080 --Hub:Mappings=mappings",
            "Hub__AdminKeyFile=/run/secrets/admin-key hub run",
            "hub run --no-watch") { TreatUnmatchedTokensAsErrors = false };
        verb.Add(new Option<bool>(NoWatch) { Description = "Leaves changes in the folder of the mapping files alone; they come into force by hub mappings publish" });
        verb.SetAction((call, cancel) => RunAsync(() => build([.. args.SkipWhile(arg => arg == HubCommandLine.Run).Select(arg => arg == NoWatch ? "--Hub:Watch=false" : arg)]), call.InvocationConfiguration.Error, cancel));
        return verb;
    }

    /// <summary>Starts the hub and waits for its end.</summary>
    /// <returns>The exit code: <see cref="ExitCode.WrongCall"/> when it could not start, with the reasons on <paramref name="error"/>.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build, TextWriter error, CancellationToken cancel)
    {
        try
        {
            await using var app = build();
            await HubHost.PrepareAsync(app.Services, cancel);
            await app.StartAsync(cancel);
            await app.WaitForShutdownAsync(cancel);
            return ExitCode.Fine;
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
            await error.WriteLineAsync($"{unreadable.Message} {unreadable.InnerException?.Message}".TrimEnd());
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{taken.Message} Stop what listens there, or give another address with --urls.");
        }

        return ExitCode.WrongCall;
    }
}
