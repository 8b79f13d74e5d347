using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

/// <summary>What the comparison finds, against a simulator.</summary>
public sealed class ZendeskChangesTests : IAsyncLifetime
{
    private ZendeskStand desk = null!;
    private string cursor = "";
    private int before;

    public async Task InitializeAsync()
    {
        desk = await ZendeskStand.StartAsync();
        desk.Open();
        desk.Advance(TimeSpan.FromHours(1));
        cursor = ZendeskStand.Connector.Changes.CursorAt(desk.Now);
        desk.Advance(TimeSpan.FromMinutes(1));
        before = desk.Vendor.Webhook.Sent.Count;
    }

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task WhatWasBefore_IsNotTold() => (await AllAsync()).ShouldBeEmpty();

    // The heart of it: what webhooks bring and what the comparison finds are the same facts.
    [Fact]
    public async Task WhatWebhooksHaveBrought_IsToldWithTheSameKeys_AndNothingElse()
    {
        var ticket = desk.Open();
        desk.Vendor.State.Reply(ticket, "We look into it.", status: "pending");
        desk.Advance(TimeSpan.FromMinutes(1));
        desk.Vendor.State.Reply(ticket, "Between us.", isPublic: false);
        desk.Vendor.State.SetStatus(ticket, "solved");
        var brought = desk.Brought(before);
        var told = await AllAsync();
        told.Select(one => (one.Type, one.FactKey, one.Subject)).ShouldBe(brought.Select(one => (one.Type, one.FactKey, one.Subject)), ignoreOrder: true);
        told.Count.ShouldBe(6);
    }

    [Fact]
    public async Task WhatNoWebhookHasBrought_IsFetchedAsTheWebhookWouldHaveSaidIt()
    {
        var ticket = desk.Open();
        desk.Vendor.State.Reply(ticket, "Between us.", isPublic: false, status: "pending");
        var brought = desk.Brought(before);
        foreach (var bare in await AllAsync())
        {
            bare.LacksFields.ShouldBeTrue();
            var whole = await CompletedAsync(bare);
            var webhook = await CompletedAsync(brought.Single(one => one.FactKey == bare.FactKey));
            (whole.Subject, whole.EchoOf).ShouldBe((webhook.Subject, webhook.EchoOf));
            switch (whole.Data, webhook.Data)
            {
                case (CommentCreated found, CommentCreated sent):
                    (found.CommentId, found.Body, found.IsPublic, found.Author, found.Ticket.RequesterId, found.Ticket.Subject).ShouldBe((sent.CommentId, sent.Body, sent.IsPublic, sent.Author, sent.Ticket.RequesterId, sent.Ticket.Subject));
                    found.Ticket.Tags.ShouldBe(sent.Ticket.Tags);
                    break;
                case (TicketStatusChanged found, TicketStatusChanged sent):
                    (found.Status, found.Previous, found.ActorId).ShouldBe((sent.Status, sent.Previous, sent.ActorId));
                    break;
                case (TicketCreated found, TicketCreated sent):
                    (found.TicketId, found.Description).ShouldBe((sent.TicketId, sent.Description));
                    break;
                default:
                    throw new InvalidOperationException($"{whole.Type} and {webhook.Type} are not of one kind.");
            }
        }
    }

    // Whatever an account's clock makes of the two times: a status that a webhook has brought is never newer in the comparison.
    [Fact]
    public async Task StatusThatIsFound_IsNotNewerThanItsWebhook()
    {
        desk.Vendor.State.SetStatus(desk.Open(), "open");
        var found = (await AllAsync()).Single(one => one.Type == ZendeskConnector.TicketStatusChanged);
        found.Version!.Stamp.ShouldBeLessThanOrEqualTo(desk.Brought(before).Single(one => one.Type == ZendeskConnector.TicketStatusChanged).Version!.Stamp);
    }

    [Fact]
    public async Task TicketThatTheHubHasOpened_IsAnEcho()
    {
        desk.Open(ZendeskMark.ExternalId("command-1"));
        (await CompletedAsync((await AllAsync()).Single(one => one.Type == ZendeskConnector.TicketCreated))).EchoOf.ShouldBe("command-1");
    }

    [Fact]
    public async Task ManyPages_AreAllTold()
    {
        desk.Vendor.PageOfExport = 3;
        for (var n = 0; n < 10; n++)
        {
            desk.Open();
            desk.Advance(TimeSpan.FromSeconds(2));
        }

        (await AllAsync()).Where(one => one.Type == ZendeskConnector.TicketCreated).Select(one => one.FactKey).Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public async Task WhatIsYoungerThanTheExport_IsFoundTheNextTime()
    {
        cursor = ZendeskStand.Connector.Changes.CursorAt(desk.Now);
        desk.Open();
        (await AllAsync(desk.Now)).ShouldBeEmpty();
        (await AllAsync()).Count(one => one.Type == ZendeskConnector.TicketCreated).ShouldBe(1);
    }

    [Fact]
    public async Task ComparesOff_AsksNothing()
    {
        using var stand = new ZendeskStandIn();
        using var client = new HttpClient(stand.Http) { BaseAddress = new("https://acme.zendesk.com") };
        var connection = new Connection("desk", ZendeskStandIn.Connector, ZendeskStandIn.Options with { Compares = false }, client, stand.Clock);
        var page = (await ZendeskStandIn.Connector.Changes.ChangedSinceAsync("1700000000", stand.Clock.GetUtcNow(), connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
        (page.Events.Count, page.IsMore, page.Cursor).ShouldBe((0, false, ZendeskStandIn.Connector.Changes.CursorAt(stand.Clock.GetUtcNow())));
        stand.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task AgentWhoMayNotExport_IsAFailureThatSaysWhatToDo()
    {
        using var stand = new ZendeskStandIn();
        stand.On(HttpMethod.Get, "incremental/ticket_events", 403, """{"error":{"title":"Forbidden","message":"You do not have access to this page."}}""");
        var failed = (await ZendeskStandIn.Connector.Changes.ChangedSinceAsync("1700000000", stand.Clock.GetUtcNow(), stand.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Failed>();
        failed.Failure.Text.ShouldContain("set Compares to false");
    }

    [Fact]
    public async Task DeletedTicket_IsGone()
    {
        desk.Open();
        var bare = (await AllAsync()).First(one => one.Data is TicketCreated);
        (await ZendeskStand.Connector.CompleteAsync(bare with { Data = (TicketCreated)bare.Data with { TicketId = "7" } }, desk.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Gone>();
    }

    private async Task<IncomingEvent> CompletedAsync(IncomingEvent bare) => (await ZendeskStand.Connector.CompleteAsync(bare, desk.Connection, CancellationToken.None)).ShouldBeOfType<Completion.Completed>().Event;

    private async Task<List<IncomingEvent>> AllAsync(DateTimeOffset? until = null)
    {
        if (until is null) desk.Advance(TimeSpan.FromMinutes(3));
        List<IncomingEvent> told = [];
        while (true)
        {
            // Ten exports a minute are allowed.
            if (until is null) desk.Advance(TimeSpan.FromSeconds(7));
            var page = (await ZendeskStand.Connector.Changes.ChangedSinceAsync(cursor, until ?? desk.Now, desk.Connection, CancellationToken.None)).ShouldBeOfType<ChangePage.Found>();
            told.AddRange(page.Events);
            cursor = page.Cursor;
            if (!page.IsMore) return told;
        }
    }
}
