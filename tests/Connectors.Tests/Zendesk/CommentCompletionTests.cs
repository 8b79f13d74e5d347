using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

public sealed class CommentCompletionTests
{
    private const string Audits = "tickets/5158/audits?sort=-created_at&page[size]=100";

    [Theory]
    [InlineData("""{"hub":"1","command":"f00d","commands":"x"}""", "f00d")]
    [InlineData("""{"wamid":"x"}""", null)]
    [InlineData("""{"hub":1,"command":"f00d"}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    [InlineData("\"text\"", null)]
    public async Task Comment_IsAnEchoWhereItsAuditBearsTheMark(string custom, string? echoOf)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, Audits, 200, AuditOf(custom));
        var before = ZendeskStandIn.Read(ZendeskSamples.CommentAdded)[0];
        var completed = (await Run(desk, before)).ShouldBeOfType<Completion.Completed>().Event;
        completed.EchoOf.ShouldBe(echoOf);
        completed.ShouldBe(before with { EchoOf = echoOf, Data = completed.Data });
        completed.Data.ShouldBe(before.Data);
        desk.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"id":"77"}""", "77", "Robin", true)]
    [InlineData("""{"id":"77","is_staff":false}""", "77", "Robin", false)]
    [InlineData("""{"id":"77","name":"R."}""", "77", "R.", true)]
    [InlineData("null", "78", "Robin", true)]
    public async Task AuthorThatTheBodyLacks_IsFetchedAndNothingGivenIsChanged(string author, string id, string name, bool isStaff)
    {
        var body = ZendeskSamples.Of("ticket.comment_added", "zen:ticket:5158", "{}", $$$"""{"comment":{"id":"9223372036854775807","body":"Hi","is_public":true,"author":{{{author}}}}}""");
        using var desk = new ZendeskStandIn()
            .On(HttpMethod.Get, Audits, 200, AuditOf("{}"))
            .On(HttpMethod.Get, $"users/show_many?ids={id}", 200, $$$"""{"users":[{"id":{{{id}}},"name":"Robin","role":"agent"}]}""");
        var completed = (await Run(desk, ZendeskStandIn.Read(body)[0])).ShouldBeOfType<Completion.Completed>().Event;
        completed.Data.ShouldBeOfType<CommentCreated>().Author.ShouldBe(new CommentAuthor { Id = id, Name = name, IsStaff = isStaff });
    }

    [Fact]
    public async Task CommentThatIsThere_TellsTheAccountOnce()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, Audits, 200, AuditOf("{}"));
        var comment = ZendeskStandIn.Read(ZendeskSamples.CommentAdded)[0];
        (await Run(desk, comment)).ShouldBeOfType<Completion.Completed>();
        desk.Connection.Account.ShouldBe(comment.Account);
        comment.Account.ShouldNotBeNullOrEmpty();
        (await Run(desk, comment with { Account = "7" })).ShouldBeOfType<Completion.Completed>();
        desk.Connection.Account.ShouldBe(comment.Account);
    }

    [Fact]
    public async Task DeletedTicket_IsGone()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, Audits, 404, """{"error":"RecordNotFound"}""");
        (await Run(desk)).ShouldBeOfType<Completion.Gone>();
        desk.Connection.Account.ShouldBeNull();
    }

    [Fact]
    public async Task AddressWithoutAnAccount_IsAFailureAndNotGone()
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, Audits, 404, "<html>No help desk</html>");
        (await Run(desk)).ShouldBeOfType<Completion.Failed>();
    }

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public async Task CommentThatIsNotInTheHistory_IsLookedForAgain(int secondsLater)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, Audits, 200, """{"audits":[]}""");
        var incoming = ZendeskStandIn.Read(ZendeskSamples.CommentAdded)[0];
        desk.Clock.Now = incoming.OccurredAt.AddSeconds(secondsLater);
        (await Run(desk, incoming)).ShouldBeOfType<Completion.Failed>().Failure.Kind.ShouldBe(FailureKind.Transient);
    }

    [Theory]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(502, FailureKind.Transient)]
    public async Task FetchThatFails_SaysWhy(int status, FailureKind kind)
    {
        using var desk = new ZendeskStandIn().On(HttpMethod.Get, Audits, status, "");
        (await Run(desk)).ShouldBeOfType<Completion.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task EventThatLacksNothing_IsCompleteWithoutACall()
    {
        using var desk = new ZendeskStandIn();
        var status = ZendeskStandIn.Read(ZendeskSamples.StatusChanged)[0];
        (await Run(desk, status)).ShouldBe(new Completion.Completed(status));
        desk.Requests.ShouldBeEmpty();
    }

    private static string AuditOf(string custom) => $$$"""
        {"audits":[
          {"id":2,"created_at":"2026-05-04T09:59:40Z","author_id":1,"metadata":{"custom":{"hub":"1","command":"other"}},"events":[{"id":5,"type":"Comment"}]},
          {"id":1,"created_at":"2026-05-04T09:59:30Z","author_id":79,"metadata":{"custom":{{{custom}}}},"events":[{"id":4,"type":"Change"},{"id":9223372036854775807,"type":"Comment","author_id":78}]}]}
        """;

    private static Task<Completion> Run(ZendeskStandIn desk, IncomingEvent? incoming = null) =>
        ZendeskStandIn.Connector.CompleteAsync(incoming ?? ZendeskStandIn.Read(ZendeskSamples.CommentAdded)[0], desk.Connection, CancellationToken.None);
}
