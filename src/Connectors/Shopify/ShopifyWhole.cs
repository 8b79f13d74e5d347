using System.Text.Json;

namespace Hub.Connectors.Shopify;

/// <summary>Fetches the whole record of an event that a comparison has found.</summary>
internal static class ShopifyWhole
{
    /// <summary>Whether the event is of a comparison, and so bare.</summary>
    public static bool IsBare(IncomingEvent incoming) => incoming.DeliveryKey.StartsWith(ShopifyChanges.Found, StringComparison.Ordinal);

    /// <summary>Fetches it.</summary>
    public static async Task<Completion> CompleteAsync(AdminApi admin, IncomingEvent incoming, Connection connection, CancellationToken cancel)
    {
        var (document, gid) = incoming.Data switch
        {
            ShopifyOrder order => (ShopifyChangeGraph.Order, $"gid://shopify/Order/{order.Id}"),
            ShopifyFulfillment fulfillment => (ShopifyChangeGraph.Fulfillment, $"gid://shopify/Fulfillment/{fulfillment.FulfillmentId}"),
            ShopifyRefund refund => (ShopifyChangeGraph.Refund, $"gid://shopify/Refund/{refund.Id}"),
            ShopifyCustomer customer => (ShopifyChangeGraph.Customer, $"gid://shopify/Customer/{customer.Id}"),
            _ => ("", ""),
        };
        if (gid.Length == 0) return new Completion.Completed(incoming);
        var reply = await admin.AskAsync(connection, api => api.FoundAsync(new(document, new(gid)), cancel));
        if (reply is GraphReply<FoundData>.Failed failed) return new Completion.Failed(failed.Failure);
        if (reply is not GraphReply<FoundData>.Given { Data.Found: { ValueKind: JsonValueKind.Object } found }) return new Completion.Gone();
        try
        {
            if (incoming.Data is not ShopifyOrder bare) return Completed(incoming, With(incoming.Data, found));
            var order = found.Deserialize(ShopifyGraphJson.Default.OrderNode)!;
            var (lines, failure) = await LinesAsync(admin, gid, order, connection, cancel);
            return failure is null ? Completed(incoming, Whole(bare, order, lines, found)) : new Completion.Failed(failure);
        }
        catch (JsonException)
        {
            return new Completion.Failed(ShopifyErrors.Unreadable);
        }
    }

    private static Completion.Completed Completed(IncomingEvent incoming, object data) => new(incoming with { Data = data, Terms = ShopifyTerms.Of(data) });

    private static object With(object bare, JsonElement found) => bare switch
    {
        ShopifyFulfillment fulfillment => Whole(fulfillment, found.Deserialize(ShopifyGraphJson.Default.FulfillmentNode)!, found),
        ShopifyRefund refund => Whole(refund, found.Deserialize(ShopifyGraphJson.Default.RefundNode)!, found),
        ShopifyCustomer customer => Whole(customer, found.Deserialize(ShopifyGraphJson.Default.CustomerNode)!, found),
        _ => bare,
    };

    private static async Task<(IReadOnlyList<LineItemNode> Lines, VendorFailure? Failure)> LinesAsync(AdminApi admin, string gid, OrderNode order, Connection connection, CancellationToken cancel)
    {
        List<LineItemNode> lines = [.. order.LineItems?.Nodes ?? []];
        var page = order.LineItems?.PageInfo;
        while (page is { HasNextPage: true, EndCursor: { } after })
        {
            var reply = await admin.AskAsync(connection, api => api.LinesAsync(new(ShopifyChangeGraph.OrderLines, new(gid, after)), cancel));
            if (reply is GraphReply<LinesData>.Failed failed) return ([], failed.Failure);
            var more = (reply as GraphReply<LinesData>.Given)?.Data.Order?.LineItems;
            lines.AddRange(more?.Nodes ?? []);
            page = more?.PageInfo;
        }

        return (lines, null);
    }

    private static ShopifyOrder Whole(ShopifyOrder bare, OrderNode order, IReadOnlyList<LineItemNode> lines, JsonElement raw) => bare with
    {
        Name = order.Name ?? "",
        Email = order.Email,
        Phone = order.Phone,
        Currency = order.CurrencyCode ?? "",
        Total = Fetched.Amount(order.TotalPriceSet),
        FinancialStatus = order.DisplayFinancialStatus?.ToLowerInvariant(),
        FulfillmentStatus = FulfillmentStatus(order.DisplayFulfillmentStatus),
        Locale = order.CustomerLocale,
        Country = order.ShippingAddress?.CountryCodeV2 ?? order.BillingAddress?.CountryCodeV2,
        Customer = Fetched.Person(order.Customer),
        ShippingAddress = Fetched.Address(order.ShippingAddress),
        BillingAddress = Fetched.Address(order.BillingAddress),
        LineItems = [.. lines.Select(line => Line(line, line.Quantity))],
        Tags = order.Tags ?? [],
        Note = order.Note,
        Test = order.Test ?? false,
        SourceName = order.SourceName,
        StatusUrl = order.StatusPageUrl,
        CancelReason = order.CancelReason?.ToLowerInvariant(),
        CancelledAt = order.CancelledAt,
        CreatedAt = order.CreatedAt ?? bare.CreatedAt,
        UpdatedAt = order.UpdatedAt ?? bare.UpdatedAt,
        CheckoutToken = order.CheckoutToken,
        Raw = raw,
    };

    private static ShopifyFulfillment Whole(ShopifyFulfillment bare, FulfillmentNode fulfillment, JsonElement raw)
    {
        var destination = Fetched.Address(fulfillment.Order?.ShippingAddress);
        return bare with
        {
            Name = fulfillment.Name ?? "",
            Status = fulfillment.Status?.ToLowerInvariant() ?? "",
            ShipmentStatus = ShipmentStatus(fulfillment.DisplayStatus),
            Order = fulfillment.Order is { } order ? Fetched.Order(bare.OrderId, order, destination) : bare.Order,
            Destination = destination,
            Parcels = [.. (fulfillment.TrackingInfo ?? []).Select(info => new ShopifyParcel { Number = info.Number, TrackingUrl = info.Url, Company = info.Company }).Where(parcel => parcel.Number is not null || parcel.TrackingUrl is not null)],
            LineItems = [.. (fulfillment.FulfillmentLineItems?.Nodes ?? []).Where(one => one.LineItem is not null).Select(one => Line(one.LineItem!, one.Quantity))],
            Email = fulfillment.Order?.Email,
            CreatedAt = fulfillment.CreatedAt ?? bare.CreatedAt,
            UpdatedAt = fulfillment.UpdatedAt ?? bare.UpdatedAt,
            Raw = raw,
        };
    }

    private static ShopifyRefund Whole(ShopifyRefund bare, RefundNode refund, JsonElement raw) => bare with
    {
        Amount = Fetched.Amount(refund.TotalRefundedSet) is { Minor: > 0 } amount ? amount : null,
        LineItems = [.. (refund.RefundLineItems?.Nodes ?? []).Select(line => new ShopifyRefundItem
        {
            LineItemId = ShopifyIds.Number(line.LineItem?.Id), Title = line.LineItem?.Title, Quantity = line.Quantity ?? 0, Subtotal = Fetched.Amount(line.SubtotalSet),
        })],
        Note = refund.Note,
        ProcessedAt = refund.ProcessedAt,
        Raw = raw,
    };

    private static ShopifyCustomer Whole(ShopifyCustomer bare, CustomerNode customer, JsonElement raw) => bare with
    {
        FirstName = customer.FirstName,
        LastName = customer.LastName,
        Email = customer.DefaultEmailAddress?.EmailAddress,
        Phone = customer.DefaultPhoneNumber?.PhoneNumber,
        Country = customer.DefaultAddress?.CountryCodeV2,
        State = customer.State?.ToLowerInvariant(),
        Tags = customer.Tags ?? [],
        Note = customer.Note,
        CreatedAt = customer.CreatedAt ?? bare.CreatedAt,
        UpdatedAt = customer.UpdatedAt ?? bare.UpdatedAt,
        Raw = raw,
    };

    private static ShopifyLineItem Line(LineItemNode line, long? quantity) => new()
    {
        Id = ShopifyIds.Number(line.Id),
        Title = line.Title ?? "",
        VariantTitle = line.VariantTitle,
        Sku = line.Sku,
        Quantity = quantity ?? 0,
        Price = Fetched.Amount(line.OriginalUnitPriceSet),
        ProductId = line.Product?.LegacyResourceId,
        VariantId = line.Variant?.LegacyResourceId,
    };

    // The webhooks' words; what has none there is absent in them.
    private static string? FulfillmentStatus(string? shown) => shown switch
    {
        "FULFILLED" => "fulfilled",
        "PARTIALLY_FULFILLED" => "partial",
        "RESTOCKED" => "restocked",
        _ => null,
    };

    private static string? ShipmentStatus(string? shown) => shown switch
    {
        "LABEL_PRINTED" or "LABEL_PURCHASED" or "CONFIRMED" or "IN_TRANSIT" or "OUT_FOR_DELIVERY" or "DELIVERED" or "ATTEMPTED_DELIVERY" or "READY_FOR_PICKUP" or "FAILURE" => shown.ToLowerInvariant(),
        _ => null,
    };
}
