using System.Net;
using Hub.Connectors;
using Hub.Connectors.WhatsApp;
using RichardSzalay.MockHttp;

namespace Connectors.Tests.WhatsApp;

public sealed class WhatsAppMediaTests
{
    private const string Place = "https://graph.facebook.com/v23.0/77";
    private const string Server = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1";
    private const string Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static readonly MediaFile File = new("77", "image");

    private static IMediaSource Source => WhatsAppStand.Connector.Media!;

    [Fact]
    public async Task File_IsAskedForByItsId_AndReadAtMetasOwnHost()
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.Expect(HttpMethod.Get, Place).WithHeaders("Authorization", "Bearer token-1").WithExactQueryString("phone_number_id=106540352242922").Respond("application/json", Answer(Server));
        vendor.Expect(HttpMethod.Get, Server).WithHeaders("Authorization", "Bearer token-1").Respond("image/jpeg", "abc");
        var opened = (await Source.OpenAsync(File, WhatsAppStand.Connection(vendor), CancellationToken.None)).ShouldBeOfType<MediaAnswer.Opened>();
        (opened.MimeType, opened.Sha256, opened.Size).ShouldBe(("image/jpeg", Hash, 3));
        using var reader = new StreamReader(opened.Content);
        (await reader.ReadToEndAsync()).ShouldBe("abc");
        vendor.VerifyNoOutstandingExpectation();
    }

    // The token would go there too.
    [Theory]
    [InlineData("https://evil.example/media")]
    [InlineData("https://fbsbx.com.evil.example/media")]
    [InlineData("https://evilfbsbx.com/media")]
    [InlineData("http://lookaside.fbsbx.com/media")]
    [InlineData("https://lookaside.fbsbx.com:8443/media")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//lookaside.fbsbx.com/media")]
    public async Task PlaceThatIsNotMetas_IsNotCalled(string url)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Place).Respond("application/json", Answer(url));
        vendor.Fallback.Throw(new InvalidOperationException("Nothing else is called."));
        (await Source.OpenAsync(File, WhatsAppStand.Connection(vendor), CancellationToken.None)).ShouldBeOfType<MediaAnswer.Failed>().Failure.ShouldSatisfyAllConditions(
            failure => failure.Code.ShouldBe("foreign_host"), failure => failure.Kind.ShouldBe(FailureKind.Transient));
    }

    [Theory]
    [InlineData(400, """{"error":{"code":100,"error_subcode":33,"message":"Unsupported get request. Object with ID '77' does not exist"}}""", null)]
    [InlineData(404, "", null)]
    [InlineData(401, """{"error":{"code":190,"message":"Expired"}}""", FailureKind.Unauthorized)]
    [InlineData(400, """{"error":{"code":4,"message":"Limit"}}""", FailureKind.Throttled)]
    [InlineData(500, "", FailureKind.Transient)]
    [InlineData(503, "", FailureKind.Transient)]
    [InlineData(200, "[]", FailureKind.Transient)]
    [InlineData(200, "{}", FailureKind.Transient)]
    public async Task AnswerWithoutAPlace_SaysWhetherItIsWorthAskingAgain(int status, string body, FailureKind? kind)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Place).Respond((HttpStatusCode)status, "application/json", body);
        var answer = await Source.OpenAsync(File, WhatsAppStand.Connection(vendor), CancellationToken.None);
        if (kind is null) answer.ShouldBeOfType<MediaAnswer.Gone>();
        else answer.ShouldBeOfType<MediaAnswer.Failed>().Failure.Kind.ShouldBe(kind.Value);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(302)]
    [InlineData(503)]
    public async Task AddressThatHasEnded_IsAskedForAgainLater(int status)
    {
        using var vendor = new MockHttpMessageHandler();
        vendor.When(HttpMethod.Get, Place).Respond("application/json", Answer(Server));
        vendor.When(HttpMethod.Get, Server).Respond((HttpStatusCode)status);
        (await Source.OpenAsync(File, WhatsAppStand.Connection(vendor), CancellationToken.None)).ShouldBeOfType<MediaAnswer.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("../107/messages")]
    [InlineData("77?fields=x")]
    public async Task IdThatIsNone_IsNotCalled(string? id)
    {
        using var vendor = new MockHttpMessageHandler();
        (await Source.OpenAsync(new(id, "image"), WhatsAppStand.Connection(vendor), CancellationToken.None)).ShouldBeOfType<MediaAnswer.Gone>();
    }

    [Theory]
    [InlineData("image", 5)]
    [InlineData("audio", 16)]
    [InlineData("video", 16)]
    [InlineData("document", 100)]
    [InlineData("sticker", 1)]
    public void Bound_IsThatOfTheKind(string kind, int mebibytes) => Source.MostBytes(new("1", kind), WhatsAppStand.Options).ShouldBe(mebibytes * 1024L * 1024);

    [Fact]
    public void Bounds_AreTheConnections() => Source.MostBytes(new("1", "document"), WhatsAppStand.Options with { DocumentMegabytes = 3 }).ShouldBe(3 * 1024L * 1024);

    // Webhooks write it in base64, the call in hex; what is neither is as good as none.
    [Theory]
    [InlineData("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", Hash)]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", Hash)]
    [InlineData("4654+8g=", null)]
    [InlineData("<HASH>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Hash_IsReadInBothForms(string? told, string? hash) => WhatsAppMedia.HexOf(told).ShouldBe(hash);

    [Fact]
    public void Message_NamesItsFile()
    {
        var read = WhatsAppStand.ReadMessages(
            """
            "contacts":[{"wa_id":"4915112345678"}],"messages":[{"id":"wamid.1","from":"4915112345678","timestamp":"1790000000","type":"document",
            "document":{"id":"77","mime_type":"application/pdf","sha256":"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=","filename":"../bill.pdf","caption":"The bill"}}]
            """).ShouldHaveSingleItem();
        ((ConversationFact.MessageReceived)read.Fact!).Media.ShouldBe(new MediaFile("77", "document") { MimeType = "application/pdf", Sha256 = Hash, FileName = "../bill.pdf", Caption = "The bill" });
    }

    private static string Answer(string url) => $$"""{"messaging_product":"whatsapp","url":"{{url}}","mime_type":"image/jpeg","sha256":"{{Hash}}","file_size":"3","id":"77"}""";
}
