using System.Net;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.WhatsApp.Actions;

public sealed class ReplyTests
{
    private static readonly Reply Action = new();

    [Fact]
    public async Task Text_GoesToThePhoneWithTheCommandsMark()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.Expect(HttpMethod.Post, "https://graph.facebook.com/v23.0/106540352242922/messages")
            .WithHeaders("Authorization", "Bearer token-1")
            .WithHeaders("Content-Type", "application/json")
            .WithContent("""{"messaging_product":"whatsapp","recipient_type":"individual","to":"4915112345678","biz_opaque_callback_data":"cmd-1","type":"text","text":{"preview_url":false,"body":"Hello"}}""")
            .Respond("application/json", """{"messaging_product":"whatsapp","contacts":[{"input":"4915112345678","wa_id":"4915112345678"}],"messages":[{"id":"wamid.X"}]}""");
        var outcome = await Perform(vendor, new() { Text = "Hello" });
        outcome.ShouldBe(new ActionOutcome.Done(new SentMessage { MessageId = "wamid.X" }, "wamid.X"));
        vendor.VerifyNoOutstandingExpectation();
    }

    [Fact]
    public async Task PersonWithoutAPhone_IsAddressedByTheUserId()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.Expect(HttpMethod.Post, "*/messages").WithPartialContent("\"recipient\":\"US.1349\"").With(request => !Body(request).Contains("\"to\"", StringComparison.Ordinal))
            .Respond("application/json", """{"messages":[{"id":"wamid.X"}]}""");
        (await Perform(vendor, new() { Text = "Hello" }, new(null, "US.1349"))).ShouldBeOfType<ActionOutcome.Done>();
    }

    [Fact]
    public async Task PersonWithBoth_IsAddressedByThePhoneAlone()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.Expect(HttpMethod.Post, "*/messages").WithPartialContent("\"to\":\"4915\"").With(request => !Body(request).Contains("\"recipient\"", StringComparison.Ordinal))
            .Respond("application/json", """{"messages":[{"id":"wamid.X"}]}""");
        (await Perform(vendor, new() { Text = "Hello" }, new("4915", "US.1349"))).ShouldBeOfType<ActionOutcome.Done>();
    }

    [Fact]
    public async Task PersonWithoutAnAddress_GetsNoCall()
    {
        using var vendor = new MockHttpMessageHandler();
        Kind(await Perform(vendor, new() { Text = "Hello" }, new(null, null))).ShouldBe(FailureKind.NoWhatsApp);
    }

    [Fact]
    public async Task TextOf4096Characters_GoesAndOneMoreDoesNot()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When("*").Respond("application/json", """{"messages":[{"id":"wamid.X"}]}""");
        var longest = string.Concat(Enumerable.Repeat("👍", 4096));
        (await Perform(vendor, new() { Text = longest })).ShouldBeOfType<ActionOutcome.Done>();
        using var none = new MockHttpMessageHandler();
        var failure = (await Perform(none, new() { Text = longest + "a" })).ShouldBeOfType<ActionOutcome.Failed>().Failure;
        failure.ShouldBe(new(FailureKind.Rejected, "text_too_long", "The text has 4097 characters; WhatsApp takes at most 4096."));
        Kind(await Perform(none, new() { Text = " " })).ShouldBe(FailureKind.Rejected);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":131047}}""", FailureKind.WindowClosed)]
    [InlineData(400, """{"error":{"code":131026}}""", FailureKind.NoWhatsApp)]
    [InlineData(401, """{"error":{"code":190}}""", FailureKind.Unauthorized)]
    [InlineData(500, """{"error":{"code":131000}}""", FailureKind.Transient)]
    [InlineData(504, "", FailureKind.Unknown)]
    [InlineData(200, "", FailureKind.Unknown)]
    [InlineData(200, "<html>", FailureKind.Unknown)]
    [InlineData(200, """{"messages":[]}""", FailureKind.Unknown)]
    public async Task AnswerThatNamesNoMessage_IsAFailure(int status, string body, FailureKind kind)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When("*").Respond((HttpStatusCode)status, "application/json", body);
        Kind(await Perform(vendor, new() { Text = "Hello" })).ShouldBe(kind);
    }

    [Fact]
    public async Task NetworkError_IsTheHubsToJudge()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When("*").Throw(new HttpRequestException("broken"));
        await Should.ThrowAsync<HttpRequestException>(() => Perform(vendor, new() { Text = "Hello" }));
    }

    [Fact]
    public void Declaration_IsThatOfABlindReply()
    {
        Action.Effect.ShouldBeOfType<EffectClass.Blind>();
        Action.Lane.ShouldBe(Lane.Interactive);
        Action.Limits.Select(limit => limit.Scope).ShouldBe([LimitScope.Connection, LimitScope.Target]);
        Action.Intent(new ReplyInput { To = new Recipient.InThread("t"), Text = "x" }).ShouldBe(new MessageIntent.FreeForm("x") { To = new Recipient.InThread("t") });
    }

    private static Task<ActionOutcome> Perform(MockHttpMessageHandler vendor, ReplyInput input, MessageAddress? address = null) =>
        ((IAction)Action).PerformAsync([new("cmd-1", input, WhatsAppStand.Arrival)], WhatsAppStand.Context(vendor, address), CancellationToken.None);

    private static FailureKind Kind(ActionOutcome outcome) => outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind;

    private static string Body(HttpRequestMessage request) => new StreamReader(request.Content!.ReadAsStream()).ReadToEnd();
}
