using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Vendors;
using Sandbox;
using Sandbox.Stories;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>What the hub tells while stories are played, with everything switched on, of the framework too: its log, metrics, traces and posted alerts.</summary>
public sealed class LogTests(ITestOutputHelper output)
{
    // Shorter words and settings (a version, a subdomain) stand in the log for other reasons.
    private const int ShortestWords = 8;

    private static readonly string AlertKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static readonly Dictionary<string, string> Loud =
        new[] { "LogLevel:Default", "LogLevel:Hub", "LogLevel:Microsoft", "LogLevel:System", "Console:LogLevel:Default", "Console:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics" }
            .ToDictionary(name => $"Logging:{name}", _ => "Trace");

    private static readonly string[] Secrets = ["AppSecret", "VerifyToken", "AccessToken", "ApiToken", "SigningSecret", "ClientSecret", "SignatureKey", "ApplicationToken", "Email", "RefreshToken", "WebhookSecret", "DeveloperKey"];

    // What only a hub with a real store, real calls and real tokens has to show; the hub looks every 15 s.
    private static readonly string[] Valued =
        ["\nhub_store_size_bytes ", "\nhub_store_wal_size_bytes ", "\nhub_disk_free_bytes ", "\nhub_clock_skew_seconds{connection=\"desk\"} ", "\nhub_token_age_seconds{connection=\"zoho\"} ", "\nhub_echoes_total "];

    [Fact]
    public async Task WhatTheHubTellsOfStories_HoldsNoPersonNoSecretAndNoWords()
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var listening = await Listening.StartAsync();
        await using var world = await World.StartAsync(new() { Seed = seed, Hub = Telling(listening) }, CancellationToken.None);
        world.Hub.KeptLines = int.MaxValue;
        using var writer = new OutputWriter(output);
        foreach (var story in AllStories.InOrder.Where(story => story.MappingFiles.Count == 0))
        {
            await story.PlayAsync(new Stage(world, new Transcript(writer), CancellationToken.None));
        }

        // A refused webhook, a request that is none, refused credentials and a crash are told too.
        await RefuseAsync(world);
        var person = TicketStory.Newcomer(world);
        world.WhatsApp.State.Write(person, "Is my number in your log?");

        // Traces go every 5 s by the real clock; what has not gone dies with the process.
        await ToldAsync(listening, "report status");
        await world.KillHubAsync(CancellationToken.None);
        await world.StartHubAsync(CancellationToken.None);

        // Metrics go every minute and at a clean stop: those of the process that was killed may never have gone.
        world.WhatsApp.State.Write(person, "Is my number in your metrics?");
        await world.SettleAsync(CancellationToken.None);
        await AlertAsync(world, listening);
        var metrics = "";
        await UntilAsync(async () => Valued.All((metrics = await MetricsAsync(world)).Contains));
        await world.Hub.StopAsync(CancellationToken.None);

        var traces = listening.Of("/v1/traces").SelectMany(ProtobufTexts.Read).ToList();
        var sent = listening.Of("/v1/metrics").SelectMany(ProtobufTexts.Read).ToList();
        var log = string.Join('\n', [.. world.Hub.Output, metrics, .. traces, .. sent, .. listening.Of("/alerts").Select(Encoding.UTF8.GetString)]);
        sent.ShouldContain("hub.attempts");
        metrics.ShouldContain("hub_webhook_requests_total{connection=\"wa\",answer=\"401\"} 1");
        foreach (var span in (string[])["receive webhook", "read webhook", "process event", "call vendor", "report status"]) traces.ShouldContain(span);
        output.WriteLine($"{world.Hub.Output.Count} lines");
        world.Hub.DroppedLines.ShouldBe(0);
        log.ShouldContain("was refused");
        world.WhatsApp.State.People.Count.ShouldBeGreaterThan(3);
        world.WhatsApp.State.Messages.Count.ShouldBeGreaterThan(6);
        world.Zoho.OAuth.Given.ShouldNotBeEmpty();
        Leaks(world, log).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Apart))]
    public async Task WhatTheHubTellsOfAStoryWithItsOwnMappingFiles_HoldsNoPersonNoSecretAndNoWords(string title)
    {
        var story = AllStories.InOrder.Single(one => one.Title == title);
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new WorldSettings { Seed = seed, Hub = Loud }.For(story), CancellationToken.None);
        world.Hub.KeptLines = int.MaxValue;
        using var writer = new OutputWriter(output);
        await story.PlayAsync(new Stage(world, new Transcript(writer), CancellationToken.None));
        var metrics = await MetricsAsync(world);
        await world.Hub.StopAsync(CancellationToken.None);
        world.Hub.DroppedLines.ShouldBe(0);
        world.WhatsApp.State.Messages.ShouldNotBeEmpty();
        Leaks(world, string.Join('\n', [.. world.Hub.Output, metrics])).ShouldBeEmpty();
    }

    public static TheoryData<string> Apart => [.. AllStories.InOrder.Where(story => story.MappingFiles.Count > 0).Select(story => story.Title)];

    private static string[] Leaks(World world, string log) =>
        [
            .. Holding(log, world.WhatsApp.State.People.Select(one => Regex.Escape(one.WaId[2..]))),

            // Parts of a name may be parts of other words.
            .. Holding(log, world.WhatsApp.State.People.SelectMany(one => one.Name.Split(' ').Prepend(one.Name)).Distinct().Select(name => $@"\b{Regex.Escape(name)}\b")),
            .. Holding(log, world.WhatsApp.State.Messages.Select(message => message.Text).Where(text => text.Length >= ShortestWords).Distinct().Select(Regex.Escape)),
            .. Holding(log, world.Vendors.SelectMany(vendor => vendor.Settings).Concat(world.HubSpot.PublicApp).Where(setting => Secrets.Contains(setting.Key)).Select(setting => Regex.Escape(setting.Value))),
            .. Holding(log, [.. world.Zoho.OAuth.Given.Append(world.EncryptionKey).Append(world.AdminKey).Select(Regex.Escape), Regex.Escape(AlertKey), "[a-z0-9]@[a-z0-9]"]),
        ];

    // Of the same hub an alert by itself and one that a person's number could stand in.
    private static Dictionary<string, string> Telling(Listening listening) => new(Loud)
    {
        ["Telemetry:OtlpEndpoint"] = listening.Address,
        ["Telemetry:OtlpProtocol"] = "http",
        ["Alerts:Webhook:Url"] = listening.Address + "/alerts",
        ["Alerts:Webhook:Secret"] = "whsec_" + AlertKey,
        ["Alerts:Webhook:AllowPrivate"] = "true",
        ["Alerts:webhook_refusals:Over"] = "0",
    };

    // The hub looks every 15 s by the real clock, and at its start.
    private static async Task AlertAsync(World world, Listening listening)
    {
        await RefuseAsync(world);
        await UntilAsync(() => listening.Of("/alerts").Count > 0);
    }

    private static Task ToldAsync(Listening listening, string span) => UntilAsync(() => listening.Of("/v1/traces").SelectMany(ProtobufTexts.Read).Contains(span));

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
    }

    private static async Task<string> MetricsAsync(World world)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Hub.Address, "/metrics")) { Headers = { Authorization = new("Bearer", world.AdminKey) } };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task StoryOnInformation_IsNotToldInTheLog_ButItsStart()
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        await using var world = await World.StartAsync(new() { Seed = seed, Hub = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Information" } }, CancellationToken.None);
        world.Hub.KeptLines = int.MaxValue;
        var atStart = world.Hub.Output.Count;
        using var writer = new OutputWriter(output);
        await new ShipmentStory().PlayAsync(new Stage(world, new Transcript(writer), CancellationToken.None));

        // What it subscribes at the vendors is a part of its start, and goes on beside the story.
        EntriesOf(string.Join('\n', world.Hub.Output.Skip(atStart))).Where(entry => !entry.Contains("Subscribing[2811]", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // The entries, each with the category that wrote it.
    private static IEnumerable<string> Holding(string log, IEnumerable<string> patterns) =>
        from pattern in patterns
        let search = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)
        where search.IsMatch(log)
        from entry in EntriesOf(log)
        where search.IsMatch(entry)
        select $"{pattern}: {entry}";

    private static IEnumerable<string> EntriesOf(string log) => log.Replace("\n      ", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task RefuseAsync(World world)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var body = new StringContent("""{"from":"+4915112345678"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(world.Hub.Address, "/webhooks/wa"), body);
        ((int)answer.StatusCode).ShouldBe(401);

        using var tcp = new TcpClient();
        await tcp.ConnectAsync(world.Hub.Address.Host, world.Hub.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"GET /api/v1/search?q={world.WhatsApp.State.People[0].WaId} HTTP/0\r\n\r\n"));
        using var refusal = new StreamReader(tcp.GetStream());
        (await refusal.ReadLineAsync()).ShouldStartWith("HTTP/1.1 400");
    }
}
