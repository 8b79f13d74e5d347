using System.Net;
using Hub.Connectors;
using Hub.Upkeep;

namespace Hub.Tests.Upkeep;

public class AddressProbeTests
{
    private static readonly Uri Address = new("https://hub.example/webhooks/wa");

    [Theory]
    [InlineData(HttpStatusCode.MethodNotAllowed, "GET, POST", null, CheckStanding.Right, "and the hub is there")]
    [InlineData(HttpStatusCode.MethodNotAllowed, null, null, CheckStanding.Doubtful, "405, which the hub would not")]
    [InlineData(HttpStatusCode.OK, null, null, CheckStanding.Doubtful, "200, which the hub would not")]
    [InlineData(HttpStatusCode.NotFound, null, null, CheckStanding.Wrong, "does not know this path (404)")]
    [InlineData(HttpStatusCode.BadGateway, null, null, CheckStanding.Wrong, "does not reach the hub (502)")]
    [InlineData(HttpStatusCode.MovedPermanently, null, "https://www.hub.example/webhooks/wa", CheckStanding.Wrong, "leads elsewhere (301, to www.hub.example)")]
    public async Task Answer_IsToldInPlainWords(HttpStatusCode status, string? allow, string? location, CheckStanding standing, string says)
    {
        var found = await AskAsync(new AnsweringAddress(status, allow, location));
        found.Standing.ShouldBe(standing);
        found.Text.ShouldStartWith("Webhooks are to come to https://hub.example/webhooks/wa");
        found.Text.ShouldContain(says);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, CheckStanding.Wrong, "nobody knows the name hub.example")]
    [InlineData(HttpRequestError.SecureConnectionError, CheckStanding.Wrong, "no certificate that holds for hub.example")]
    [InlineData(HttpRequestError.ConnectionError, CheckStanding.Doubtful, "curl -I https://hub.example/webhooks/wa")]
    public async Task AddressThatCannotBeCalled_IsToldInPlainWords(HttpRequestError error, CheckStanding standing, string says)
    {
        var found = await AskAsync(new Failing(new HttpRequestException(error)));
        found.Standing.ShouldBe(standing);
        found.Text.ShouldContain(says);
    }

    [Fact]
    public async Task AddressThatDoesNotAnswer_IsDoubtful() => (await AskAsync(new Failing(new TaskCanceledException()))).Standing.ShouldBe(CheckStanding.Doubtful);

    private static async Task<CheckFinding> AskAsync(HttpMessageHandler answer)
    {
        using var probe = new AddressProbe(new(answer));
        return await probe.AskAsync(Address, CancellationToken.None);
    }

    private sealed class Failing(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromException<HttpResponseMessage>(failure);
    }
}
