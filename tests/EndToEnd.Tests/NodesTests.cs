using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sandbox;
using Sandbox.Stories;
using Sandbox.WhatsApp;
using Xunit.Abstractions;

namespace EndToEnd.Tests;

/// <summary>Several hubs on one database: whatever becomes of one, its work goes on elsewhere, and every effect is there as its class promises.</summary>
public sealed class NodesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan BetweenCustomers = TimeSpan.FromMilliseconds(250);

    // A node is taken for dead 8 s after its last word, and looked for each second.
    private static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(30);

    [PostgresFact]
    public async Task NodeThatIsKilledUnderLoad_IsReplacedWithinTenSeconds_AndNothingIsLostOrDoubled()
    {
        await using var nodes = await StartAsync();
        var load = new Load(nodes.World);
        await load.ForAsync(TimeSpan.FromSeconds(4));
        var killed = await nodes.ReaderAsync();
        nodes.Spread(nodes.All.Except([killed]));
        killed.KillNow();
        var began = Stopwatch.GetTimestamp();
        var going = load.ForAsync(TimeSpan.FromSeconds(4));
        await nodes.World.UntilAsync("the dead node is found dead", async () => await nodes.LiveAsync() == Nodes.Count - 1, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"taken over after {took.TotalSeconds:0.0} s");
        await going;
        await CheckAsync(nodes, load);
        took.ShouldBeLessThan(TakenOverWithin);
    }

    [PostgresFact]
    public async Task NodeThatIsFrozenUnderLoad_CompletesNothingThatOthersHaveTakenOver_WhenItWakes()
    {
        await using var nodes = await StartAsync();
        var load = new Load(nodes.World);
        await load.ForAsync(TimeSpan.FromSeconds(3));
        var frozen = await nodes.ReaderAsync();
        nodes.Spread(nodes.All.Except([frozen]));
        await frozen.SignalAsync("STOP", CancellationToken.None);
        var began = Stopwatch.GetTimestamp();
        await load.ForAsync(TimeSpan.FromSeconds(3));
        try
        {
            await AllDoneAsync(nodes);
        }
        finally
        {
            output.WriteLine(await nodes.DescribeAsync());
        }

        // By the real clock: the server's own limits, which throw a frozen writer out, count by it, and so do the sockets that it finds closed when it wakes.
        if (FrozenFor - Stopwatch.GetElapsedTime(began) is { } left && left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System);
        await frozen.SignalAsync("CONT", CancellationToken.None);
        await nodes.World.UntilAsync("it is one of them again", async () => await nodes.LiveAsync() == Nodes.Count, CancellationToken.None);
        frozen.Output.ShouldContain(line => line.Contains("This node was taken for dead", StringComparison.Ordinal));
        nodes.Spread(nodes.All);
        await load.ForAsync(TimeSpan.FromSeconds(1));
        await CheckAsync(nodes, load);
    }

    [OwnServersFact]
    public async Task DatabaseThatIsRestarted_IsToldToVendors_AndAllGoesOnWhenItServesAgain_AlsoWithANodeLess()
    {
        await using var server = await OwnPostgres.StartNewAsync();
        await using var nodes = await StartAsync(on: server.Address);
        var load = new Load(nodes.World);
        await load.ForAsync(TimeSpan.FromSeconds(2));

        // First nobody listens (a refused connection), then a server that is still starting (57P03).
        await server.StopAsync();
        await nodes.World.UntilAsync("no node is ready", async () => !(await Task.WhenAll(nodes.All.Select(IsReadyAsync))).Contains(true), CancellationToken.None);
        var gone = await PostAsync(nodes.World, nodes.All[1]);
        await server.BeginToStartAsync();
        var starting = await PostAsync(nodes.World, nodes.All[2]);
        var isAnyReady = (await Task.WhenAll(nodes.All.Select(IsReadyAsync))).Contains(true);
        await server.StopAsync();
        await server.GoOnAsync();
        foreach (var (status, retryAfter) in ((int, double)[])[gone, starting])
        {
            status.ShouldBe(503);
            retryAfter.ShouldBeInRange(5, 30);
        }

        isAnyReady.ShouldBeFalse();
        await nodes.World.UntilAsync("all nodes are ready", async () => !(await Task.WhenAll(nodes.All.Select(IsReadyAsync))).Contains(false), CancellationToken.None);

        await load.ForAsync(TimeSpan.FromSeconds(2));
        var leaving = await nodes.ReaderAsync();
        nodes.Spread(nodes.All.Except([leaving]));
        await leaving.SignalAsync("TERM", CancellationToken.None);
        var code = leaving.EndAsync(CancellationToken.None);
        await load.ForAsync(TimeSpan.FromSeconds(1));
        (await code).ShouldBe(0);
        (await nodes.LiveAsync()).ShouldBe(Nodes.Count - 1);
        await CheckAsync(nodes, load);

        // Who leaves in order leaves nothing under way.
        nodes.All.SelectMany(node => node.Output).ShouldNotContain(line => line.Contains("is gone;", StringComparison.Ordinal));
    }

    [OwnServersFact]
    public async Task RedisThatIsStoppedUnderLoad_CostsNothing_AndServesAgainWhenItIsBack()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var nodes = await StartAsync(new() { ["Redis:ConnectionString"] = redis.Address, ["Redis:Prefix"] = $"nodes-{Environment.ProcessId}" });
        var load = new Load(nodes.World);
        await load.ForAsync(TimeSpan.FromSeconds(2));
        // Three processes that begin on a busy machine may miss the half second in which it answers.
        await UntilAllAsync("each node reaches it", away: false);
        await redis.StopAsync();
        await UntilAllAsync("each node finds it away", away: true);
        await load.ForAsync(TimeSpan.FromSeconds(2));

        // It comes back empty: what it held can be rebuilt.
        await redis.StartAsync();
        await UntilAllAsync("each node finds it back", away: false);
        await CheckAsync(nodes, load);

        Task UntilAllAsync(string what, bool away) => nodes.World.UntilAsync(what, async () =>
        {
            await load.ForAsync(TimeSpan.FromMilliseconds(1));
            return nodes.All.All(node => away == Count(node.Output, "Redis cannot be reached") > Count(node.Output, "Redis can be reached again"));
        }, CancellationToken.None);

        static int Count(IEnumerable<string> output, string words) => output.Count(line => line.Contains(words, StringComparison.Ordinal));
    }

    // A build of the version before cannot be had. What it would meet can: a store that a newer node has taken a step further, tables that it writes among it. So three processes of this
    // build are the older ones here, and the step is a test's. It shows that they go on under load, start on it, and stop in order, with nothing left under way, when the step that takes
    // something away says that they are too old. What it cannot show is that a coming build's step only adds: MigrationsTests looks at each.
    [PostgresFact]
    public async Task StoreThatIsAStepAhead_IsServedByNodesOfTheVersionBefore_UntilItSaysThatTheyAreTooOld()
    {
        await using var nodes = await StartAsync();
        var load = new Load(nodes.World);
        var going = load.ForAsync(TimeSpan.FromSeconds(3));
        await nodes.AskAsync(
            """
            BEGIN;
            ALTER TABLE webhook ADD COLUMN of_the_next TEXT;
            ALTER TABLE command ADD COLUMN of_the_next BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX of_the_next ON event (type, seq);
            CREATE TABLE of_the_next_too (id BIGINT PRIMARY KEY);
            INSERT INTO schema (version, min_app) SELECT MAX(version) + 1, MAX(min_app) FROM schema;
            COMMIT
            """);
        await going;
        var again = nodes.All[2];
        nodes.Spread(nodes.All.Except([again]));
        await again.StopAsync(CancellationToken.None);
        await again.StartAsync(TimeSpan.Zero, CancellationToken.None);
        nodes.Spread(nodes.All);
        await load.ForAsync(TimeSpan.FromSeconds(2));
        await CheckAsync(nodes, load);

        var ends = nodes.All.Select(node => node.EndAsync(CancellationToken.None)).ToList();
        await nodes.AskAsync("INSERT INTO schema (version, min_app) SELECT MAX(version) + 1, MAX(version) + 1 FROM schema");
        (await Task.WhenAll(ends)).ShouldAllBe(code => code == 0);
        (await nodes.LiveAsync()).ShouldBe(0);
        await again.KillAsync(CancellationToken.None);
        (await Should.ThrowAsync<InvalidOperationException>(() => again.StartAsync(TimeSpan.Zero, CancellationToken.None))).Message.ShouldContain("Start a newer hub.");
    }

    private async Task<Nodes> StartAsync(Dictionary<string, string>? settings = null, string? on = null)
    {
        var seed = RandomNumberGenerator.GetInt32(1, 1_000_000);
        output.WriteLine($"seed {seed}");
        return await Nodes.StartAsync(seed, settings, on);
    }

    private async Task CheckAsync(Nodes nodes, Load load)
    {
        var world = nodes.World;
        try
        {
            await world.UntilAsync(
                "everything is done", async () => world.Vendors.Sum(vendor => vendor.Webhooks.Outstanding) == 0 && await nodes.PendingAsync() == 0, CancellationToken.None);
        }
        finally
        {
            output.WriteLine(await nodes.DescribeAsync());
            foreach (var (node, index) in nodes.All.Select((node, index) => (node, index))) output.WriteLine(string.Join('\n', node.Output.TakeLast(30).Select(line => $"node {index + 1}: {line}")));
        }

        var open = (long)(await nodes.AskAsync("SELECT COUNT(*) FROM command WHERE state IN ('unknown', 'parked') AND (reason IS NULL OR reason = 'unknown')"))!;
        output.WriteLine($"{load.Customers.Count} customers, {load.Buyers.Count} buyers, {open} sends of which nobody knows");
        ((long)(await nodes.AskAsync("SELECT COUNT(*) FROM command WHERE state = 'parked' AND reason <> 'unknown'"))!).ShouldBe(0);
        ((long)(await nodes.AskAsync("SELECT COUNT(*) FROM event WHERE state = 'parked'"))!).ShouldBe(0);
        var broken = new List<string>();
        foreach (var customer in load.Customers) broken.AddRange(await BrokenAsync(nodes, customer));
        var sent = load.Buyers.ConvertAll(buyer => ShipmentStory.ShippedTo(world, buyer).Count);
        broken.ShouldBeEmpty();
        sent.ShouldAllBe(times => times <= 1);
        sent.Count(times => times == 0).ShouldBeLessThanOrEqualTo((int)open);
    }

    // The order of the inbox is the order on the ticket, whatever the vendor's own repetitions made of it.
    private static async Task<List<string>> BrokenAsync(Nodes nodes, Person customer)
    {
        List<string> broken = [];
        var tickets = nodes.World.Zendesk.State.TicketsOf(customer.Phone);
        if (tickets.Count != 1) broken.Add($"{customer.Name} has {tickets.Count} tickets");
        var text = string.Join('\n', tickets.Select(ticket => TicketStory.WordsOn(nodes.World, ticket.Id)));
        broken.AddRange(Load.WordsOf(customer).Where(words => TicketStory.Count(text, words) != 1).Select(words => $"{words} stands {TicketStory.Count(text, words)} times on the ticket"));
        var inbox = (string?)await nodes.AskAsync(
            $"SELECT string_agg(CAST(data AS JSON)->>'text', '|' ORDER BY seq) FROM event WHERE type = 'whatsapp.message.received' AND state = 'applied' AND subject LIKE '%/{customer.WaId}'");
        var places = (inbox ?? "").Split('|').Select(words => text.IndexOf(words, StringComparison.Ordinal)).ToList();
        if (!places.SequenceEqual(places.Order())) broken.Add($"{customer.Name} wrote {inbox} and the ticket says {text}");
        return broken;
    }

    private static async Task<bool> IsReadyAsync(HubProcess node)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = node.Address };
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    private static async Task<(int Status, double RetryAfter)> PostAsync(World world, HubProcess node)
    {
        var body = """{"object":"whatsapp_business_account","entry":[]}"""u8.ToArray();
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(world.WhatsApp.Settings["AppSecret"]), body);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = node.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhooks/wa", UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(signature)}");
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
    }

    /// <summary>New customers who write three messages each, and buyers whose parcels leave.</summary>
    // However slow the machine is: what must not be is that nothing goes on.
    private static async Task AllDoneAsync(Nodes nodes)
    {
        var left = await nodes.PendingAsync();
        while (left > 0)
        {
            var before = left;
            await nodes.World.UntilAsync("the others go on with what there is to do", async () => (left = await nodes.PendingAsync()) != before, CancellationToken.None);
        }
    }

    private sealed class Load(World world)
    {
        private const int Messages = 3;

        public List<Person> Customers { get; } = [];

        public List<Person> Buyers { get; } = [];

        public static IEnumerable<string> WordsOf(Person customer) => Enumerable.Range(1, Messages).Select(n => string.Create(CultureInfo.InvariantCulture, $"{customer.WaId} says {n}."));

        public async Task ForAsync(TimeSpan time)
        {
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var customer = TicketStory.Newcomer(world);
                Customers.Add(customer);
                foreach (var words in WordsOf(customer)) world.WhatsApp.State.Write(customer, words);

                var somebody = world.People.New();
                Buyers.Add(world.WhatsApp.State.Add(somebody.Phone, somebody.Name));
                var order = world.Shopify.State.Place(world.Shopify.State.Add(somebody.FirstName, somebody.LastName, somebody.TypedPhone, "de-DE", "DE"));
                world.Shopify.State.Move(order, world.Shopify.State.Fulfil(order, 1, "pending"), "success");
                await Task.Delay(BetweenCustomers, TimeProvider.System);
            }
        }
    }
}
