using Connectors.Tests.Zendesk;
using Hub.Connectors;
using Hub.Connectors.HubSpot.Actions;

namespace Connectors.Tests.HubSpot.Actions;

public sealed class UploadFileTests
{
    private readonly IAction action = new UploadFile();

    [Theory]
    [InlineData("photo.jpg", null, "aGk=", "f00d-photo.jpg", "/whatsapp", "hi")]
    [InlineData("../a b.txt", "words", null, "f00d-.._a_b.txt", "/whatsapp", "words")]
    public async Task File_IsUploadedPrivateUnderANameOfItsOwn(string name, string? text, string? content, string fileName, string folder, string bytes)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Post, "files/v3/files", 201, """{"id":"5","url":"https://x"}""");
        (await RunAsync(crm, new() { Name = name, Text = text, Content = content })).ShouldBe(new ActionOutcome.Done(new UploadFileResult("5"), "5"));
        var body = crm.Requests.Single().Body;
        foreach (var part in new[] { $"filename={fileName}", fileName, folder, """{"access":"PRIVATE","overwrite":true}""", bytes }) body.ShouldContain(part);
    }

    [Fact]
    public async Task FileOfAnEarlierAttempt_IsFoundByItsPath()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "files/v3/files/stat/from%20chat/f00d-a.txt", 200, """{"file":{"id":"5"}}""");
        var call = new ActionCall("f00d", new UploadFileInput { Name = "a.txt", Text = "x", Folder = "/from chat/" }, Clock.Start);
        (await action.FindAsync(call, crm.Context, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(new UploadFileResult("5"), "5"));
    }

    [Fact]
    public async Task PathWhereNothingIs_IsNotFound()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "files/v3/files/stat/*", 404, "");
        (await action.FindAsync(new("f00d", new UploadFileInput { Name = "a.txt", Text = "x" }, Clock.Start), crm.Context, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task FileThatTheHubKeeps_GoesUnderItsOwnName_AndIsFoundByIt()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Post, "files/v3/files", 201, """{"id":"5"}""").On(HttpMethod.Get, "files/v3/files/stat/whatsapp/f00d-photo.jpg", 200, """{"file":{"id":"5"}}""");
        var context = crm.Context with { Files = new GivenFiles() };
        var call = new ActionCall("f00d", new UploadFileInput { File = GivenFiles.Id }, Clock.Start);
        (await action.PerformAsync([call], context, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(new UploadFileResult("5"), "5"));
        crm.Requests.Single().Body.ShouldContain(GivenFiles.Words);
        (await action.FindAsync(call, context, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(new UploadFileResult("5"), "5"));
        (await action.PerformAsync([call with { Input = new UploadFileInput { File = "other" } }], context, CancellationToken.None)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("no_file");
        (await action.PerformAsync([call with { Input = new UploadFileInput { Text = "x" } }], context, CancellationToken.None)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("name");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("both", "aGk=")]
    [InlineData(null, "###")]
    public async Task ContentThatIsNone_IsRefusedWithoutACall(string? text, string? content)
    {
        using var crm = new HubSpotStandIn();
        (await RunAsync(crm, new() { Name = "a.txt", Text = text, Content = content })).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("invalid_content");
        crm.Requests.ShouldBeEmpty();
    }

    private Task<ActionOutcome> RunAsync(HubSpotStandIn crm, UploadFileInput input) => action.PerformAsync([new("f00d", input, Clock.Start)], crm.Context, CancellationToken.None);
}
