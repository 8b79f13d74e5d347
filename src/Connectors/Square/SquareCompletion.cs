using AutoMapper;

namespace Hub.Connectors.Square;

/// <summary>Adds to an event what its webhook lacks: the customer, the location with zone and country, and of orders everything.</summary>
/// <param name="mapper">Maps Square's words to event records.</param>
internal sealed class SquareCompletion(IMapper mapper)
{
    /// <summary>Fetches what an event lacks.</summary>
    public async Task<Completion> RunAsync(IncomingEvent incoming, SquareApi api, CancellationToken cancel) => incoming.Data switch
    {
        SquareBooking booking => await OfBookingAsync(incoming, booking, api, cancel),
        SquareCustomer customer => await OfCustomerAsync(incoming, customer, api, cancel),
        SquarePayment payment => await OfPaymentAsync(incoming, payment, api, cancel),
        SquareOrder or SquareFulfillmentUpdated => await OfOrderAsync(incoming, api, cancel),
        _ => new Completion.Completed(incoming),
    };

    /// <summary>Completes an event of an order with the order.</summary>
    public async Task<Completion> WithOrderAsync(IncomingEvent incoming, OrderBody order, SquareApi api, CancellationToken cancel)
    {
        var location = await api.Locations.PartAsync(order.LocationId ?? SquareLocations.Main, cancel);
        if (location.Failure is not null) return new Completion.Failed(location.Failure);
        var (customer, failure) = await PersonAsync(order.CustomerId, location.Value!.Country, api, cancel);
        if (failure is not null) return new Completion.Failed(failure);
        var whole = mapper.Map<SquareOrder>(order) with { Location = location.Value, Customer = customer };

        // One fetch stands for a burst of changes: it tells the version that it has found.
        var version = incoming.Version is { } told && whole.Version > told.Stamp ? told with { Stamp = whole.Version } : incoming.Version;
        return incoming.Data switch
        {
            SquareFulfillmentUpdated updated => Completed(incoming, updated with { Order = whole with { Raw = updated.Raw } }),
            SquareOrder hint => Completed(incoming with { Version = version }, whole with { Raw = hint.Raw }),
            _ => Completed(incoming, incoming.Data),
        };
    }

    private static Completion.Completed Completed(IncomingEvent incoming, object data) => new(incoming with { Data = data, Terms = SquareTerms.Of(data) });

    private static async Task<Completion> OfCustomerAsync(IncomingEvent incoming, SquareCustomer customer, SquareApi api, CancellationToken cancel)
    {
        if (customer.Country is not null) return Completed(incoming, customer);
        var (country, failure) = await api.Locations.CountryAsync(cancel);
        if (failure is not null) return new Completion.Failed(failure);
        return Completed(incoming, customer with { Country = country, Phone = SquarePhone.ToE164(customer.TypedPhone, country) });
    }

    private static async Task<Completion> OfBookingAsync(IncomingEvent incoming, SquareBooking booking, SquareApi api, CancellationToken cancel)
    {
        var location = await api.Locations.PartAsync(SquareId.IsValid(booking.Location.Id) ? booking.Location.Id : SquareLocations.Main, cancel);
        if (location.Failure is not null) return new Completion.Failed(location.Failure);
        var (customer, failure) = await PersonAsync(booking.CustomerId, location.Value!.Country, api, cancel);
        if (failure is not null) return new Completion.Failed(failure);
        return Completed(incoming, booking with { Location = location.Value, Customer = customer });
    }

    private static async Task<Completion> OfPaymentAsync(IncomingEvent incoming, SquarePayment payment, SquareApi api, CancellationToken cancel)
    {
        if (payment.CustomerId is null) return Completed(incoming, payment);
        var (country, unknown) = await api.Locations.CountryAsync(cancel);
        if (unknown is not null) return new Completion.Failed(unknown);
        var (customer, failure) = await PersonAsync(payment.CustomerId, country, api, cancel);
        if (failure is not null) return new Completion.Failed(failure);
        return Completed(incoming, payment with { Customer = customer });
    }

    private async Task<Completion> OfOrderAsync(IncomingEvent incoming, SquareApi api, CancellationToken cancel)
    {
        // What was made and then changed is new, in whatever order Square told of it.
        if (incoming.Hints.FirstOrDefault(hint => hint.Type == SquareConnector.OrderCreated) is { } made) incoming = made with { Hints = incoming.Hints };
        var id = incoming.Data is SquareFulfillmentUpdated updated ? updated.OrderId : ((SquareOrder)incoming.Data).Id;
        if (!SquareId.IsValid(id)) return new Completion.Gone();
        var found = await api.AskAsync((rest, token) => rest.OrderAsync(token, id, cancel), cancel);
        if (found.IsMissing) return new Completion.Gone();
        if (found.Failure is not null) return new Completion.Failed(found.Failure);
        return found.Value?.Order is { } order ? await WithOrderAsync(incoming, order, api, cancel) : new Completion.Failed(SquareErrors.Unreadable);
    }

    // A customer who is no more leaves their booking behind.
    private static async Task<(SquarePerson? Person, VendorFailure? Failure)> PersonAsync(string? id, string? country, SquareApi api, CancellationToken cancel)
    {
        if (!SquareId.IsValid(id)) return (null, null);
        var found = await api.AskAsync((rest, token) => rest.CustomerAsync(token, id!, cancel), cancel);
        if (found.Failure is not null) return (null, found.IsMissing ? null : found.Failure);
        return found.Value?.Customer is { } customer
            ? (SquarePerson.Of(customer, country), null)
            : (null, SquareErrors.Unreadable);
    }
}
