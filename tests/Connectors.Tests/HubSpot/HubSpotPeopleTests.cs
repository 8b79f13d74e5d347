using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotPeopleTests
{
    private static readonly JsonElement Raw = JsonElement.Parse("{}");
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();
    private static readonly PersonRecord Ann = new() { Id = "7", Name = "Ann Example", Phone = "+61400000001", Email = "ann@example.test" };

    [Fact]
    public void Contact_IsThePerson()
    {
        var contact = new ContactRecord { Id = "7", Phone = "+61400000001", Email = "ann@example.test", Name = "Ann", CreatedAt = default, UpdatedAt = default, Properties = None };
        var about = HubSpotPeople.Of(HubSpotObject.Contact, new ContactReported { ContactId = "7", Contact = contact, Changes = [], Raw = Raw })!;
        (about.Record, about.Phones[0], about.Email, about.Name).ShouldBe((new VendorRecord("hubspot.contact", "7"), "+61400000001", "ann@example.test", "Ann"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void DealOrTicket_IsAboutItsOnlyContact(int contacts, bool isAbout)
    {
        var people = Enumerable.Repeat(Ann, contacts).ToList();
        var deal = new DealReported { DealId = "1", Deal = new() { Id = "1", Contacts = people, CreatedAt = default, UpdatedAt = default, Properties = None }, Changes = [], Raw = Raw };
        var ticket = new TicketReported { TicketId = "1", Ticket = new() { Id = "1", Contacts = people, CreatedAt = default, UpdatedAt = default, Properties = None }, Changes = [], Raw = Raw };
        (HubSpotPeople.Of(HubSpotObject.Deal, deal)?.Record?.Id).ShouldBe(isAbout ? "7" : null);
        (HubSpotPeople.Of(HubSpotObject.Ticket, ticket)?.Record?.Id).ShouldBe(isAbout ? "7" : null);
    }

    [Fact]
    public void MergedContacts_AreTheOneThatIsLeft()
    {
        var about = HubSpotPeople.Of(HubSpotObject.Contact, new RecordMerged { Id = "9", MergedIds = ["7", "8"], MergedAt = default, Raw = Raw })!;
        (about.Record, about.IsGone).ShouldBe((new VendorRecord("hubspot.contact", "9"), false));
        about.Absorbed.ShouldBe(["7", "8"]);
    }

    [Fact]
    public void DeletedContact_IsGone() => HubSpotPeople.Of(HubSpotObject.Contact, new RecordDeleted { Id = "7", Reason = "deletion", DeletedAt = default, Raw = Raw })!.IsGone.ShouldBeTrue();

    [Fact]
    public void DeletedDeal_IsNobody() => HubSpotPeople.Of(HubSpotObject.Deal, new RecordDeleted { Id = "7", Reason = "deletion", DeletedAt = default, Raw = Raw }).ShouldBeNull();
}
