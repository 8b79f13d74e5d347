using Hub.Connectors;
using Hub.Connectors.HubSpot.Actions;

namespace Connectors.Tests.HubSpot.Actions;

public sealed class UpsertContactTests
{
    private const string Found = """{"id":"123","properties":{"hub_customer_id":"c1","firstname":"Anna"},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T09:59:31Z"}""";
    private const string Foreign = """{"id":"123","properties":{"firstname":"Anna","email":"ann@example.test"},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T09:59:31Z"}""";
    private const string Missing = """{"category":"OBJECT_NOT_FOUND"}""";

    private readonly IAction action = new UpsertContact();

    private static UpsertContactInput Input => new() { Customer = HubSpotStandIn.Ann };

    [Fact]
    public async Task NewCustomer_BecomesAContactByTheUniqueProperty()
    {
        using var crm = Without().On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", 200, """{"status":"COMPLETE","results":[{"id":"546500061938","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z","new":true}]}""");
        var done = (await RunAsync(crm, Input with { Properties = new Dictionary<string, string> { ["lifecyclestage"] = "lead" } })).ShouldBeOfType<ActionOutcome.Done>();
        (done.VendorId, done.Result).ShouldBe(("546500061938", new UpsertContactResult("546500061938", true)));
        done.Learned.ShouldBe(new("c1", new("hubspot.contact", "546500061938")));
        crm.Lines.Select(line => line.Split('?')[0]).ShouldBe(
        [
            "GET crm/v3/properties/contacts/hub_customer_id", "GET crm/v3/objects/contacts/c1", "GET crm/v3/objects/contacts/ann@example.test", "POST crm/v3/objects/contacts/search", "POST crm/v3/objects/contacts/batch/upsert",
        ]);
        crm.Lines[1].ShouldEndWith("idProperty=hub_customer_id");
        crm.Lines[2].ShouldEndWith("idProperty=email");
        crm.Requests.ShouldAllBe(asked => asked.Headers["Authorization"] == "Bearer pat-na1-token");
        crm.Requests[^1].BodyShouldBe("""{"inputs":[{"idProperty":"hub_customer_id","id":"c1","properties":{"lifecyclestage":"lead","firstname":"Ann","lastname":"Example","phone":"+61400000001","email":"ann@example.test","hub_customer_id":"c1"}}]}""");
    }

    [Fact]
    public async Task Search_AsksForThePhoneInEveryFormThatHubSpotKnows()
    {
        using var crm = Without().On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", 200, """{"results":[{"id":"1"}]}""");
        await RunAsync(crm, Input);
        var search = crm.Requests[3].Json;
        search.GetProperty("filterGroups").EnumerateArray().Select(group => group.GetProperty("filters")[0]).Select(filter => $"{filter.GetProperty("propertyName")} {filter.GetProperty("operator")} {filter.GetProperty("value")}").ShouldBe(
        [
            "phone EQ +61400000001", "mobilephone EQ +61400000001", "hs_whatsapp_phone_number EQ +61400000001", "hs_searchable_calculated_phone_number EQ 400000001", "hs_searchable_calculated_mobile_number EQ 400000001",
        ]);
        search.GetProperty("sorts")[0].GetRawText().ShouldBe("""{"propertyName":"lastmodifieddate","direction":"DESCENDING"}""");
        (search.GetProperty("limit").GetInt32(), search.GetProperty("after").GetString()).ShouldBe((100, "0"));
    }

    [Fact]
    public async Task KnownCustomer_KeepsTheNameThatPeopleGave()
    {
        using var crm = new HubSpotStandIn().Has("contacts", "hub_customer_id").On(HttpMethod.Get, "crm/v3/objects/contacts/c1", 200, Found);
        (await RunAsync(crm, Input)).ShouldBeOfType<ActionOutcome.Done>().Result.ShouldBe(new UpsertContactResult("123", false));
        crm.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ContactWithTheSameAddress_IsTakenAndMarked()
    {
        using var crm = new HubSpotStandIn().Has("contacts", "hub_customer_id").On(HttpMethod.Get, "crm/v3/objects/contacts/c1", 404, Missing).On(HttpMethod.Get, "crm/v3/objects/contacts/ann%40example.test", 200, Foreign).On(HttpMethod.Patch, "crm/v3/objects/contacts/123", 200, Foreign);
        (await RunAsync(crm, Input with { LastName = "Other" })).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("123");
        crm.Requests[^1].BodyShouldBe("""{"properties":{"lastname":"Other","hub_customer_id":"c1"}}""");
    }

    [Theory]
    [InlineData("""{"phone":"+61 400 000 001"}""", true)]
    [InlineData("""{"phone":"0400 000 001"}""", true)]
    [InlineData("""{"phone":"0400 000 001","hs_calculated_phone_number":"+61400000001"}""", true)]
    [InlineData("""{"phone":"0400 000 001","hs_calculated_phone_number":"+49400000001"}""", false)]
    [InlineData("""{"phone":"+49400000001"}""", false)]
    public async Task ContactFoundByPhone_IsTakenWhereItIsThatPhone(string properties, bool taken)
    {
        using var crm = Without($$$"""{"total":1,"results":[{"id":"77","properties":{{{properties}}},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z"}]}""")
            .On(HttpMethod.Patch, "crm/v3/objects/contacts/77", 200, Foreign).On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", 200, """{"results":[{"id":"1","new":true}]}""");
        (await RunAsync(crm, Input)).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe(taken ? "77" : "1");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("most_recent", true)]
    [InlineData("reject", false)]
    public async Task SeveralContactsWithThePhone_AreTakenOrRefusedAsToldAndNeverAll(string? onMultiple, bool taken)
    {
        using var crm = Without("""{"total":2,"results":[{"id":"77","properties":{"phone":"+61400000001","hub_customer_id":"c9"}},{"id":"78","properties":{"phone":"+61400000001"}}]}""").On(HttpMethod.Patch, "crm/v3/objects/contacts/77", 200, Foreign);
        var outcome = await RunAsync(crm, Input with { OnMultiple = onMultiple, FirstName = "Ann" });
        if (taken)
        {
            // The contact of another customer stays theirs.
            outcome.ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("77");
            crm.Requests[^1].BodyShouldBe("""{"properties":{"firstname":"Ann"}}""");
        }
        else
        {
            outcome.ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("several_contacts");
        }
    }

    [Theory]
    [InlineData(409, """{"status":"error","message":"Contact already exists. Existing ID: 171591000198","category":"CONFLICT"}""")]
    [InlineData(207, """{"status":"COMPLETE","results":[],"errors":[{"status":"error","category":"CONFLICT","message":"m","context":{"existingId":["171591000198"]}}],"numErrors":1}""")]
    public async Task AddressThatSomebodyTookMeanwhile_LeadsToThatContact(int status, string body)
    {
        using var crm = Without().On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", status, body)
            .On(HttpMethod.Get, "crm/v3/objects/contacts/171591000198", 200, """{"id":"171591000198","properties":{},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z"}""").On(HttpMethod.Patch, "crm/v3/objects/contacts/171591000198", 200, Foreign);
        (await RunAsync(crm, Input)).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("171591000198");
        crm.Requests[^1].BodyShouldBe("""{"properties":{"hub_customer_id":"c1"}}""");

        using var taken = Without().On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", status, body)
            .On(HttpMethod.Get, "crm/v3/objects/contacts/171591000198", 200, """{"id":"171591000198","properties":{"hub_customer_id":"c7"},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-01T00:00:00Z"}""");
        (await RunAsync(taken, Input)).ShouldBeOfType<ActionOutcome.Done>().VendorId.ShouldBe("171591000198");
        taken.Lines.ShouldNotContain(line => line.StartsWith("PATCH", StringComparison.Ordinal), "a contact that is another customer's stays theirs");
    }

    [Fact]
    public async Task PropertyThatLacks_IsMadeOnce()
    {
        using var crm = Without(property: false)
            .On(HttpMethod.Post, "crm/v3/properties/contacts/groups", 409, """{"category":"CONFLICT"}""")
            .On(HttpMethod.Post, "crm/v3/properties/contacts", 201, """{"name":"hub_customer_id","hasUniqueValue":true}""")
            .On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", 200, """{"results":[{"id":"1","new":true}]}""");
        await RunAsync(crm, Input);
        await RunAsync(crm, Input);
        crm.Requests.Count(asked => asked.Line == "POST crm/v3/properties/contacts").ShouldBe(1);
        crm.Requests.Count(asked => asked.Line.StartsWith("GET crm/v3/properties", StringComparison.Ordinal)).ShouldBe(1);
        var made = crm.Requests.First(asked => asked.Line == "POST crm/v3/properties/contacts").Json;
        (made.GetProperty("hasUniqueValue").GetBoolean(), made.GetProperty("type").GetString(), made.GetProperty("fieldType").GetString(), made.GetProperty("groupName").GetString()).ShouldBe((true, "string", "text", "whatsapp_hub"));
    }

    [Fact]
    public async Task PropertyThatIsNotUnique_IsRefused()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/properties/contacts/hub_customer_id", 200, """{"name":"hub_customer_id","hasUniqueValue":false}""");
        (await RunAsync(crm, Input)).ShouldBeOfType<ActionOutcome.Failed>().Failure.Code.ShouldBe("property_not_unique");
    }

    [Theory]
    [InlineData("Ann", """{"firstname":"Ann","hub_customer_id":"c1"}""")]
    [InlineData("Ann Maria Example", """{"firstname":"Ann Maria","lastname":"Example","hub_customer_id":"c1"}""")]
    [InlineData(" ", """{"hub_customer_id":"c1"}""")]
    [InlineData(null, """{"hub_customer_id":"c1"}""")]
    public async Task NameOfACustomer_IsTwoNames(string? name, string properties)
    {
        using var crm = Without().On(HttpMethod.Post, "crm/v3/objects/contacts/batch/upsert", 200, """{"results":[{"id":"1","new":true}]}""");
        await RunAsync(crm, new() { Customer = new("c1", name, null, null, null) });
        crm.Requests[^1].BodyShouldBe($$"""{"inputs":[{"idProperty":"hub_customer_id","id":"c1","properties":{{properties}}}]}""");
    }

    private static HubSpotStandIn Without(string search = """{"total":0,"results":[]}""", bool property = true)
    {
        var crm = new HubSpotStandIn();
        if (property) crm.Has("contacts", "hub_customer_id");
        else crm.On(HttpMethod.Get, "crm/v3/properties/contacts/hub_customer_id", 404, "");
        return crm.On(HttpMethod.Get, "crm/v3/objects/contacts/c1", 404, Missing).On(HttpMethod.Get, "crm/v3/objects/contacts/ann%40example.test", 404, Missing).On(HttpMethod.Post, "crm/v3/objects/contacts/search", 200, search);
    }

    private Task<ActionOutcome> RunAsync(HubSpotStandIn crm, UpsertContactInput input) =>
        action.PerformAsync([new(HubSpotStandIn.CommandId, input, crm.Clock.Now)], crm.Context, CancellationToken.None);
}
