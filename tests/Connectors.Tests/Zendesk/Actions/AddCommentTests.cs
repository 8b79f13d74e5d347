using System.Text;
using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk.Actions;

public sealed class AddCommentTests
{
    private const string Written = """{"ticket":{"id":5158},"audit":{"id":9,"events":[{"id":10,"type":"Change"},{"id":11,"type":"Comment","body":"x"}]}}""";

    private readonly IAction action = new AddComment();

    private static AddCommentInput Input => new() { Ticket = "5158", Author = ZendeskStandIn.Ann, Text = "Hello", Public = true };

    [Fact]
    public async Task OneComment_IsWrittenAsItIs()
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Put, "tickets/5158", 200, Written);
        (await Run(desk, Call(0, Input))).ShouldBe(new ActionOutcome.Done(null, "11"));
        desk.Requests.Select(asked => asked.Line).ShouldBe(["GET users/show_many?external_ids=hub%3Ac1", "PUT tickets/5158"]);
        var ticket = desk.Requests[1].Json.GetProperty("ticket");
        ticket.EnumerateObject().Select(part => part.Name).Order().ShouldBe(["comment", "metadata"]);
        ticket.GetProperty("comment").GetRawText().ShouldBe("""{"body":"Hello","public":true,"author_id":9007199254740993}""");
        ticket.GetProperty("metadata").GetProperty("hub").GetString().ShouldBe("1");
        ticket.GetProperty("metadata").GetProperty("command").GetString().ShouldBe("command-0");
    }

    [Fact]
    public async Task FileThatTheHubKeeps_IsUploadedFirst_AndItsCommentGoesAlone()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Post, "uploads?filename=photo.jpg", 201, """{"upload":{"token":"t0k"}}""").On(HttpMethod.Put, "tickets/5158", 200, Written);
        var input = Input with { Author = null, File = GivenFiles.Id };
        (await action.PerformAsync([Call(0, input)], desk.Context with { Files = new GivenFiles() }, CancellationToken.None)).ShouldBe(new ActionOutcome.Done(null, "11"));
        desk.Requests[0].Body.ShouldBe(GivenFiles.Words);
        desk.Requests[1].Json.GetProperty("ticket").GetProperty("comment").GetRawText().ShouldBe("""{"body":"Hello","public":true,"uploads":["t0k"]}""");
        action.CanMerge(input, Input with { Author = null }).ShouldBeFalse();
        action.CanMerge(Input with { Author = null }, input).ShouldBeFalse();

        foreach (var (id, files, code) in new[] { ("other", new GivenFiles(), "no_file"), (GivenFiles.Id, new GivenFiles(51_000_000), "file_too_large") })
        {
            (await action.PerformAsync([Call(0, input with { File = id })], desk.Context with { Files = files }, CancellationToken.None)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe(code);
        }

        desk.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task UploadThatFails_WritesNoComment()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Post, "uploads?filename=photo.jpg", 503, "");
        (await action.PerformAsync([Call(0, Input with { Author = null, File = GivenFiles.Id })], desk.Context with { Files = new GivenFiles() }, CancellationToken.None))
            .ShouldBeOfType<ActionOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
        desk.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task NoteWithoutAuthor_IsTheHubsOwnAgents()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Put, "tickets/5158", 200, Written);
        await Run(desk, Call(0, Input with { Author = null, Public = false }));
        desk.Requests.ShouldHaveSingleItem().Json.GetProperty("ticket").GetProperty("comment").GetRawText().ShouldBe("""{"body":"Hello","public":false}""");
    }

    [Fact]
    public async Task FiftyComments_GoAsOneInOrderEachWithItsTimeAndMarkedWithinAKilobyte()
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Put, "tickets/5158", 200, Written);
        var calls = Enumerable.Range(0, 50).Select(at => Call(at, Input with { Text = $"Line {at}" })).ToArray();
        await Run(desk, calls);
        var ticket = desk.Requests.Where(asked => asked.Line == "PUT tickets/5158").ShouldHaveSingleItem().Json.GetProperty("ticket");
        var body = ticket.GetProperty("comment").GetProperty("body").GetString()!;
        body.ShouldStartWith("[2026-05-04 10:00:00 UTC]\nLine 0\n\n[2026-05-04 10:00:01 UTC]\nLine 1\n\n");
        body.ShouldEndWith("[2026-05-04 10:00:49 UTC]\nLine 49");
        Encoding.UTF8.GetByteCount(ticket.GetProperty("metadata").GetRawText()).ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task LongestCommentsThatMerge_StayBelowWhatZendeskTakes()
    {
        var text = new string('ä', 700);
        while (!action.CanMerge(Input with { Text = text }, Input with { Text = text })) text = text[1..];
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Put, "tickets/5158", 200, Written);
        (await Run(desk, [.. Enumerable.Range(0, action.MaxMerged).Select(at => Call(at, Input with { Text = text }))])).ShouldBeOfType<ActionOutcome.Done>();
    }

    [Theory]
    [InlineData("5158", "c1", true, 10, true)]
    [InlineData("5159", "c1", true, 10, false)]
    [InlineData("5158", "c2", true, 10, false)]
    [InlineData("5158", null, true, 10, false)]
    [InlineData("5158", "c1", false, 10, false)]
    [InlineData("5158", "c1", true, 4096, false)]
    public void Next_MergesOnlyOnTheSameTicketByTheSameAuthorAndShort(string ticket, string? author, bool isPublic, int length, bool merges)
    {
        var next = new AddCommentInput { Ticket = ticket, Author = author is null ? null : ZendeskStandIn.Ann with { Id = author, Name = "Other" }, Public = isPublic, Text = new('x', length) };
        action.CanMerge(Input, next).ShouldBe(merges);
        action.CanMerge(next, Input).ShouldBe(merges);
    }

    [Fact]
    public async Task TextBeyondAComment_IsRejectedBeforeAnyCall()
    {
        using var desk = new ZendeskStandIn();
        Failure(await Run(desk, Call(0, Input with { Text = new('x', 65_001) }))).Code.ShouldBe("text_too_long");
        desk.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("51/tags")]
    [InlineData("..")]
    public async Task TicketThatIsNoId_IsRejectedBeforeAnyCall(string ticket)
    {
        using var desk = new ZendeskStandIn();
        Failure(await Run(desk, Call(0, Input with { Ticket = ticket }))).Kind.ShouldBe(FailureKind.Rejected);
        desk.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(422, """{"error":"RecordInvalid","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""", FailureKind.TargetClosed)]
    [InlineData(404, """{"error":"RecordNotFound","description":"Not found"}""", FailureKind.TargetClosed)]
    [InlineData(404, "", FailureKind.Rejected)]
    [InlineData(409, """{"error":"UpdateConflict"}""", FailureKind.Conflict)]
    [InlineData(429, "", FailureKind.Throttled)]
    [InlineData(503, "", FailureKind.Unknown)]
    [InlineData(504, "", FailureKind.Unknown)]
    [InlineData(200, "<html>", FailureKind.Unknown)]
    public async Task RefusedComment_IsTheFailure(int status, string body, FailureKind kind)
    {
        using var desk = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Put, "tickets/5158", status, body);
        Failure(await Run(desk, Call(0, Input))).Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("closed", FailureKind.TargetClosed)]
    [InlineData("open", FailureKind.Rejected)]
    public async Task RefusalInAnotherLanguage_IsSettledByTheTicketItself(string ticketStatus, FailureKind kind)
    {
        using var desk = new ZendeskStandIn().KnowsAnn()
            .On(HttpMethod.Put, "tickets/5158", 422, """{"error":"RecordInvalid","details":{"status":[{"description":"Statut : le ticket est clos"}]}}""")
            .On(HttpMethod.Get, "tickets/5158", 200, $$$"""{"ticket":{"id":5158,"status":"{{{ticketStatus}}}"}}""");
        Failure(await Run(desk, Call(0, Input))).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Find_FindsEachOfSeveralCommandsOfOneComment()
    {
        using var writing = new ZendeskStandIn().KnowsAnn().On(HttpMethod.Put, "tickets/5158", 200, Written);
        var calls = Enumerable.Range(0, 50).Select(at => Call(at, Input)).ToArray();
        await Run(writing, calls);
        var mark = writing.Requests[^1].Json.GetProperty("ticket").GetProperty("metadata").GetRawText();

        using var desk = new ZendeskStandIn()
            .On(HttpMethod.Get, "tickets/5158/audits?sort=-created_at&page[size]=100&page[after]=next", 200,
                $$$"""{"audits":[{"created_at":"2026-05-04T10:00:05Z","metadata":{"custom":{{{mark}}}},"events":[{"id":11,"type":"Comment"}]}]}""")
            .On(HttpMethod.Get, "tickets/5158/audits?sort=-created_at&page[size]=100", 200,
                """{"audits":[{"created_at":"2026-05-04T10:01:00Z","metadata":{"custom":{}},"events":[]},{"created_at":"2026-05-04T10:00:30Z","events":[]}],"meta":{"has_more":true,"after_cursor":"next"}}""");
        foreach (var call in calls) (await Find(desk, call)).ShouldBe<ActionOutcome?>(new ActionOutcome.Done(null, "11"), call.CommandId);
        (await Find(desk, Call(50, Input))).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-05-04T11:00:00Z", "2026-05-03T09:59:59Z", 1)]
    [InlineData("2026-05-04T11:00:00Z", "2026-05-03T10:00:00Z", 2)]
    [InlineData("2026-05-03T09:59:59Z", "2026-05-04T11:00:00Z", 2)]
    public async Task Find_StopsADayBeforeTheCauseWhereTheHistoryReallyFalls(string first, string last, int pages)
    {
        using var desk = new ZendeskStandIn()
            .On(HttpMethod.Get, "tickets/5158/audits?sort=-created_at&page[size]=100&page[after]=next", 200, """{"audits":[]}""")
            .On(HttpMethod.Get, "tickets/5158/audits?sort=-created_at&page[size]=100", 200,
                $$$"""{"audits":[{"created_at":"{{{first}}}","events":[]},{"created_at":"{{{last}}}","events":[]}],"meta":{"has_more":true,"after_cursor":"next"}}""");
        (await Find(desk, Call(0, Input))).ShouldBeNull();
        desk.Requests.Count.ShouldBe(pages);
    }

    [Theory]
    [InlineData(404, """{"error":"RecordNotFound"}""", null)]
    [InlineData(503, "", FailureKind.Transient)]
    [InlineData(502, "", FailureKind.Transient)]
    public async Task FindThatGetsNoHistory_SaysNotThereOnlyForADeletedTicket(int status, string body, FailureKind? kind)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, "tickets/5158/audits?sort=-created_at&page[size]=100", status, body);
        var failure = (await Find(desk, Call(0, Input)) as ActionOutcome.Failed)?.Failure;
        (failure?.Kind).ShouldBe(kind);
    }

    private Task<ActionOutcome> Run(ZendeskStandIn desk, params ActionCall[] calls) => action.PerformAsync(calls, desk.Context, CancellationToken.None);

    private Task<ActionOutcome?> Find(ZendeskStandIn desk, ActionCall call) => action.FindAsync(call, desk.Context, CancellationToken.None);

    private static ActionCall Call(int at, AddCommentInput input) => new($"command-{at}", input, Clock.Start.AddSeconds(at));

    private static VendorFailure Failure(ActionOutcome outcome) => outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure;
}
