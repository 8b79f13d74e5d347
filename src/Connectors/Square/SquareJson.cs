using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.Square;

/// <summary>The records that mappings see: events, inputs and results, with the names that mappings use.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SquareBooking))]
[JsonSerializable(typeof(SquareCustomer))]
[JsonSerializable(typeof(SquareCustomerDeleted))]
[JsonSerializable(typeof(SquareOrder))]
[JsonSerializable(typeof(SquareFulfillmentUpdated))]
[JsonSerializable(typeof(SquarePayment))]
[JsonSerializable(typeof(SquareUnknown))]
[JsonSerializable(typeof(UpsertCustomerInput))]
[JsonSerializable(typeof(UpsertCustomerResult))]
[JsonSerializable(typeof(CreateBookingInput))]
[JsonSerializable(typeof(UpdateBookingInput))]
[JsonSerializable(typeof(CancelBookingInput))]
[JsonSerializable(typeof(BookingResult))]
[JsonSerializable(typeof(ListBookingsInput))]
[JsonSerializable(typeof(ListBookingsResult))]
[JsonSerializable(typeof(GetBookingInput))]
[JsonSerializable(typeof(GetBookingResult))]
[JsonSerializable(typeof(ListTimesInput))]
[JsonSerializable(typeof(ListTimesResult))]
[JsonSerializable(typeof(FindCustomerInput))]
[JsonSerializable(typeof(FindCustomerResult))]
internal sealed partial class SquareJson : JsonSerializerContext;

/// <summary>Square's own forms, in webhooks and in calls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LenientText), typeof(SquareTimeConverter), typeof(SquareNumberConverter), typeof(SquareFlagConverter)])]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(BookingBody))]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(MergeContext))]
[JsonSerializable(typeof(OrderNotice))]
[JsonSerializable(typeof(PaymentBody))]
[JsonSerializable(typeof(SquareAnswer))]
[JsonSerializable(typeof(BookingAnswer))]
[JsonSerializable(typeof(BookingList))]
[JsonSerializable(typeof(BookingWrite))]
[JsonSerializable(typeof(BookingCancel))]
[JsonSerializable(typeof(TimesAnswer))]
[JsonSerializable(typeof(TimesQuery))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(CustomerList))]
[JsonSerializable(typeof(CustomerSearch))]
[JsonSerializable(typeof(CustomerWrite))]
[JsonSerializable(typeof(LocationAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(OrderList))]
[JsonSerializable(typeof(OrderIds))]
[JsonSerializable(typeof(CatalogAnswer))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenGiven))]
[JsonSerializable(typeof(TokenStatus))]
[JsonSerializable(typeof(BookingProfileAnswer))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(SubscriptionAnswer))]
[JsonSerializable(typeof(SubscriptionWrite))]
[JsonSerializable(typeof(EventSearch))]
[JsonSerializable(typeof(EventList))]
internal sealed partial class SquareWire : JsonSerializerContext;

/// <summary>Reads a time in any of the forms that Square's samples have: RFC 3339, without a zone, and <c>2022-01-10 23:29:48 +0000 UTC</c>. What is none is absent.</summary>
internal sealed class SquareTimeConverter : JsonConverter<DateTimeOffset?>
{
    /// <summary>The time that a text tells; null where it tells none.</summary>
    public static DateTimeOffset? Of(string? text)
    {
        if (text is null) return null;
        var end = text.IndexOf(" UTC", StringComparison.Ordinal);
        return DateTimeOffset.TryParse(end < 0 ? text : text[..end], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    /// <summary>A time as calls give it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether two times are the same to Square, which keeps milliseconds.</summary>
    public static bool Same(DateTimeOffset? one, DateTimeOffset? other) => one?.ToUnixTimeMilliseconds() == other?.ToUnixTimeMilliseconds();

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return Of(reader.GetString());
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time) writer.WriteStringValue(Text(time));
        else writer.WriteNullValue();
    }
}

/// <summary>Reads a whole number, also where it is written as text; what is none is absent.</summary>
internal sealed class SquareNumberConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)) return number;
        if (reader.TokenType == JsonTokenType.String && long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)) return number;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }
}

/// <summary>Reads true and false; what is neither is absent.</summary>
internal sealed class SquareFlagConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return reader.GetBoolean();
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } flag) writer.WriteBooleanValue(flag);
        else writer.WriteNullValue();
    }
}

/// <summary>Square's ids.</summary>
internal static class SquareId
{
    /// <summary>Whether a text can be an id, and so may stand in a path.</summary>
    public static bool IsValid(string? id) => id is { Length: > 0 and <= 192 } && id.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '-' or ':');

    /// <summary>The failure of an id that cannot be one; null where it can.</summary>
    public static VendorFailure? Malformed(string what, string? id) =>
        IsValid(id) ? null
        : string.IsNullOrEmpty(id) ? new(FailureKind.Rejected, $"no_{what}", $"{what} is missing.")
        : new(FailureKind.Rejected, $"invalid_{what}", $"What stands at {what} is no id of Square's: those are letters, digits, - and _.");
}
