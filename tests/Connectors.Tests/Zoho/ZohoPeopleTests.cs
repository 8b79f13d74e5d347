using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho;

public sealed class ZohoPeopleTests
{
    private static readonly JsonElement Raw = JsonElement.Parse("{}");

    [Theory]
    [InlineData("DE", "DE")]
    [InlineData("Germany", null)]
    [InlineData(null, null)]
    public void Lead_IsThePerson_TheMobileFirst(string? country, string? read)
    {
        var about = ZohoPeople.Of(ZohoModule.Lead, new ZohoLead { Id = "7", Name = "Ann", Phone = "030 1", Mobile = "0151 1", Country = country, EmailOptOut = false, Tags = [], ModifiedAt = default, Changes = [], Raw = Raw })!;
        (about.Record, about.Country, about.Name).ShouldBe((new VendorRecord("zoho.lead", "7"), read, "Ann"));
        about.Phones.ShouldBe(["0151 1", "030 1"]);
    }

    [Fact]
    public void DealAndCase_AreAboutTheirContact()
    {
        var contact = new ZohoContactOf { Id = "8", Email = "ann@example.test" };
        var deal = new ZohoDeal { Id = "1", Name = "Deal", Contact = contact, Tags = [], ModifiedAt = default, Changes = [], Raw = Raw };
        var about = new ZohoCase { Id = "2", Subject = "Case", Contact = contact, Phone = "1", Tags = [], ModifiedAt = default, Changes = [], Raw = Raw };
        ZohoPeople.Of(ZohoModule.Deal, deal)!.Record.ShouldBe(new("zoho.contact", "8"));
        ZohoPeople.Of(ZohoModule.Case, about)!.Record.ShouldBe(new("zoho.contact", "8"));
        ZohoPeople.Of(ZohoModule.Deal, deal with { Contact = null }).ShouldBeNull();
        ZohoPeople.Of(ZohoModule.Case, about with { Contact = null })!.Phones.ShouldBe(["1"]);
    }

    [Fact]
    public void DeletedRecord_IsGoneWhereItWasAPerson()
    {
        var deleted = new ZohoDeleted { Id = "7", DeletedAt = default };
        ZohoPeople.Of(ZohoModule.Contact, deleted)!.IsGone.ShouldBeTrue();
        ZohoPeople.Of(ZohoModule.Deal, deleted).ShouldBeNull();
    }
}
