using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Zoho;

namespace Connectors.Tests.Zoho.Actions;

public sealed class UpsertPersonTests
{
    private const string Inserted = """{"data":[{"code":"SUCCESS","duplicate_field":null,"action":"insert","details":{"id":"17"},"message":"record added","status":"success"}]}""";
    private const string Updated = """{"data":[{"code":"SUCCESS","duplicate_field":"Hub_Customer","action":"update","details":{"id":"17"},"message":"record updated","status":"success"}]}""";

    private readonly IAction lead = new UpsertLead();
    private readonly IAction contact = new UpsertContact();

    [Fact]
    public async Task Lead_IsWrittenWithTheKeyAndTheMark_AndSetsNothingOff()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Leads/upsert", 201, Inserted);
        var input = new UpsertLeadInput
        {
            Customer = ZohoStandIn.Ann,
            FirstName = "Ann",
            LastName = "Example",
            Company = "Example Ltd",
            Mobile = "+4915100000001",
            Status = "New",
            Source = "WhatsApp",
            Fields = new Dictionary<string, JsonElement> { ["Score"] = JsonElement.Parse("7") },
            Match = ["Email"],
        };
        (await RunAsync(lead, input, zoho)).ShouldBe(new ActionOutcome.Done(new UpsertLeadResult("17", true), "17") { Learned = new(ZohoStandIn.Ann.Id, new("zoho.lead", "17")) });
        zoho.Requests.ShouldHaveSingleItem().BodyShouldBe($$"""
            {"data":[{"Score":7,"First_Name":"Ann","Last_Name":"Example","Company":"Example Ltd","Mobile":"+4915100000001","Lead_Status":"New","Lead_Source":"WhatsApp","Hub_Last_Write":"{{ZohoStandIn.Mark}}","Hub_Customer":"c1"}],
             "duplicate_check_fields":["Hub_Customer","Email"],"trigger":[]}
            """);
    }

    [Fact]
    public async Task Contact_IsWrittenTheSameWay_AndMaySetOffWhatIsConfigured()
    {
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { Trigger = "workflow,blueprint", KeyField = "WA_Id" }).On(HttpMethod.Post, "Contacts/upsert", 200, Updated);
        (await RunAsync(contact, new UpsertContactInput { Customer = ZohoStandIn.Ann, Email = "ann@example.test" }, zoho)).ShouldBe(new ActionOutcome.Done(new UpsertContactResult("17", false), "17") { Learned = new(ZohoStandIn.Ann.Id, new("zoho.contact", "17")) });
        zoho.Requests.ShouldHaveSingleItem().BodyShouldBe($$"""
            {"data":[{"Email":"ann@example.test","Hub_Last_Write":"{{ZohoStandIn.Mark}}","WA_Id":"c1"}],"duplicate_check_fields":["WA_Id"],"trigger":["workflow","blueprint"]}
            """);
    }

    [Fact]
    public async Task TriggerAll_IsToSayNothing()
    {
        using var zoho = new ZohoStandIn(ZohoStandIn.Options with { Trigger = "all" }).On(HttpMethod.Post, "Contacts/upsert", 200, Updated);
        await RunAsync(contact, new UpsertContactInput { Customer = ZohoStandIn.Ann }, zoho);
        zoho.Requests.Single().Body.ShouldNotContain("trigger");
    }

    [Fact]
    public async Task NewLeadWithoutAName_GetsTheCustomers_OnlyWhenZohoAsksForIt()
    {
        await using var rig = await ZohoRig.StartAsync();
        var made = await lead.PerformAsync([ZohoStandIn.Call(new UpsertLeadInput { Customer = ZohoStandIn.Ann })], Of(rig), CancellationToken.None);
        var id = made.ShouldBeOfType<ActionOutcome.Done>().VendorId!;
        var record = rig.Vendor.State.Records.Single();
        (record.Text("First_Name"), record.Text("Last_Name"), record.Text("Company")).ShouldBe(("Ann Mary", "Example", "Ann Mary Example"));

        rig.Vendor.State.Change(record, "Last_Name", "Examplesen");
        var again = await lead.PerformAsync([ZohoStandIn.Call(new UpsertLeadInput { Customer = ZohoStandIn.Ann, Status = "New" })], Of(rig), CancellationToken.None);

        again.ShouldBe(new ActionOutcome.Done(new UpsertLeadResult(id, false), id) { Learned = new(ZohoStandIn.Ann.Id, new("zoho.lead", id)) });
        (record.Text("Last_Name"), record.Text("Lead_Status")).ShouldBe(("Examplesen", "New"));
    }

    [Theory]
    [InlineData(null, null, "WhatsApp user")]
    [InlineData(null, "+491", "+491")]
    [InlineData("ann_99", null, "ann_99")]
    public async Task PersonWithoutNameOrPhone_GetsAName(string? name, string? phone, string last)
    {
        await using var rig = await ZohoRig.StartAsync();
        await contact.PerformAsync([ZohoStandIn.Call(new UpsertContactInput { Customer = new("c9", name, phone, null, null) })], Of(rig), CancellationToken.None);
        rig.Vendor.State.Records.Single().Text("Last_Name").ShouldBe(last);
    }

    // One that is another customer's already stays theirs.
    [Theory]
    [InlineData(200, """{"data":[{"id":"18","Hub_Customer":null}]}""", ",\"Hub_Customer\":\"c1\"")]
    [InlineData(200, """{"data":[{"id":"18","Hub_Customer":"c1"}]}""", ",\"Hub_Customer\":\"c1\"")]
    [InlineData(200, """{"data":[{"id":"18","Hub_Customer":"c7"}]}""", "")]
    public async Task KnownRecord_IsChangedByItsId(int status, string there, string key)
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Get, "Leads/18", status, there).On(HttpMethod.Put, "Leads/18", 200, """{"data":[{"code":"SUCCESS","details":{"id":"18"},"status":"success"}]}""");
        (await RunAsync(lead, new UpsertLeadInput { Customer = ZohoStandIn.Ann, Record = "18", Status = "New" }, zoho)).ShouldBe(new ActionOutcome.Done(new UpsertLeadResult("18", false), "18") { Learned = key.Length == 0 ? null : new(ZohoStandIn.Ann.Id, new("zoho.lead", "18")) });
        zoho.Requests[^1].BodyShouldBe($$"""{"data":[{"Lead_Status":"New","Hub_Last_Write":"{{ZohoStandIn.Mark}}"{{key}}}],"trigger":[]}""");
        lead.TargetOf(new UpsertLeadInput { Customer = ZohoStandIn.Ann, Record = "18" }).ShouldBe("18");
    }

    [Theory]
    [InlineData("""{"api_name":"Email","id":"18"}""", "c7")]
    [InlineData("""{"api_name":"Email","duplicate_record":{"id":"18"}}""", "")]
    public async Task RecordWithTheSameUniqueValue_IsAdopted(string details, string owner)
    {
        using var zoho = new ZohoStandIn()
            .On(HttpMethod.Post, "Leads/upsert", 202, $$"""{"data":[{"code":"DUPLICATE_DATA","details":{{details}},"message":"duplicate data","status":"error"}]}""")
            .On(HttpMethod.Get, "Leads/18", 200, $$"""{"data":[{"id":"18","Hub_Customer":"{{owner}}"}]}""")
            .On(HttpMethod.Put, "Leads/18", 200, """{"data":[{"code":"SUCCESS","details":{"id":"18"},"status":"success"}]}""");
        (await RunAsync(lead, new UpsertLeadInput { Customer = ZohoStandIn.Ann, Email = "ann@example.test" }, zoho)).ShouldBe(new ActionOutcome.Done(new UpsertLeadResult("18", false), "18") { Learned = owner.Length > 0 ? null : new(ZohoStandIn.Ann.Id, new("zoho.lead", "18")) });
        zoho.Requests[^1].Body.Contains("Hub_Customer", StringComparison.Ordinal).ShouldBe(owner.Length == 0);
    }

    [Fact]
    public async Task WhatCannotBeRight_IsRejectedBeforeAnyCall()
    {
        using var zoho = new ZohoStandIn();
        foreach (var (input, code) in (IReadOnlyList<(UpsertLeadInput, string)>)
        [
            (new() { Customer = ZohoStandIn.Ann, Record = "../Contacts" }, "invalid_record"),
            (new() { Customer = ZohoStandIn.Ann, Fields = new Dictionary<string, JsonElement> { ["a b"] = JsonElement.Parse("1") } }, "invalid_field"),
            (new() { Customer = ZohoStandIn.Ann, Match = ["E-mail"] }, "invalid_field"),
        ])
        {
            (await RunAsync(lead, input, zoho)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe(code);
        }

        zoho.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task LayoutThatDemandsAnotherField_IsToldOnce()
    {
        using var zoho = new ZohoStandIn().On(HttpMethod.Post, "Leads/upsert", 202, """{"data":[{"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Industry"},"status":"error"}]}""");
        (await RunAsync(lead, new UpsertLeadInput { Customer = ZohoStandIn.Ann }, zoho)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Text.ShouldBe("A field that the CRM's layout demands is missing: Industry.");
        zoho.Requests.Count.ShouldBe(1);
    }

    private static ActionContext Of(ZohoRig rig) => new() { Connection = rig.Connection, Attempt = 1 };

    private static Task<ActionOutcome> RunAsync(IAction action, object input, ZohoStandIn zoho) => action.PerformAsync([ZohoStandIn.Call(input)], zoho.Context, CancellationToken.None);
}
