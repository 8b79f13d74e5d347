using Hub.Connections;

namespace Hub.Tests.Connections;

public class VendorClocksTests
{
    [Theory]
    [InlineData(90, 90.5)]
    [InlineData(-90, -89.5)]
    public async Task DateOfAnAnswer_TellsHowFarTheVendorIsAhead(int seconds, double expected)
    {
        var time = new ManualTime();
        var clocks = new VendorClocks(time);
        using var client = new HttpClient(clocks.Watch("shop", new Vendor(() => time.GetUtcNow().AddSeconds(seconds))));
        await client.GetAsync(new Uri("https://shop.example/"));
        clocks.Ahead["shop"].TotalSeconds.ShouldBe(expected);
    }

    [Fact]
    public async Task AnswerThatTookLong_OrHasNoDate_TellsNothing()
    {
        var time = new ManualTime();
        var clocks = new VendorClocks(time);
        using var slow = new HttpClient(clocks.Watch("slow", new Vendor(() =>
        {
            time.Advance(TimeSpan.FromSeconds(6));
            return time.GetUtcNow().AddHours(1);
        })));
        using var dateless = new HttpClient(clocks.Watch("dateless", new Vendor(() => null)));
        await slow.GetAsync(new Uri("https://shop.example/"));
        await dateless.GetAsync(new Uri("https://shop.example/"));
        clocks.Ahead.ShouldBeEmpty();
    }

    private sealed class Vendor(Func<DateTimeOffset?> date) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage();
            response.Headers.Date = date();
            return Task.FromResult(response);
        }
    }
}
