using Hub.Alerting;
using Hub.Connectors;

namespace Hub.Tests.Alerting;

public class StandardWebhookTests
{
    // The example of the reference libraries (https://github.com/standard-webhooks/standard-webhooks).
    [Fact]
    public void PublishedExample_HasThePublishedSignature() =>
        StandardWebhook.Sign(new Secret(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}")
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void SeveralSecrets_SignEach() =>
        StandardWebhook.Sign(new Secret(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", AlertingHub.Secret]), "id", 1, "{}").Split(' ').ShouldAllBe(signature => signature.StartsWith("v1,"));
}
