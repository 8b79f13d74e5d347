using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sandbox;
using Sandbox.Stories;
using Sandbox.Vendors;

namespace EndToEnd.Tests;

/// <summary>The hub as it is run, with more to do than it may have waiting: vendors are told so, and nothing of it is lost.</summary>
public sealed class BackPressureTests
{
    private const int Backlog = 20;

    [Fact]
    public async Task LongBacklog_IsAnswered503WithRetryAfter_AndAllGoesOutWhenItIsWorkedOff()
    {
        await using var world = await World.StartAsync(new() { Seed = 11, Hub = new Dictionary<string, string> { ["Hub:MaxBacklog"] = Backlog.ToString(CultureInfo.InvariantCulture) } }, CancellationToken.None);
        world.Shopify.Faults.Set(new(FaultKind.ServerError, Rate: 1));
        List<Sandbox.WhatsApp.Person> buyers = [];
        for (var i = 0; i < 2 * Backlog; i++)
        {
            var buyer = world.People.New();
            buyers.Add(world.WhatsApp.State.Add(buyer.Phone, buyer.Name));
            world.Shopify.State.Fulfil(world.Shopify.State.Place(world.Shopify.State.Add(buyer.FirstName, buyer.LastName, buyer.TypedPhone, "de-DE", "DE")), 1, "success");
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = world.Hub.Address };
        double? told = null;
        await world.UntilAsync(
            "webhooks are refused",
            async () =>
            {
                var body = """{"object":"whatsapp_business_account","entry":[]}"""u8.ToArray();
                var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(world.WhatsApp.Settings["AppSecret"]), body);
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhooks/wa", UriKind.Relative)) { Content = new ByteArrayContent(body) };
                request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(signature)}");
                using var answer = await http.SendAsync(request);
                told = answer.Headers.RetryAfter?.Delta?.TotalSeconds;
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            CancellationToken.None);
        told.ShouldNotBeNull().ShouldBeInRange(5, 30);
        using (var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative))) ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        world.Shopify.Faults.Clear();

        // The breaker's probe comes by real time, however far the time of the business is moved.
        await world.UntilAsync(
            "the shop is asked again",
            async () =>
            {
                await world.MoveAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
                return (await world.Api.StatsAsync(CancellationToken.None)).Events("applied") > 0;
            },
            CancellationToken.None);
        await world.SettleAsync(CancellationToken.None, TimeSpan.FromHours(4));
        foreach (var buyer in buyers) ShipmentStory.ShippedTo(world, buyer).Count.ShouldBe(1);
        using (var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative))) ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Api.StatsAsync(CancellationToken.None)).Closes.ShouldBeTrue();
    }
}
