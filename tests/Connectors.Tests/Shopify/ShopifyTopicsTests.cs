using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Shopify;

namespace Connectors.Tests.Shopify;

public sealed class ShopifyTopicsTests
{
    private readonly Shop shop = new();

    [SharedTheory(SharedContracts.Root)]
    [InlineData("webhook.carts-update.cart-updated-payload.json", "shopify.unknown", "unknown/carts/update")]
    [InlineData("webhook.checkouts-create.2026-07.json", "shopify.checkout.created", "checkout/eeafa272cebfd4b22385bc4b645e762c")]
    [InlineData("webhook.checkouts-update.2026-07.json", "shopify.checkout.updated", "checkout/eeafa272cebfd4b22385bc4b645e762c")]
    [InlineData("webhook.checkouts-delete.2026-07.json", "shopify.checkout.deleted", "checkout/eeafa272cebfd4b22385bc4b645e762c")]
    [InlineData("webhook.customers-delete.json", "shopify.customer.deleted", "customer/706405506930370084")]
    [InlineData("webhook.customers.webhookdb-1.json", "shopify.customer.updated", "customer/706405506930370084")]
    [InlineData("webhook.fulfillments-create.2026-07.json", "shopify.fulfillment.created", "order/820982911946154508")]
    [InlineData("webhook.fulfillments-update.2026-07.json", "shopify.fulfillment.updated", "order/820982911946154508")]
    [InlineData("webhook.orders.webhookdb-1.json", "shopify.order.updated", "order/450789469")]
    [InlineData("webhook.refunds-create.2026-07.json", "shopify.refund.created", "order/820982911946154508")]
    [InlineData("webhook.returns-cancel.2026-07.json", "shopify.unknown", "unknown/returns/cancel")]
    [InlineData("webhook.returns-update.2026-07.json", "shopify.unknown", "unknown/returns/update")]
    public void Sample_IsReadAs(string sample, string type, string subject)
    {
        var body = File.ReadAllText(Path.Combine(SharedContracts.Folder("shopify")!, "payloads", sample));
        var read = shop.Read(body, Shop.TopicOf(sample));
        read.Type.ShouldBe(type);
        read.Subject.ShouldBe(subject);
        read.Account.ShouldBe("harbour-lamps.myshopify.com");
    }

    [Theory]
    [InlineData("orders/create", "shopify.order.created", "2026-03-01T10:00:00+11:00")]
    [InlineData("orders/updated", "shopify.order.updated", "2026-03-01T12:00:00+11:00")]
    [InlineData("orders/paid", "shopify.order.paid", "2026-03-01T12:00:00+11:00")]
    [InlineData("orders/cancelled", "shopify.order.cancelled", "2026-03-01T11:00:00+11:00")]
    [InlineData("orders/fulfilled", "shopify.order.fulfilled", "2026-03-01T12:00:00+11:00")]
    [InlineData("orders/partially_fulfilled", "shopify.order.partially_fulfilled", "2026-03-01T12:00:00+11:00")]
    public void OrderTopic_IsItsEventAtItsTime(string topic, string type, string at)
    {
        var read = shop.Read("""{"id":5,"created_at":"2026-03-01T10:00:00+11:00","cancelled_at":"2026-03-01T11:00:00+11:00","updated_at":"2026-03-01T12:00:00+11:00"}""", topic);
        read.Type.ShouldBe(type);
        read.OccurredAt.ShouldBe(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        read.FactKey.ShouldBe($"{type}:order/5:{read.OccurredAt.ToUnixTimeMilliseconds()}");
        read.Version.ShouldBe(topic == "orders/updated" ? new RecordVersion("order/5", read.OccurredAt.ToUnixTimeMilliseconds()) : null);
        read.Ends.ShouldBe(new Dictionary<string, string> { ["shopify.order"] = "5" });
    }

    [Fact]
    public void Order_IsReadWithEveryPart()
    {
        var order = (ShopifyOrder)shop.Read(
            """
            {"id":18446744073709551617,"name":"#1001","email":"ada@example.com","phone":"0400 000 000","currency":"AUD","total_price":"409.94","financial_status":"PAID","fulfillment_status":null,
             "customer_locale":"en-AU","checkout_token":"tok","tags":"gift, vip ,","test":true,"order_status_url":"https://example.com/s","note":"n","source_name":"web",
             "customer":{"id":"820982911946154508","first_name":"Ada","last_name":"L","email":"ada@example.com","phone":"+61400000000","default_address":{"country_code":"NZ"}},
             "shipping_address":{"first_name":"Ada","country_code":"AU","phone":"0400 111 111","zip":2000},"billing_address":null,
             "line_items":[{"id":9007199254740993,"title":"Lamp","variant_title":"Brass","sku":"L1","quantity":2,"price":"10.50","product_id":632910392,"variant_id":null},
                           {"id":2,"title":"Shade","quantity":1,"price":3.10,"price_set":{"shop_money":{"amount":"3.10","currency_code":"AUD"}}}],
             "created_at":"2026-03-01T10:00:00+11:00","updated_at":"2026-03-01T12:00:00+11:00"}
            """,
            "orders/create").Data;
        order.Id.ShouldBe("18446744073709551617");
        order.Name.ShouldBe("#1001");
        order.Total.ShouldBe(new Money("409.94", 40994, "AUD"));
        order.FinancialStatus.ShouldBe("paid");
        order.FulfillmentStatus.ShouldBeNull();
        order.Locale.ShouldBe("en-AU");
        order.Country.ShouldBe("AU");
        order.Tags.ShouldBe(["gift", "vip"]);
        order.Test.ShouldBeTrue();
        order.StatusUrl.ShouldBe("https://example.com/s");
        order.CheckoutToken.ShouldBe("tok");
        order.Customer.ShouldBe(new() { Id = "820982911946154508", FirstName = "Ada", LastName = "L", Email = "ada@example.com", Phone = "+61400000000" });
        order.ShippingAddress.ShouldBe(new() { FirstName = "Ada", CountryCode = "AU", Phone = "0400 111 111", Zip = "2000" });
        order.BillingAddress.ShouldBeNull();
        order.LineItems.ShouldBe(
        [
            new() { Id = "9007199254740993", Title = "Lamp", VariantTitle = "Brass", Sku = "L1", Quantity = 2, Price = new("10.50", 1050, "AUD"), ProductId = "632910392" },
            new() { Id = "2", Title = "Shade", Quantity = 1, Price = new("3.10", 310, "AUD") },
        ]);
        order.Raw.GetProperty("name").GetString().ShouldBe("#1001");
    }

    [Theory]
    [InlineData(""" "shipping_address":{"country_code":"AU"},"billing_address":{"country_code":"NZ"} """, "AU")]
    [InlineData(""" "shipping_address":{"country_code":null},"billing_address":{"country_code":"NZ"} """, "NZ")]
    [InlineData(""" "customer":{"id":1,"default_address":{"country_code":"GR"}} """, "GR")]
    [InlineData(""" "customer":null """, null)]
    public void CountryOfAnOrder_IsTheFirstThatIsKnown(string parts, string? country) =>
        ((ShopifyOrder)shop.Read($$"""{"id":1,{{parts}}}""", "orders/paid").Data).Country.ShouldBe(country);

    [Fact]
    public void OrderWithItsIdAlone_TakesTheTimeOfTheTrigger()
    {
        var read = shop.Read("""{"id":1}""", "orders/paid");
        read.OccurredAt.ShouldBe(new(2026, 3, 2, 9, 29, 58, 123, TimeSpan.Zero));
        var order = (ShopifyOrder)read.Data;
        order.CreatedAt.ShouldBe(read.OccurredAt);
        order.LineItems.ShouldBeEmpty();
        order.Tags.ShouldBeEmpty();
        order.Total.ShouldBeNull();
    }

    [Theory]
    [InlineData("9999999999999999999999999999")]
    [InlineData("1,5")]
    public void PriceThatIsNoAmount_IsAbsentAndTheOrderIsRead(string price)
    {
        var order = (ShopifyOrder)shop.Read($$"""{"id":1,"currency":"EUR","total_price":"{{price}}","line_items":[{"price":"{{price}}"}]}""", "orders/paid").Data;
        order.Total.ShouldBeNull();
        order.LineItems.ShouldHaveSingleItem().Price.ShouldBeNull();
    }

    [Fact]
    public void OptionalPartsOfAnotherType_AreAbsent()
    {
        var order = (ShopifyOrder)shop.Read("""{"id":1,"name":["x"],"note":{"a":1},"test":"yes","cancelled_at":"soon","line_items":[{"quantity":"3"}]}""", "orders/paid").Data;
        order.Name.ShouldBe("");
        order.Note.ShouldBeNull();
        order.Test.ShouldBeFalse();
        order.CancelledAt.ShouldBeNull();
        order.LineItems.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }

    [Fact]
    public void EditedOrder_IsReadFromTheEdit()
    {
        var read = shop.Read(
            """
            {"order_edit":{"id":78912328793,"order_id":820982911946154508,"created_at":"2026-03-01T10:00:00Z","committed_at":"2026-03-01T10:05:00Z","notify_customer":true,"staff_note":"swap",
             "line_items":{"additions":[{"id":78912328793,"delta":2}],"removals":[{"id":5,"delta":1}]}}}
            """,
            "orders/edited");
        read.Subject.ShouldBe("order/820982911946154508");
        read.OccurredAt.ShouldBe(new(2026, 3, 1, 10, 5, 0, TimeSpan.Zero));
        var edited = (ShopifyOrderEdited)read.Data;
        edited.Id.ShouldBe("820982911946154508");
        edited.EditId.ShouldBe("78912328793");
        edited.Additions.ShouldBe([new() { Id = "78912328793", Quantity = 2 }]);
        edited.Removals.ShouldBe([new() { Id = "5", Quantity = 1 }]);
        edited.NotifyCustomer.ShouldBeTrue();
    }

    [Fact]
    public void DeletedOrder_KeepsItsIdAndHasNoVersion()
    {
        var read = shop.Read("""{"id":820982911946154508}""", "orders/delete");
        read.Type.ShouldBe("shopify.order.deleted");
        read.FactKey.ShouldBeNull();
        ((ShopifyOrderDeleted)read.Data).Id.ShouldBe("820982911946154508");
    }

    [Theory]
    [InlineData("""{"tracking_numbers":["A","B"],"tracking_urls":["https://t/A","https://t/B"],"tracking_company":"UPS"}""", "A https://t/A UPS|B https://t/B UPS")]
    [InlineData("""{"tracking_numbers":["A"],"tracking_urls":["https://t/A","https://t/B"]}""", "A https://t/A -|- https://t/B -")]
    [InlineData("""{"tracking_numbers":["A","B"],"tracking_urls":[]}""", "A - -|B - -")]
    [InlineData("""{"tracking_numbers":["A","B"],"tracking_urls":[],"tracking_url":"https://t/A"}""", "A https://t/A -|B - -")]
    [InlineData("""{"tracking_number":"A","tracking_url":"https://t/A"}""", "A https://t/A -")]
    [InlineData("""{"tracking_numbers":[12345678901234567890],"tracking_urls":[null]}""", "12345678901234567890 - -")]
    [InlineData("""{"tracking_numbers":["",null,"C"]}""", "C - -")]
    [InlineData("""{"tracking_number":null,"tracking_numbers":[],"tracking_urls":[],"tracking_company":"UPS"}""", "")]
    public void Parcels_AreNumbersAndLinksSideBySide(string tracking, string parcels) =>
        string.Join('|', Fulfillment(tracking).Parcels.Select(parcel => $"{parcel.Number ?? "-"} {parcel.TrackingUrl ?? "-"} {parcel.Company ?? "-"}")).ShouldBe(parcels);

    [Fact]
    public void UpdatedFulfillment_CarriesItsOwnVersionInTheOrdersLine()
    {
        var read = shop.Read("""{"id":123456,"order_id":7,"name":"#1001.1","status":"success","shipment_status":"IN_TRANSIT","updated_at":"2026-03-01T10:00:00Z","created_at":"2026-03-01T09:00:00Z"}""", "fulfillments/update");
        read.Subject.ShouldBe("order/7");
        read.Version.ShouldBe(new RecordVersion("fulfillment/123456", 1772359200000));
        read.FactKey.ShouldBe("shopify.fulfillment.updated:fulfillment/123456:1772359200000");
        read.Ends.ShouldBe(new Dictionary<string, string> { ["shopify.order"] = "7" });
        var fulfillment = (ShopifyFulfillment)read.Data;
        (fulfillment.FulfillmentId, fulfillment.OrderId, fulfillment.Name, fulfillment.Status, fulfillment.ShipmentStatus).ShouldBe(("123456", "7", "#1001.1", "success", "in_transit"));
    }

    [Theory]
    [InlineData("75.00", "10.00", "AUD", "USD", "85.00 AUD 8500")]
    [InlineData("75.00", "10.00", "XXX", "USD", "85.00 USD 8500")]
    [InlineData("75.00", "0.50", null, "USD", "75.50 USD 7550")]
    [InlineData("75.00", "10.00", null, "XXX", null)]
    public void AmountOfARefund_IsTheSumOfWhatWasPaidBack(string first, string second, string? currency, string lines, string? amount)
    {
        var refund = (ShopifyRefund)shop.Read(
            $$$"""
            {"id":1,"order_id":2,"created_at":"2026-03-01T10:00:00Z",
             "transactions":[{"kind":"refund","status":"success","amount":"{{{first}}}","currency":{{{JsonSerializer.Serialize(currency)}}}},{"kind":"refund","status":"success","amount":{{{second}}}},
                             {"kind":"refund","status":"failure","amount":"1.00"},{"kind":"void","status":"success","amount":"1.00"}],
             "refund_line_items":[{"line_item_id":9007199254740993,"quantity":1,"subtotal":159.99,"subtotal_set":{"shop_money":{"amount":"159.99","currency_code":"{{{lines}}}"}},"line_item":{"title":"Lamp"}}]}
            """,
            "refunds/create").Data;
        (refund.Amount is { } paid ? $"{paid.Amount} {paid.Currency} {paid.Minor}" : null).ShouldBe(amount);
        refund.LineItems.ShouldHaveSingleItem().LineItemId.ShouldBe("9007199254740993");
        refund.LineItems[0].Title.ShouldBe("Lamp");
    }

    [Fact]
    public void Delivery_KeepsItsKeyOverRetriesAndTopicsHaveTheirOwn()
    {
        var first = Shop.Deliver("""{"id":1}""", "orders/paid");
        var key = shop.Connector.Read(first)[0].DeliveryKey;
        key.ShouldBe("harbour-lamps.myshopify.com/b54557e4-bdd9-4b37-8a5f-bf7d70bcd043");
        shop.Connector.Read(first with { ArrivedAt = Shop.Arrival.AddHours(4) })[0].DeliveryKey.ShouldBe(key);
    }

    [Theory]
    [InlineData("orders/create", """{"id":1}""")]
    [InlineData("orders/delete", """{"id":1}""")]
    [InlineData("orders/paid", """{"id":1,"updated_at":"2026-03-01T10:00:00Z"}""")]
    [InlineData("orders/edited", """{"order_edit":{"id":3,"order_id":1}}""")]
    [InlineData("fulfillments/update", """{"id":2,"order_id":1,"updated_at":"2026-03-01T10:00:00Z"}""")]
    [InlineData("refunds/create", """{"id":2,"order_id":1}""")]
    public void SameBodyOfATopic_IsTheSameDeliveryUnderAnyHeader(string topic, string body)
    {
        var key = shop.Read(body, topic).DeliveryKey;
        var request = Shop.Deliver(body, topic);
        foreach (var header in new[] { "X-Shopify-Webhook-Id", "X-Shopify-Shop-Domain", "X-Shopify-Triggered-At" })
        {
            shop.Connector.Read(Without(request, header))[0].DeliveryKey.ShouldBe(key, header);
            shop.Connector.Read(With(request, header, "another"))[0].DeliveryKey.ShouldBe(key, header);
        }

        shop.Read(body.Replace("\"id\":", "\"id\":9", StringComparison.Ordinal), topic).DeliveryKey.ShouldNotBe(key);
    }

    [Theory]
    [InlineData("orders/updated", """{"id":1,"note":"again"}""")]
    [InlineData("orders/paid", """{"id":1,"updated_at":null}""")]
    [InlineData("checkouts/delete", """{"cart_token":"c"}""")]
    [InlineData("fulfillment_orders/placed_on_hold", """{"id":1,"updated_at":"2026-03-01T10:00:00Z"}""")]
    public void BodyThatDoesNotTellWhichChangeItIs_IsKnownByItsId(string topic, string body)
    {
        var request = Shop.Deliver(body, topic);
        var key = shop.Connector.Read(request)[0].DeliveryKey;
        shop.Connector.Read(request with { ArrivedAt = Shop.Arrival.AddHours(4) })[0].DeliveryKey.ShouldBe(key);
        shop.Connector.Read(With(request, "X-Shopify-Webhook-Id", "another"))[0].DeliveryKey.ShouldNotBe(key);
    }

    [Fact]
    public void DeliveryWithoutAnId_IsKnownByItsContent()
    {
        string Key(string json, string topic) => shop.Connector.Read(Without(Shop.Deliver(json, topic), "X-Shopify-Webhook-Id"))[0].DeliveryKey;
        Key("""{"id":1}""", "orders/paid").ShouldBe(Key("""{"id":1}""", "orders/paid"));
        Key("""{"id":1}""", "orders/paid").ShouldNotBe(Key("""{"id":2}""", "orders/paid"));
        Key("""{"id":1}""", "orders/paid").ShouldNotBe(Key("""{"id":1}""", "orders/create"));
    }

    [Fact]
    public void DeliveryWithoutAShop_HasNoAccount() =>
        shop.Connector.Read(Without(Shop.Deliver("""{"id":1}""", "orders/paid"), "X-Shopify-Shop-Domain"))[0].Account.ShouldBeNull();

    [Theory]
    [InlineData("orders/paid", """{"name":"#1"}""", "lacks id")]
    [InlineData("orders/edited", """{"id":1}""", "lacks order_edit")]
    [InlineData("orders/edited", """{"order_edit":{"id":1}}""", "lacks order_edit.order_id")]
    [InlineData("fulfillments/create", """{"id":1}""", "lacks order_id")]
    [InlineData("checkouts/update", """{"cart_token":"c"}""", "lacks token")]
    [InlineData("refunds/create", """{"id":1}""", "lacks order_id")]
    [InlineData("orders/paid", """{"id":1,"line_items":"none"}""", "$.line_items")]
    [InlineData("orders/paid", """{"id":1,""", "not JSON: line 1")]
    public void BodyThatLacksWhatItsTopicNeeds_IsUnreadable(string topic, string body, string says) =>
        Should.Throw<UnreadableWebhookException>(() => shop.Read(body, topic)).Message.ShouldContain(says);

    private ShopifyFulfillment Fulfillment(string tracking) => (ShopifyFulfillment)shop.Read("""{"id":1,"order_id":2,""" + tracking[1..], "fulfillments/create").Data;

    private static WebhookRequest With(WebhookRequest request, string header, string value) =>
        request with { Headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase) { [header] = value } };

    private static WebhookRequest Without(WebhookRequest request, string header) =>
        request with { Headers = request.Headers.Where(one => one.Key != header).ToDictionary(StringComparer.OrdinalIgnoreCase) };
}
