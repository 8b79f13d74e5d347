using System.Globalization;
using Sandbox.Stories;
using Sandbox.Vendors;

namespace Sandbox;

/// <summary>What the Sandbox was asked to do.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        dotnet run --project src/Sandbox                     play the stories, then stay up to try by hand
        dotnet run --project src/Sandbox -- --once           play the stories and end; exit code 0 only if all held
        dotnet run --project src/Sandbox -- load             send 20 shop orders a second and 100 chats a minute, and measure
        dotnet run --project src/Sandbox -- --vendors-only   the simulated vendors alone, for a hub that you run yourself

          --seed N                 the seed of all chance; printed at every start
          --port N                 the hub's port on 127.0.0.1; the vendors take the next six (default 5080); 0 for free ones
          --no-stories             start, and play no story
          --story N                plays the story of that number alone, for example one that has not held, with its seed
          --data FOLDER            keeps the hub's data there, in an empty or new folder; otherwise they are removed at the end
          --mappings FOLDER        your mapping files instead of the project's; the stories, which need those, are not played
          --fault VENDOR:KIND[:N]  a fault from the start: KIND N times (whole number) or in a part of all cases (0.1);
                                   VENDOR is whatsapp, zendesk, shopify, hubspot,
                                   zoho or square; may be given several times
          --storm PERCENT          each kind of fault at each vendor in that part of all cases
          --times N                with --once: the stories N times, each time in a new world with the next seed
          --hub URL                with --vendors-only: where your hub listens (default http://127.0.0.1 at the hub's port)
          --settings FILE          with --vendors-only: writes your hub's appsettings.json there instead of printing it
          --seconds N              how long load lasts (default 120)
        """;

    /// <summary>End after the stories.</summary>
    public bool Once { get; init; }

    /// <summary>Play no story.</summary>
    public bool NoStories { get; init; }

    /// <summary>The number of the one story to play, from 1; null for all.</summary>
    public int? Story { get; init; }

    /// <summary>The folder in which the hub's data stay; null for one that is removed at the end.</summary>
    public string? Data { get; init; }

    /// <summary>Measure instead of playing the stories.</summary>
    public bool Load { get; init; }

    /// <summary>Start the vendors and no hub.</summary>
    public bool VendorsOnly { get; init; }

    /// <summary>Where a hub of somebody's own listens; null for the hub's port on 127.0.0.1.</summary>
    public Uri? Hub { get; init; }

    /// <summary>The file for the settings of a hub of somebody's own; null to print them.</summary>
    public string? Settings { get; init; }

    /// <summary>The seed; null for a new one.</summary>
    public int? Seed { get; init; }

    /// <summary>The hub's port; null for 5080, or a free one when it ends by itself.</summary>
    public int? Port { get; init; }

    /// <summary>How long load lasts, in seconds.</summary>
    public int Seconds { get; init; } = 120;

    /// <summary>The folder of the mapping files; null for the project's own, which the stories need.</summary>
    public string? Mappings { get; init; }

    /// <summary>How often the stories are played.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The faults from the start.</summary>
    public IReadOnlyList<(string Vendor, Fault Fault)> Faults { get; init; } = [];

    /// <summary>Reads the command line.</summary>
    /// <returns>The arguments, or null with a sentence that says what is wrong; empty for a call of help.</returns>
    public static Arguments? Read(IReadOnlyList<string> words, out string error)
    {
        var read = new Arguments();
        error = "";
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "--once":
                    read = read with { Once = true };
                    continue;
                case "--no-stories":
                    read = read with { NoStories = true };
                    continue;
                case "--vendors-only":
                    read = read with { VendorsOnly = true };
                    continue;
                case "load":
                    read = read with { Load = true };
                    continue;
                case "--help" or "-h":
                    return null;
                case "--seed" when Number(next) is { } seed:
                    read = read with { Seed = seed };
                    break;
                case "--story" when Number(next) is > 0 and var story && story <= AllStories.InOrder.Count:
                    read = read with { Story = story };
                    break;
                case "--port" when Number(next) is >= 0 and < 65533 and var port:
                    read = read with { Port = port };
                    break;
                case "--seconds" when Number(next) is > 0 and var seconds:
                    read = read with { Seconds = seconds };
                    break;
                case "--hub" when Uri.TryCreate(next, UriKind.Absolute, out var hub) && hub.Scheme == Uri.UriSchemeHttp && hub.IsLoopback:
                    read = read with { Hub = hub };
                    break;
                case "--settings" when next.Length > 0:
                    read = read with { Settings = Path.GetFullPath(next) };
                    break;
                case "--data" when next.Length > 0:
                    read = read with { Data = Path.GetFullPath(next) };
                    break;
                case "--mappings" when next.Length > 0:
                    read = read with { Mappings = Path.GetFullPath(next) };
                    break;
                case "--storm" when Number(next) is > 0 and <= 100 and var percent:
                    read = read with { Faults = [.. read.Faults, .. WorldSettings.Storm(percent / 100.0)] };
                    break;
                case "--times" when Number(next) is > 0 and var times:
                    read = read with { Times = times };
                    break;
                case "--fault" when FaultOf(next) is { } fault:
                    read = read with { Faults = [.. read.Faults, fault] };
                    break;
                default:
                    error = $"{words[i]} {next}".TrimEnd() + " is not understood.";
                    return null;
            }

            i++;
        }

        if (read is { NoStories: true, Story: not null }) error = "--story plays a story, --no-stories plays none: give one of them.";
        else if (read is { NoStories: true, Once: true }) error = "--once plays the stories and ends: with --no-stories nothing is left to do.";
        else if (read is { Times: > 1, Once: false } or { Times: > 1, Data: not null } or { Times: > 1, Port: not null }) error = "--times plays in a new world each time: it goes with --once, and without --data and --port.";
        else if (read.Data is { } folder && (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))) error = $"--data: {folder} is not empty. The simulated vendors begin anew each time, so the hub must too.";
        else if (read is { VendorsOnly: false, Hub: not null } or { VendorsOnly: false, Settings: not null }) error = "--hub and --settings are for a hub of your own: give --vendors-only too.";
        else if (read is { VendorsOnly: true, Once: true } or { VendorsOnly: true, Load: true } or { VendorsOnly: true, Data: not null }) error = "--vendors-only starts no hub: --once, load and --data have nothing to work with.";
        else if (read.Mappings is { } mappings && !Directory.Exists(mappings)) error = $"--mappings: there is no folder {mappings}.";
        else if (read.Settings is { } settings && Path.Exists(settings)) error = $"--settings: {settings} is there already, and is not overwritten.";
        return error.Length == 0 ? read : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (string Vendor, Fault Fault)? FaultOf(string text) =>
        text.Split(':', 2) is [var vendor, var rest] && VendorSet.Names.Contains(vendor) && Fault.Parse(rest) is { } fault ? (vendor, fault) : null;
}
