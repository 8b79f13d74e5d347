namespace Hub.Connectors.Square;

/// <summary>Whom events of Square are about: the customer, also of a booking, an order or a payment.</summary>
internal static class SquarePeople
{
    /// <summary>The person of an event's record; null where it is about nobody whom Square knows.</summary>
    public static AboutPerson? Of(object data) => data switch
    {
        SquareBooking booking => Of(booking.Customer, booking.CustomerId),
        SquareOrder order => Of(order.Customer, null),
        SquareFulfillmentUpdated updated => Of(updated.Order.Customer, null),
        SquarePayment payment => Of(payment.Customer, payment.CustomerId),
        SquareCustomer customer => new()
        {
            Record = RecordOf(customer.Id), Absorbed = customer.MergedFrom, Phones = [customer.Phone], Email = customer.Email, Name = NameOf(customer.GivenName, customer.FamilyName),
        },
        SquareCustomerDeleted { MergedInto: { } into } deleted => new() { Record = RecordOf(into), Absorbed = [deleted.Id] },
        SquareCustomerDeleted deleted => new() { Record = RecordOf(deleted.Id), IsGone = true },
        _ => null,
    };

    /// <summary>The record that a Square customer is.</summary>
    public static VendorRecord RecordOf(string id) => new(SquareConnector.Customer, id);

    private static AboutPerson? Of(SquarePerson? person, string? id) => person is not null
        ? new() { Record = RecordOf(person.Id), Phones = [person.Phone], Email = person.Email, Name = NameOf(person.GivenName, person.FamilyName) }
        : id is null ? null : new() { Record = RecordOf(id) };

    private static string? NameOf(string? given, string? family) => $"{given} {family}".Trim() is { Length: > 0 } name ? name : null;
}
