using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Load;

namespace EndToEnd.Tests.Benchmarks;

public sealed class WebhookFormTests
{
    [Fact]
    public void EachNumber_IsAnotherGenuineWebhook()
    {
        var buffer = WebhookForm.Message.Begin();
        WebhookForm.Message.Write(buffer, 20_007);
        var (signature, body) = Parse(buffer);
        WebhookForm.IsGenuine(signature, body).ShouldBeTrue();
        using var json = JsonDocument.Parse(body);
        var message = json.RootElement.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("value").GetProperty("messages")[0];
        message.GetProperty("id").GetString().ShouldBe("wamid.BENCH0000020007");
        message.GetProperty("from").GetString().ShouldBe("61490000007");
        message.GetProperty("text").GetProperty("body").GetString().ShouldBe("10000020007");
    }

    [Fact]
    public void AnotherBody_IsNotGenuine()
    {
        var buffer = WebhookForm.Status.Begin();
        WebhookForm.Status.Write(buffer, 1);
        var (signature, body) = Parse(buffer);
        body[^3] ^= 1;
        WebhookForm.IsGenuine(signature, body).ShouldBeFalse();
        WebhookForm.IsGenuine(null, body).ShouldBeFalse();
    }

    private static (string Signature, byte[] Body) Parse(byte[] request)
    {
        var text = Encoding.ASCII.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var header = text[..end].Split("\r\n").Single(line => line.StartsWith("X-Hub-Signature-256: ", StringComparison.Ordinal));
        return (header["X-Hub-Signature-256: ".Length..], request[(end + 4)..]);
    }
}
