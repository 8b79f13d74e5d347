using RestEase;

namespace Hub.Connectors.Square;

/// <summary>The part of Square's API that the hub uses. Source: the vendor's description of its API (square/connect-api-specification, 2025-08-20).</summary>
[AllowAnyStatusCode]
internal interface ISquareApi
{
    /// <summary>Without it the application's own default version holds.</summary>
    [Header("Square-Version")]
    string Version { get; set; }

    /// <summary>One booking.</summary>
    [Get("v2/bookings/{id}")]
    Task<Response<BookingAnswer>> BookingAsync([Header("Authorization")] string token, [Path] string id, CancellationToken cancel);

    /// <summary>Bookings that begin within a while of 31 days at most; without bounds those of the next 31 days.</summary>
    [Get("v2/bookings")]
    Task<Response<BookingList>> BookingsAsync(
        [Header("Authorization")] string token, [Query("customer_id")] string customer, [Query("location_id")] string? location, [Query("start_at_min")] string from, [Query("start_at_max")] string until,
        [Query] int limit, [Query] string? cursor, CancellationToken cancel);

    /// <summary>Makes a booking.</summary>
    [Post("v2/bookings")]
    Task<Response<BookingAnswer>> CreateBookingAsync([Header("Authorization")] string token, [Body] BookingWrite body, CancellationToken cancel);

    /// <summary>Changes a booking: what is left out stays. Refused where the version is not the current one.</summary>
    [Put("v2/bookings/{id}")]
    Task<Response<BookingAnswer>> UpdateBookingAsync([Header("Authorization")] string token, [Path] string id, [Body] BookingWrite body, CancellationToken cancel);

    /// <summary>Cancels a booking. Refused where the version is not the current one.</summary>
    [Post("v2/bookings/{id}/cancel")]
    Task<Response<BookingAnswer>> CancelBookingAsync([Header("Authorization")] string token, [Path] string id, [Body] BookingCancel body, CancellationToken cancel);

    /// <summary>Free times within a while of a day at least and 32 days at most.</summary>
    [Post("v2/bookings/availability/search")]
    Task<Response<TimesAnswer>> TimesAsync([Header("Authorization")] string token, [Body] TimesQuery body, CancellationToken cancel);

    /// <summary>How the seller takes bookings.</summary>
    [Get("v2/bookings/business-booking-profile")]
    Task<Response<BookingProfileAnswer>> BookingProfileAsync([Header("Authorization")] string token, CancellationToken cancel);

    /// <summary>One customer.</summary>
    [Get("v2/customers/{id}")]
    Task<Response<CustomerAnswer>> CustomerAsync([Header("Authorization")] string token, [Path] string id, CancellationToken cancel);

    /// <summary>Customers by a filter. It lags behind writes: by less than 30 seconds as a rule, by more than a minute at times.</summary>
    [Post("v2/customers/search")]
    Task<Response<CustomerList>> SearchCustomersAsync([Header("Authorization")] string token, [Body] CustomerSearch body, CancellationToken cancel);

    /// <summary>Makes a customer.</summary>
    [Post("v2/customers")]
    Task<Response<CustomerAnswer>> CreateCustomerAsync([Header("Authorization")] string token, [Body] CustomerWrite body, CancellationToken cancel);

    /// <summary>Changes a customer: what is left out stays.</summary>
    [Put("v2/customers/{id}")]
    Task<Response<CustomerAnswer>> UpdateCustomerAsync([Header("Authorization")] string token, [Path] string id, [Body] CustomerWrite body, CancellationToken cancel);

    /// <summary>One location; <c>main</c> for the seller's main one.</summary>
    [Get("v2/locations/{id}")]
    Task<Response<LocationAnswer>> LocationAsync([Header("Authorization")] string token, [Path] string id, CancellationToken cancel);

    /// <summary>One order.</summary>
    [Get("v2/orders/{id}")]
    Task<Response<OrderAnswer>> OrderAsync([Header("Authorization")] string token, [Path] string id, CancellationToken cancel);

    /// <summary>Up to 100 orders.</summary>
    [Post("v2/orders/batch-retrieve")]
    Task<Response<OrderList>> OrdersAsync([Header("Authorization")] string token, [Body] OrderIds body, CancellationToken cancel);

    /// <summary>One object of the catalog, with its current version.</summary>
    [Get("v2/catalog/object/{id}")]
    Task<Response<CatalogAnswer>> CatalogObjectAsync([Header("Authorization")] string token, [Path] string id, CancellationToken cancel);

    /// <summary>Gives an access token for a refresh token.</summary>
    [Post("oauth2/token")]
    Task<Response<TokenGiven>> TokenAsync([Body] TokenRequest body, CancellationToken cancel);

    /// <summary>Whose an access token is, what it may do, and until when.</summary>
    [Post("oauth2/token/status")]
    Task<Response<TokenStatus>> TokenStatusAsync([Header("Authorization")] string token, CancellationToken cancel);

    /// <summary>The application's webhook subscriptions, the disabled ones too.</summary>
    [Get("v2/webhooks/subscriptions?include_disabled=true")]
    Task<Response<SubscriptionList>> SubscriptionsAsync([Header("Authorization")] string token, [Query] string? cursor, CancellationToken cancel);

    /// <summary>One subscription, with its signature key.</summary>
    [Get("v2/webhooks/subscriptions/{id}")]
    Task<Response<SubscriptionAnswer>> SubscriptionAsync([Header("Authorization")] string token, [Path] string id, CancellationToken cancel);

    /// <summary>Changes a subscription: what is left out stays.</summary>
    [Put("v2/webhooks/subscriptions/{id}")]
    Task<Response<SubscriptionAnswer>> UpdateSubscriptionAsync([Header("Authorization")] string token, [Path] string id, [Body] SubscriptionWrite body, CancellationToken cancel);

    /// <summary>The events of the last 28 days that the application was or would have been told of.</summary>
    [Post("v2/events")]
    Task<Response<EventList>> EventsAsync([Header("Authorization")] string token, [Body] EventSearch body, CancellationToken cancel);
}
