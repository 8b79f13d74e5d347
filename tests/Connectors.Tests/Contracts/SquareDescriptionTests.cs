using Hub.Connectors;
using Hub.Connectors.Square;

namespace Connectors.Tests.Contracts;

/// <summary>What the connector sends to Square, held against the vendor's published description.</summary>
public sealed class SquareDescriptionTests(SquareDescriptions descriptions) : IClassFixture<SquareDescriptions>
{
    [DescriptionFact("square")]
    public async Task WhateverIsSent_IsAsTheVendorDescribesIt()
    {
        EffectStand stand = null!;
        using var calls = new DescribedCalls(descriptions, () => stand.Square.Address.Authority);
        stand = await EffectStand.StartAsync(calls);
        await using var end = stand;
        var given = EffectCompliance.Given.In(stand);
        var (connection, _, _) = stand.Of("square.create_booking");
        stand.Square.State.Sell(stand.Square.State.Customers[0], "Comb", 1200);

        await RunQueryAsync(new FindCustomerInput("+4915100000001"));
        await RunQueryAsync(new FindCustomerInput("+4915100000099"));
        await RunQueryAsync(new GetBookingInput(given.Booking.Id));
        await RunQueryAsync(new ListTimesInput { Booking = given.Booking.Id });
        await RunQueryAsync(new ListTimesInput { Location = given.Booking.LocationId, Service = given.Booking.Service.Id, TeamMembers = [given.Booking.TeamMember] });
        foreach (var (name, test) in EffectCompliance.Cases.Where(one => one.Key.StartsWith("square.", StringComparison.Ordinal)))
        {
            test.Prepare(stand, given);
            var outcome = await stand.Of(name).Action.PerformAsync([new(EffectCompliance.CommandId, test.Input(given), connection.Time.GetUtcNow())], EffectCompliance.Context(connection, 1), CancellationToken.None);
            outcome.ShouldBeOfType<ActionOutcome.Done>(name);
        }

        stand.Square.Subscription.Break(enabled: false, "payment.created");
        stand.Advance(TimeSpan.FromMinutes(5));
        await RunQueryAsync(new ListBookingsInput { Customer = new("c1", "Ann Example", "+4915100000001", null, "en"), From = connection.Time.GetUtcNow(), Until = connection.Time.GetUtcNow().AddDays(40) });
        var connector = connection.Connector;
        await connector.Subscriber!.SubscribeAsync(new(stand.Square.Settings["NotificationUrl"]), connection, CancellationToken.None);
        (await connector.Check!.CheckAsync(new(stand.Square.Settings["NotificationUrl"]), connection, CancellationToken.None)).ShouldNotBeEmpty();
        var changes = (ChangePage.Found)await connector.Changes!.ChangedSinceAsync(connector.Changes.CursorAt(connection.Time.GetUtcNow().AddHours(-1)), connection.Time.GetUtcNow(), connection, CancellationToken.None);
        changes.Events.ShouldNotBeEmpty();
        foreach (var change in changes.Events) await connector.CompleteAsync(change, connection, CancellationToken.None);
        using var http = new HttpClient(calls, disposeHandler: false) { BaseAddress = stand.Square.Address };
        await RefreshAsync(stand, http);

        calls.Objections.ShouldBeEmpty();
        calls.Undescribed.ShouldBeEmpty();
        Addresses.NeverAsked<ISquareApi>(calls.Asked).ShouldBeEmpty();

        async Task RunQueryAsync(object input)
        {
            var query = connection.Connector.Queries.Single(one => one.Input.Type == input.GetType());
            (await query.RunAsync(input, connection, CancellationToken.None)).ShouldBeOfType<QueryOutcome.Found>(query.Name);
        }
    }

    [DescriptionTheory("square")]
    [InlineData("v2/bookings/b1/cancel", """{"booking_version":"one"}""", "booking_version")]
    [InlineData("v2/customers/search", """{"limit":"all"}""", "limit")]
    public async Task RequestThatIsNotAsDescribed_IsObjectedTo(string path, string body, string named)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://connect.squareup.com/{path}")) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", "token");
        (await descriptions.ObjectionsAsync(request, await request.Content.ReadAsByteArrayAsync())).ShouldNotBeNull().ShouldContain(named);
    }

    private static async Task RefreshAsync(EffectStand stand, HttpClient http)
    {
        var (configured, _, _) = stand.Of("square.create_booking");
        var authorization = stand.Square.Authorization;
        var options = configured.Options<SquareOptions>() with { AccessToken = null, RefreshToken = new([authorization["RefreshToken"]]), ClientId = authorization["ClientId"], ClientSecret = new([authorization["ClientSecret"]]) };
        var connection = new Connection("bookings", configured.Connector, options, http, configured.Time);
        (await ((IOAuthConnector)configured.Connector).RefreshAsync(authorization["RefreshToken"], connection, CancellationToken.None)).ShouldBeOfType<TokenAnswer.Given>();
    }
}
