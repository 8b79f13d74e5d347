using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.HubSpot;

namespace Connectors.Tests.HubSpot;

public sealed class HubSpotCompletionTests
{
    private const string Ann = """
        {"id":"123","properties":{"firstname":"Ann","lastname":"Example","email":"ann@example.test","phone":"(555) 123-4567","hs_calculated_phone_number":"+15551234567","mobilephone":"","lifecyclestage":"lead",
          "hs_language":"de","hs_email_optout":"true","hub_customer_id":"c1","hs_object_source":"CRM_UI","hs_object_source_id":"userId:77"},
         "propertiesWithHistory":{"lifecyclestage":[{"value":"lead","timestamp":"2026-05-04T09:59:30.500Z","sourceType":"CRM_UI","sourceId":"userId:77"},{"value":"subscriber","timestamp":"2026-05-01T00:00:00Z","sourceType":"CRM_UI"}]},
         "createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T09:59:31Z","archived":false,"url":"https://app.hubspot.com/contacts/62515/record/0-1/123"}
        """;

    [Fact]
    public async Task BurstOfHints_IsOneFetchAndOneEventWithTheChangesInOrder()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", 200, Ann);
        var hints = Hints(("lastname", "Example", 1777888770900), ("lifecyclestage", "lead", 1777888770500), ("firstname", "Ann", 1777888770800));

        var done = (await RunAsync(crm, hints)).ShouldBeOfType<Completion.Completed>().Event;

        crm.Requests.Count.ShouldBe(1);
        crm.Lines[0].ShouldStartWith("GET crm/v3/objects/contacts/123?properties=");
        crm.Lines[0].ShouldContain("hub_customer_id");
        (done.Type, done.Subject, done.DeliveryKey, done.EchoOf).ShouldBe(("hubspot.contact.changed", "contact/123", hints[0].DeliveryKey, null));
        done.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1777888770900));
        done.Version.ShouldBe(new RecordVersion("contact/123", new DateTimeOffset(2026, 5, 4, 9, 59, 31, TimeSpan.Zero).ToUnixTimeMilliseconds()));
        done.Ends.ShouldBe(new Dictionary<string, string> { ["hubspot.contact"] = "123" });
        done.Terms.ShouldBe(["ann@example.test", "+15551234567", "(555) 123-4567", "Ann Example"]);
        var data = done.Data.ShouldBeOfType<ContactReported>();
        data.Changes.Select(change => (change.Property, change.Value, change.Previous)).ShouldBe([("lifecyclestage", "lead", "subscriber"), ("firstname", "Ann", null), ("lastname", "Example", null)]);
        var contact = data.Contact;
        (contact.Email, contact.Phone, contact.TypedPhone, contact.MobilePhone, contact.Name, contact.Language, contact.IsUnsubscribed, contact.CustomerId).ShouldBe(("ann@example.test", "+15551234567", "(555) 123-4567", null, "Ann Example", "de", true, "c1"));
        contact.Properties.Keys.ShouldNotContain("mobilephone");
        JsonSerializer.Serialize(done.Data, HubSpotJson.Default.ContactReported).ShouldContain("\"lifecycle_stage\":\"lead\"");
    }

    [Fact]
    public async Task CreationAmongTheHints_MakesTheEventACreation()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", 200, Ann);
        var hints = Hints(("lifecyclestage", "lead", 1777888770500)).Concat(HubSpotStandIn.Read("""[{"portalId":62515,"objectId":123,"occurredAt":1777888770100,"subscriptionType":"contact.creation"}]""")).ToList();

        var done = (await RunAsync(crm, hints)).ShouldBeOfType<Completion.Completed>().Event;

        (done.Type, done.FactKey).ShouldBe(("hubspot.contact.created", "hubspot.contact.created/123"));
        done.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1777888770100));
        done.Data.ShouldBeOfType<ContactReported>().Changes.Count.ShouldBe(1);

        // The comparison would tell the change by itself: it is told here.
        done.FurtherFacts.ShouldBe(["hubspot.contact.changed/123/lifecyclestage/1777888770500"]);
    }

    [Theory]
    [InlineData("lifecyclestage", 1777888770500, "hubspot.contact.changed/123/lifecyclestage/1777888770500")]
    [InlineData("lifecyclestage", 1777888770000, "hubspot.contact.changed/123/lifecyclestage/1777888770500")]
    [InlineData("lifecyclestage", 1777888775000, null)]
    [InlineData("favourite_colour", 1777888770500, null)]
    public async Task FactOfAChange_IsThatOfTheHistoryWhereItHasIt(string property, long at, string? fact)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", 200, Ann);
        (await RunAsync(crm, Hints((property, "lead", at)))).ShouldBeOfType<Completion.Completed>().Event.FactKey.ShouldBe(fact);
        crm.Lines[0].ShouldContain(property);
    }

    [Theory]
    [InlineData("INTEGRATION", "54321", true)]
    [InlineData("INTEGRATION", "99", false)]
    [InlineData("CRM_UI", "userId:77", false)]
    public async Task AppWithoutANumber_IsToldByTheHistory(string source, string id, bool echo)
    {
        var record = Ann.Replace("\"sourceType\":\"CRM_UI\",\"sourceId\":\"userId:77\"", $"\"sourceType\":\"{source}\",\"sourceId\":\"{id}\"", StringComparison.Ordinal);
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", 200, record);
        var hint = HubSpotStandIn.Read("""[{"portalId":62515,"objectId":123,"occurredAt":1777888770500,"subscriptionType":"contact.propertyChange","propertyName":"lifecyclestage","propertyValue":"lead","changeSource":"INTEGRATION"}]""");
        ((await RunAsync(crm, [.. hint])).ShouldBeOfType<Completion.Completed>().Event.EchoOf is not null).ShouldBe(echo);
    }

    [Fact]
    public async Task EchoAmongTheHints_IsLeftOut()
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", 200, Ann);
        var own = HubSpotStandIn.Read("""[{"portalId":62515,"appId":54321,"objectId":123,"occurredAt":1777888770600,"subscriptionType":"contact.propertyChange","propertyName":"phone","propertyValue":"1","changeSource":"INTEGRATION","sourceId":"54321"}]""");
        var done = (await RunAsync(crm, [.. Hints(("lifecyclestage", "lead", 1777888770500)), .. own])).ShouldBeOfType<Completion.Completed>().Event;
        done.EchoOf.ShouldBeNull();
        done.Data.ShouldBeOfType<ContactReported>().Changes.Select(change => change.Property).ShouldBe(["lifecyclestage"]);
    }

    [Fact]
    public async Task RecordThatTheAppMade_IsAnEcho()
    {
        var record = Ann.Replace("\"hs_object_source\":\"CRM_UI\",\"hs_object_source_id\":\"userId:77\"", "\"hs_object_source\":\"INTEGRATION\",\"hs_object_source_id\":\"54321\"", StringComparison.Ordinal);
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", 200, record);
        var hint = HubSpotStandIn.Read("""[{"portalId":62515,"objectId":123,"occurredAt":1777888770100,"subscriptionType":"contact.creation"}]""");
        (await RunAsync(crm, [.. hint])).ShouldBeOfType<Completion.Completed>().Event.EchoOf.ShouldBe("app:54321");
    }

    [Fact]
    public async Task Deal_ComesWithItsContactsAndMoney()
    {
        using var crm = new HubSpotStandIn()
            .On(HttpMethod.Get, "crm/v3/objects/deals/9", 200, """
                {"id":"9","properties":{"dealname":"Bike","dealstage":"closedwon","pipeline":"default","amount":"89.99","deal_currency_code":"EUR","closedate":"2026-05-04T00:00:00Z","hs_is_closed_won":"true"},
                 "associations":{"contacts":{"results":[{"id":"123","type":"deal_to_contact"},{"id":"123","type":"deal_to_contact_unlabeled"},{"id":"124","type":"deal_to_contact"}]}},
                 "createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T09:59:31Z"}
                """)
            .On(HttpMethod.Post, "crm/v3/objects/contacts/batch/read", 207, $$"""{"status":"COMPLETE","results":[{{Ann}}],"numErrors":1}""");
        var hint = HubSpotStandIn.Read("""[{"portalId":62515,"objectId":9,"occurredAt":1777888770500,"subscriptionType":"deal.propertyChange","propertyName":"dealstage","propertyValue":"closedwon","changeSource":"CRM_UI","sourceId":"userId:77"}]""");

        var done = (await RunAsync(crm, [.. hint])).ShouldBeOfType<Completion.Completed>().Event;

        crm.Requests.Count.ShouldBe(2);
        crm.Lines[0].ShouldContain("associations=contacts");
        crm.Requests[1].Json.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("id").GetString()).ShouldBe(["123", "124"]);
        var deal = done.Data.ShouldBeOfType<DealReported>().Deal;
        (deal.Name, deal.Stage, deal.Amount, deal.IsWon, deal.IsClosed).ShouldBe(("Bike", "closedwon", new Money("89.99", 8999, "EUR"), true, null));
        deal.CloseDate.ShouldBe(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero));
        deal.Contacts.ShouldBe([new PersonRecord { Id = "123", Name = "Ann Example", Phone = "+15551234567", Email = "ann@example.test", Language = "de", CustomerId = "c1" }]);
        done.Terms.ShouldBe(["Bike", "ann@example.test", "+15551234567"]);
    }

    [Fact]
    public async Task AmountWithoutACurrency_HasTheAccounts()
    {
        const string Deal = """{"id":"9","properties":{"amount":"10"},"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T09:59:31Z"}""";
        var hint = HubSpotStandIn.Read("""[{"portalId":62515,"objectId":9,"occurredAt":1777888770500,"subscriptionType":"deal.creation"}]""");
        using var without = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/deals/9", 200, Deal);
        using var with = new HubSpotStandIn(HubSpotStandIn.Options with { Currency = "AUD" }).On(HttpMethod.Get, "crm/v3/objects/deals/9", 200, Deal);
        (await RunAsync(without, [.. hint])).ShouldBeOfType<Completion.Completed>().Event.Data.ShouldBeOfType<DealReported>().Deal.Amount.ShouldBeNull();
        (await RunAsync(with, [.. hint])).ShouldBeOfType<Completion.Completed>().Event.Data.ShouldBeOfType<DealReported>().Deal.Amount.ShouldBe(new Money("10", 1000, "AUD"));
    }

    [Theory]
    [InlineData(404, """{"category":"OBJECT_NOT_FOUND"}""")]
    [InlineData(404, "")]
    [InlineData(200, """{"id":"123","properties":{},"archived":true,"createdAt":"2026-05-01T00:00:00Z","updatedAt":"2026-05-04T09:59:31Z"}""")]
    public async Task RecordThatIsNotThere_IsGone(int status, string body)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", status, body);
        (await RunAsync(crm, Hints(("phone", "1", 1777888770500)))).ShouldBeOfType<Completion.Gone>();
    }

    [Theory]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(401, FailureKind.Unauthorized)]
    [InlineData(502, FailureKind.Transient)]
    public async Task FetchThatFails_SaysWhy(int status, FailureKind kind)
    {
        using var crm = new HubSpotStandIn().On(HttpMethod.Get, "crm/v3/objects/contacts/123", status, "");
        (await RunAsync(crm, Hints(("phone", "1", 1777888770500)))).ShouldBeOfType<Completion.Failed>().Failure.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task EventThatIsNoHint_IsCompleteWithoutACall()
    {
        using var crm = new HubSpotStandIn();
        var deleted = HubSpotStandIn.Read("""[{"portalId":62515,"objectId":123,"occurredAt":1777888770500,"subscriptionType":"contact.deletion"}]""")[0];
        (await HubSpotStandIn.Connector.CompleteAsync(deleted, crm.Connection, CancellationToken.None)).ShouldBe(new Completion.Completed(deleted));
        crm.Requests.ShouldBeEmpty();
    }

    private static List<IncomingEvent> Hints(params (string Property, string Value, long At)[] changes) => [.. HubSpotStandIn.Read(
        $"[{string.Join(',', changes.Select(change => $$"""{"portalId":62515,"appId":54321,"objectId":123,"occurredAt":{{change.At}},"subscriptionType":"contact.propertyChange","propertyName":"{{change.Property}}","propertyValue":"{{change.Value}}","changeSource":"CRM_UI","sourceId":"userId:77"}"""))}]")];

    private static Task<Completion> RunAsync(HubSpotStandIn crm, IReadOnlyList<IncomingEvent> hints) =>
        HubSpotStandIn.Connector.CompleteAsync(hints[0] with { Hints = hints }, crm.Connection, CancellationToken.None);
}
