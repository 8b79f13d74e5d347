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
};

try
{
    await using var world = await World.StartAsync(settings, stop.Token);
    AppDomain.CurrentDomain.ProcessExit += (_, _) => world.Hub.KillAsync(CancellationToken.None).Wait(TimeSpan.FromSeconds(5));
    if (arguments.Load) return await new Load(world, transcript).RunAsync(TimeSpan.FromSeconds(arguments.Seconds), stop.Token) ? 0 : 1;
    var allHeld = arguments.Mappings is not null || await PlayAsync(world);
    if (arguments.Once) return allHeld ? 0 : 1;
    Invite(world);
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (InvalidOperationException refused)
{
    Console.WriteLine(refused.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

async Task<bool> PlayAsync(World world)
{
    List<string> results = [];
    var stage = new Stage(world, transcript, stop.Token);
    var held = 0;
    foreach (var (number, story) in AllStories.InOrder.Index())
    {
        transcript.Headline(string.Create(CultureInfo.InvariantCulture, $"Story {number + 1}: {story.Title}"));
        var began = Stopwatch.GetTimestamp();
        var verdict = "held";
        try
        {
            await story.PlayAsync(stage);
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

      write as a customer      curl -s {{world.WhatsApp.Address}}_sandbox/messages -d '{"from": "+4915100000001", "name": "Ada", "text": "Hello"}'
      answer as an agent       curl -s {{world.Zendesk.Address}}_sandbox/tickets/101/comments -d '{"text": "Good morning", "public": true}'
      order as a buyer         curl -s {{world.Shopify.Address}}_sandbox/orders -d '{"first_name": "Ada", "phone": "+4915100000001", "locale": "en"}'
      ship as the shop         curl -s {{world.Shopify.Address}}_sandbox/orders/<id>/fulfillments -d '{"parcels": 2}'
      let a vendor fail        curl -s {{world.Zendesk.Address}}_sandbox/faults -d '{"kind": "server_error", "count": 3}'
      look at a vendor         curl -s {{world.WhatsApp.Address}}_sandbox/state      (zendesk: {{world.Zendesk.Address}}  shopify: {{world.Shopify.Address}})
      look at the hub          curl -s -H 'Authorization: Bearer {{world.AdminKey}}' {{world.Hub.Address}}api/v1/stats
    """);
