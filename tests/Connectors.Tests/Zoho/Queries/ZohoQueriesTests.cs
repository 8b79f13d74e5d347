using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho.Queries;

public sealed class ZohoQueriesTests
{
    private const string Ann = """{"data":[{"id":"17","Full_Name":"Ann Example","Mobile":"0151 00000001","Hub_Customer":"c1","Lead_Status":"New"},{"id":"18","Full_Name":"Somebody","Phone":"015100000001 99"}],"info":{"more_records":false}}""";

    [Fact]
    public async Task Person_IsLookedForByKey_ThenByPhoneInAllItsForms_AmongContactsThenLeads()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Contacts/search", 204, "").On(HttpMethod.Get, "Leads/search?phone=4915100000001", 200, Ann).On(HttpMethod.Get, "Leads/search", 204, "");
        var found = await FindAsync(zoho, new() { Customer = ZohoStandIn.Ann });
        found.Module.ShouldBe("lead");
        var person = found.People.ShouldHaveSingleItem();
        (person.Id, person.Name, person.Mobile, person.CustomerId, person.Status).ShouldBe(("17", "Ann Example", "0151 00000001", "c1", "New"));
        zoho.Requests.Select(request => request.Line).ShouldBe(
        [
            "GET Contacts/search?criteria=(Hub_Customer:equals:c1)",
            "GET Contacts/search?phone=4915100000001",
            "GET Contacts/search?criteria=((Phone:equals:+4915100000001)or(Mobile:equals:+4915100000001)or(Phone:equals:4915100000001)or(Mobile:equals:4915100000001)or(Phone:equals:015100000001)or(Mobile:equals:015100000001)or(Phone:equals:15100000001)or(Mobile:equals:15100000001))",
            "GET Leads/search?criteria=(Hub_Customer:equals:c1)",
            "GET Leads/search?phone=4915100000001",
        ]);
    }

    [Fact]
    public async Task AccountWithoutTheKeyField_IsSearchedByPhone()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Contacts/search?phone=4915100000001", 200, Ann).On(HttpMethod.Get, "Contacts/search", 400, """{"code":"INVALID_QUERY","details":{},"message":"m","status":"error"}""");
        (await FindAsync(zoho, new() { Customer = ZohoStandIn.Ann })).Module.ShouldBe("contact");
    }

    [Fact]
    public async Task NobodyFound_IsNobody()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/search", 204, "");
        (await FindAsync(zoho, new() { Phone = "+4915100000001", Modules = ["lead"] })).ShouldSatisfyAllConditions(found => found.Module.ShouldBeNull(), found => found.People.ShouldBeEmpty());
    }

    [Theory]
    [InlineData("+4915100000001", "4915100000001", true)]
    [InlineData("+4915100000001", "00 49 151 00000001", true)]
    [InlineData("+4915100000001", "0151/0000-0001", true)]
    [InlineData("+4915100000001", "915100000001", false)]
    [InlineData("+12025550123", "(202) 555-0123", true)]
    [InlineData("+972501234567", "050-1234567", true)]
    [InlineData("+972501234567", "501234567", true)]
    [InlineData("+972501234567", "1234567", false)]
    public void Number_IsKnownInItsForms(string phone, string written, bool isKnown) =>
        PhoneForms.Of(phone).IsOf(new() { Id = "1", Name = "", Phone = written, Raw = System.Text.Json.JsonElement.Parse("{}") }).ShouldBe(isKnown);

    [Theory]
    [InlineData("deal", "+491")]
    [InlineData("tasks", "+491")]
    [InlineData("lead", null)]
    public async Task WhatCannotBeLookedFor_IsRejected(string module, string? phone)
    {
        using var zoho = new ZohoStandIn();
        (await new FindPerson().RunAsync(new() { Phone = phone, Modules = [module] }, zoho.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
        zoho.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Record_IsFetchedWithAllItsFields_AndOneThatIsGoneIsNone()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Deals/17", 200, ZohoSamples.Deal).On(HttpMethod.Get, "Deals/18", 204, "");
        var deal = (await GetAsync(zoho, "deal", "17")).ShouldNotBeNull();
        (deal.Name, deal.Status, deal.Raw.GetProperty("Pipeline").GetString()).ShouldBe(("Twelve chairs", "Closed Won", "Standard"));
        (await GetAsync(zoho, "deal", "18")).ShouldBeNull();
    }

    [Fact]
    public async Task RelatedRecords_ComeNewestFirstUpToTheLimit()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Contacts/17/Deals", 200, """
            {"data":[{"id":"1","Deal_Name":"Old","Stage":"Closed Lost","Created_Time":"2026-05-01T12:00:00+03:00"},{"id":"2","Deal_Name":"New","Created_Time":"2026-05-03T12:00:00+03:00"},{"id":"3","Deal_Name":"Newer","Created_Time":"2026-05-04T12:00:00+03:00"}],"info":{"more_records":false}}
            """);
        var found = await new ListRelated().RunAsync(new() { Module = "contact", Record = "17", List = "Deals", Limit = 2 }, zoho.Connection, CancellationToken.None);
        ((ListRelatedResult)found.ShouldBeOfType<QueryOutcome.Found>().Result).Records.Select(record => record.Name).ShouldBe(["Newer", "New"]);
        zoho.Requests.ShouldHaveSingleItem().Line.ShouldBe("GET Contacts/17/Deals?fields=Deal_Name,Stage,Pipeline,Amount,Closing_Date,Created_Time,Modified_Time&sort_by=Created_Time&sort_order=desc&per_page=2&page=1");
    }

    [Theory]
    [InlineData("contact", "17", "../Leads")]
    [InlineData("contact", "x", "Deals")]
    [InlineData("account", "17", "Deals")]
    public async Task ListThatCannotBe_IsRejected(string module, string record, string list)
    {
        using var zoho = new ZohoStandIn();
        (await new ListRelated().RunAsync(new() { Module = module, Record = record, List = list }, zoho.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Failed>().Failure.Kind.ShouldBe(FailureKind.Rejected);
    }

    [Fact]
    public async Task Search_IsBehind_ButRelatedRecordsAreNot()
    {
        await using var rig = await ZohoRig.StartAsync();
        var contact = rig.Vendor.State.Add("Contacts", ("Last_Name", "Example"), ("Mobile", "+49 151 00000001"));
        rig.Vendor.State.AddOf(contact, "Deals", ("Deal_Name", "Chairs"), ("Stage", "New"));
        async Task<string?> FoundAsync() => ((FindPersonResult)(await new FindPerson().RunAsync(new() { Phone = "+4915100000001" }, rig.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Found>().Result).Module;

        (await FoundAsync()).ShouldBeNull();
        var related = await new ListRelated().RunAsync(new() { Module = "contact", Record = contact.Id, List = "Deals" }, rig.Connection, CancellationToken.None);
        ((ListRelatedResult)related.ShouldBeOfType<QueryOutcome.Found>().Result).Records.Single().Name.ShouldBe("Chairs");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        (await FoundAsync()).ShouldBe("contact");
    }

    private static async Task<FindPersonResult> FindAsync(ZohoStandIn zoho, FindPersonInput input) =>
        (FindPersonResult)(await new FindPerson().RunAsync(input, zoho.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Found>().Result;

    private static async Task<ZohoRecordView?> GetAsync(ZohoStandIn zoho, string module, string record) =>
        ((GetRecordResult)(await new GetRecord().RunAsync(new() { Module = module, Record = record }, zoho.Connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Found>().Result).Record;
}
