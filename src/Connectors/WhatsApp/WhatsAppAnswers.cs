using System.Text.Json;
using RestEase;

namespace Hub.Connectors.WhatsApp;

/// <summary>What a call led to: a value, or a failure.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="Value">The answer; null after a failure.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal readonly record struct Answer<T>(T? Value, VendorFailure? Failure)
    where T : class;

/// <summary>Sorts answers to calls that may be made again.</summary>
internal static class WhatsAppAnswers
{
    /// <summary>The answer, as a value or a failure.</summary>
    public static async Task<Answer<T>> Answered<T>(this Task<Response<T>> call, Connection connection)
        where T : class
    {
        var response = await call;
        using var message = response.ResponseMessage;
        if (!message.IsSuccessStatusCode) return new(null, WhatsAppErrors.OfAnswer(message, response.StringContent, attempt: 1, connection.Time.GetUtcNow()));
        try
        {
            if (response.GetContent() is { } value) return new(value, null);
        }
        catch (JsonException)
        {
            // Falls through: an answer that is not Meta's is as good as none.
        }

        return new(null, new(FailureKind.Transient, "unreadable", "WhatsApp's answer cannot be read."));
    }
}
