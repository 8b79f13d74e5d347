using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Square;

public sealed class SquarePeopleTests
{
    private static readonly JsonElement Raw = JsonElement.Parse("{}");

    private static readonly SquarePerson Ann = new() { Id = "C7", GivenName = "Ann", FamilyName = "Example", Phone = "+61400000001", Email = "ann@example.test" };

    [Fact]
    public void BookingAndPayment_AreAboutTheirCustomer_KnownByIdAtLeast()
    {
        var booking = new SquareBooking
        {
            Id = "B", Version = 1, Status = "accepted", StartAt = default, EndsAt = default, Location = new() { Id = "L", TimeZone = "Australia/Sydney", Country = "AU" }, Customer = Ann, CustomerId = "C7", Segments = [], AllDay = false, Raw = Raw,
        };
        var about = SquarePeople.Of(booking)!;
        (about.Record, about.Phones[0], about.Name).ShouldBe((new VendorRecord("square.customer", "C7"), "+61400000001", "Ann Example"));
        SquarePeople.Of(booking with { Customer = null })!.Record.ShouldBe(new("square.customer", "C7"));
        SquarePeople.Of(booking with { Customer = null, CustomerId = null }).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "C7", true)]
    [InlineData("C9", "C9", false)]
    public void DeletedCustomer_IsGone_OrPartOfAnother(string? into, string record, bool isGone)
    {
        var about = SquarePeople.Of(new SquareCustomerDeleted { Id = "C7", MergedInto = into, Raw = Raw })!;
        (about.Record!.Id, about.IsGone).ShouldBe((record, isGone));
        about.Absorbed.ShouldBe(into is null ? [] : ["C7"]);
    }
}
