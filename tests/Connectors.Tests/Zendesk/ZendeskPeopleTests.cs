using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Zendesk;

namespace Connectors.Tests.Zendesk;

public sealed class ZendeskPeopleTests
{
    private static readonly JsonElement Raw = JsonElement.Parse("{}");

    [Theory]
    [InlineData("7", "7")]
    [InlineData(null, null)]
    public void Ticket_IsAboutWhoAsks(string? requester, string? user)
    {
        var ticket = new TicketState { RequesterId = requester, Tags = [] };
        ZendeskPeople.Of(new TicketCreated { TicketId = "1", Ticket = ticket, CreatedAt = default, Raw = Raw })?.Record?.Id.ShouldBe(user);
        (ZendeskPeople.Of(new TicketStatusChanged { TicketId = "1", Status = "open", Ticket = ticket, ChangedAt = default, Raw = Raw })?.Record?.Id).ShouldBe(user);
        (ZendeskPeople.Of(new TicketChanged { Change = "merged", TicketId = "1", Ticket = ticket, ChangedAt = default, Raw = Raw })?.Record?.Id).ShouldBe(user);
    }

    [Theory]
    [InlineData("created", "end-user", true, false)]
    [InlineData("created", "agent", false, false)]
    [InlineData("deleted", "end-user", true, true)]
    public void EndUser_IsThePerson(string change, string role, bool isAbout, bool isGone)
    {
        var about = ZendeskPeople.Of(new UserChanged { Change = change, UserId = "7", Role = role, Email = "ann@example.test", ChangedAt = default, Raw = Raw });
        (about?.Record).ShouldBe(isAbout ? new VendorRecord("zendesk.user", "7") : null);
        (about?.IsGone ?? false).ShouldBe(isGone);
    }
}
