using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sandbox;
using Sandbox.Stories;

if (Arguments.Read(args, out var error) is not { } arguments)
{
    Console.WriteLine(error.Length > 0 ? $"{error}\n\n{Arguments.Usage}" : Arguments.Usage);
    return error.Length > 0 ? 2 : 0;
}

using var stop = new CancellationTokenSource();
// Ctrl+C and a polite kill both leave neither the hub's process nor its folder behind.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var seed = arguments.Seed ?? RandomNumberGenerator.GetInt32(1, 1_000_000);
var transcript = new Transcript(Console.Out);
transcript.Write(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}. The same seed brings the same people, ids and faults: --seed {seed}"));
var settings = new WorldSettings
{
    Seed = seed,
    Port = arguments.Port ?? (arguments.Once || arguments.Load ? 0 : 5080),
    ShopPlan = arguments.Load ? Sandbox.Shopify.ShopPlan.Plus : Sandbox.Shopify.ShopPlan.Standard,
    Faults = arguments.Faults,
    Mappings = arguments.Mappings,
    Data = arguments.Data,
};
if (Ports.Obstacle(settings.Port, arguments.VendorsOnly) is { } obstacle)
{
    Console.WriteLine(obstacle);
    return 2;
}

ScratchFolder.RemoveAbandoned(Path.GetTempPath());
try
{
    if (arguments.VendorsOnly) return await StandInAsync();
    if (arguments.Times > 1) return await RepeatAsync();
    await using var world = await World.StartAsync(settings, stop.Token);
    AppDomain.CurrentDomain.ProcessExit += (_, _) => world.Hub.KillAsync(CancellationToken.None).Wait(TimeSpan.FromSeconds(5));
    if (arguments.Load) return await new Load(world, transcript).RunAsync(TimeSpan.FromSeconds(arguments.Seconds), stop.Token) ? 0 : 1;
    transcript.Write($"The hub's data are in {world.DataFolder}, {(arguments.Data is null ? "and are removed at the end; --data FOLDER keeps them" : "and stay there")}.");
    var allHeld = arguments.Mappings is not null || arguments.NoStories || await PlayAsync(world);
    if (arguments.Once) return allHeld ? 0 : 1;
    world.Hub.Heard = new MappingNews(news => transcript.Passed("files", news)).Hear;
    Invite(world);
    return await StayAsync(world);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    transcript.Write($"\nAll is stopped. {(arguments.Data is { } kept ? $"The data stay in {kept}." : "The hub's data are removed.")}");
    return 130;
}
catch (Exception refused) when (refused is InvalidOperationException or IOException)
{
    Console.WriteLine(refused.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

async Task<int> StandInAsync()
{
    var hub = arguments.Hub ?? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.Port}"));
    await using var standIns = await StandIns.StartAsync(settings, hub);
    if (arguments.Settings is { } file) standIns.Write(file);
    transcript.Write(arguments.Settings is { } written
        ? $"\nYour hub's settings are in {written}. Start the hub in that folder:\n\n  cd {Path.GetDirectoryName(written)} && dotnet run --project {Path.Combine(World.RepositoryRoot(), "src", "Hub")}\n"
        : $"\nYour hub's settings, for appsettings.json in the folder where you start it (--settings FILE writes them there):\n\n{standIns.Settings()}");
    transcript.Write($"The vendors stay up until you press Ctrl+C and send their webhooks to {hub}. They begin anew each time: give the hub an empty data folder then, and the same --seed for the same keys. To try by hand:\n\n{Invitation.Calls(standIns.Vendors)}");
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}

async Task<int> RepeatAsync()
{
    List<string> results = [];
    var held = 0;
    for (var time = 0; time < arguments.Times; time++)
    {
        var began = Stopwatch.GetTimestamp();
        await using var world = await World.StartAsync(settings with { Seed = seed + time }, stop.Token);
        var holds = await PlayAsync(world);
        if (holds) held++;
        results.Add(string.Create(CultureInfo.InvariantCulture, $"Seed {seed + time} {(holds ? "held" : "BROKEN"),-6} {Stopwatch.GetElapsedTime(began).TotalSeconds,5:0.0} s"));
    }

    transcript.Write("");
    results.ForEach(transcript.Write);
    transcript.Write(string.Create(CultureInfo.InvariantCulture, $"{arguments.Times} times, {held} held"));
    return held == arguments.Times ? 0 : 1;
}

async Task<int> StayAsync(World world)
{
    try
    {
        var code = await world.Hub.EndAsync(stop.Token);
        transcript.Write(string.Create(CultureInfo.InvariantCulture, $"\nThe hub has ended by itself, with code {code}. Its last lines:\n{string.Join('\n', world.Hub.Output.TakeLast(20))}"));
        return 1;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        return 0;
    }
    finally
    {
        transcript.Write(arguments.Data is null ? $"\nAll is stopped. The data folder {world.DataFolder} is removed." : $"\nAll is stopped. The data stay in {world.DataFolder}.");
    }
}

async Task<bool> PlayAsync(World world)
{
    List<string> results = [];
    var stage = new Stage(world, transcript, stop.Token);
    var held = 0;
    foreach (var (number, story) in AllStories.InOrder.Index().Where(one => arguments.Story is not { } only || one.Index + 1 == only))
    {
        transcript.Headline(string.Create(CultureInfo.InvariantCulture, $"Story {number + 1}: {story.Title}"));
        var began = Stopwatch.GetTimestamp();
        var verdict = "held";
        try
        {
            await stage.PlayAsync(story);
            held++;
        }
        catch (StoryBrokenException broken)
        {
            transcript.Write($"\n  ✗ {broken.Message}");
            verdict = "BROKEN";
        }

        results.Add(string.Create(CultureInfo.InvariantCulture, $"Story {number + 1} {verdict,-6} {Stopwatch.GetElapsedTime(began).TotalSeconds,5:0.0} s  {story.Title}"));
    }

    transcript.Write("");
    results.ForEach(transcript.Write);
    transcript.Write(string.Create(CultureInfo.InvariantCulture, $"{results.Count} stories, {held} held"));
    return held == results.Count;
}

void Invite(World world) => transcript.Write(
    $$"""

    All stays up until you press Ctrl+C. To try by hand:

    {{Invitation.Calls(world.VendorSet)}}
      look at the hub          curl -s -H 'Authorization: Bearer {{world.AdminKey}}' {{world.Hub.Address}}api/v1/stats
      ask by the command line  echo {{world.AdminKey}} > key; dotnet run --project src/Hub -- find "+49 151 00000001" --url {{world.Hub.Address}} --key-file key
                               (so do pause, resume, paused, parked, approve, alerts, reconcile, merges, backup, explain, diff, simulate, capture and mappings)

    Its mapping files are in {{world.MappingFolder}}; changes come into force within two seconds. Its data are in {{world.DataFolder}}.
    """);
