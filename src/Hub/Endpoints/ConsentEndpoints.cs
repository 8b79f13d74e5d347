using Hub.Customers;
using Hub.Pipeline;
using Hub.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The body of a consent that is told.</summary>
/// <param name="Key">By which whoever tells it makes it known, at most 200 characters: told again, it counts once.</param>
/// <param name="CustomerId">The hub's id of the customer; or give <paramref name="Phone"/> or <paramref name="Email"/>.</param>
/// <param name="Phone">Their phone, international or as it is written in <paramref name="Country"/>.</param>
/// <param name="Country">The country of the phone, ISO 3166-1 alpha-2.</param>
/// <param name="Email">Their e-mail address.</param>
/// <param name="Category">What it is about: <c>marketing</c>, <c>utility</c>, <c>authentication</c> or <c>replies</c>.</param>
/// <param name="Granted">true for an opt-in, false where it is withdrawn.</param>
/// <param name="Source">Where it was stated: <c>web_form</c>, <c>checkout</c>, <c>shop</c>, <c>phone</c>, …</param>
/// <param name="Wording">The words that the person agreed to, or said.</param>
/// <param name="Language">The language of the words as BCP 47.</param>
/// <param name="At">When it was stated; now where it is left out.</param>
/// <param name="TakenBy">Who took it: a person, or a system.</param>
/// <param name="Evidence">What proves it: the number of a form, the address of a recording.</param>
/// <param name="Connection">The connection in whose chat it is to be confirmed, where there are several.</param>
internal sealed record ConsentBody(
    string Key, string? CustomerId, string? Phone, string? Country, string? Email, string Category, bool Granted, string Source, string Wording, string? Language, DateTimeOffset? At, string TakenBy,
    string? Evidence, string? Connection);

/// <summary>How a consent that was told stands.</summary>
/// <param name="CustomerId">The hub's id of the customer.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Granted">true for an opt-in.</param>
/// <param name="State"><c>recorded</c>: it counts; <c>pending</c>: once the person has confirmed it in the chat; <c>confirmed</c>: they have; <c>withdrawn</c>: they said otherwise before that.</param>
internal sealed record ConsentAnswer(string CustomerId, string Category, bool Granted, string State);

/// <summary>Consent that people have stated outside of the chat.</summary>
internal static class ConsentEndpoints
{
    private const int LongestKey = 200;
    private const int LongestSource = 40;
    private const int LongestText = 4000;
    private const int LongestName = 200;
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    // What the hub itself says of consents in the chat.
    private static readonly string[] Own = ["message", "vendor_switch", "vendor_answer", "mapping", Consents.Merge];

    /// <summary>The routes, under <c>/api/v1</c>.</summary>
    public static void MapConsents(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/consents", TakeAsync).WithTags("control").WithSummary("Records an opt-in or opt-out of a person that was stated elsewhere: in a form, at the checkout, in the shop, on the phone.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<ConsentAnswer>, ProblemHttpResult>> TakeAsync(JsonBody<ConsentBody> body, ConsentTaking taking, TimeProvider time, CancellationToken cancel)
    {
        if (body.RefusalOrMissing is { } refused) return refused;
        var told = body.Value!;
        var now = time.GetUtcNow();
        if (Fault(told, now) is { } fault) return Problems.Wrong(fault);
        string? phone = null;
        if (told.Phone is not null && !PhoneNumbers.TryParse(told.Phone, told.Country, out phone)) return Problems.Wrong("phone is no valid number. Write it with plus sign and country code, or give the country: {\"phone\": \"0151 …\", \"country\": \"DE\"}.");
        var row = new ConsentRequestRow(told.Key, "", told.Category, told.Granted, told.Source, told.Wording, told.Language, "", told.TakenBy, told.Evidence ?? told.Key, told.At ?? now, ConsentRequests.Recorded);
        return await taking.TakeAsync(new(told.CustomerId, phone, told.Email?.Trim().ToLowerInvariant()), row, told.At is not null, told.Connection, cancel) switch
        {
            ConsentTaken.Kept { Row: var kept } => TypedResults.Ok(new ConsentAnswer(kept.Customer, kept.Category, kept.Allowed, kept.State)),
            ConsentTaken.Wrong wrong => Problems.Wrong(wrong.Sentence),
            ConsentTaken.Nobody => Problems.Unknown("There is no customer of this id."),
            _ => Problems.Conflict("This key was used for another consent. Each has a key of its own."),
        };
    }

    private static string? Fault(ConsentBody told, DateTimeOffset now)
    {
        if (told.Key.Length is 0 or > LongestKey) return $"key must have 1 to {LongestKey} characters.";
        if (new[] { told.CustomerId, told.Phone, told.Email }.Count(text => !string.IsNullOrWhiteSpace(text)) != 1) return "Give one of customerId, phone and email: whose consent it is.";
        if (!ConsentCategories.All.Contains(told.Category, StringComparer.Ordinal)) return $"category must be one of {string.Join(", ", ConsentCategories.All)}.";
        if (told.Source.Length is 0 or > LongestSource || !told.Source.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-')) return $"source must be a word of at most {LongestSource} lower-case letters, digits, '_' and '-', for example web_form.";
        if (Own.Contains(told.Source, StringComparer.Ordinal)) return $"source {told.Source} is what the hub says of its own. Take another, for example web_form.";
        if (string.IsNullOrWhiteSpace(told.Wording) || told.Wording.Length > LongestText) return $"wording must have 1 to {LongestText} characters: the words that the person agreed to, or said.";
        if (string.IsNullOrWhiteSpace(told.TakenBy) || told.TakenBy.Length > LongestName) return $"takenBy must have 1 to {LongestName} characters: who took it.";
        if (told.Evidence?.Length > LongestText) return $"evidence has more than {LongestText} characters.";
        if (told.Email is { } email && (email.Length > LongestName || email.IndexOf('@', StringComparison.Ordinal) is < 1 || email.Any(char.IsWhiteSpace))) return "email is no e-mail address.";
        return told.At - now > ClocksDiffer ? "at is in the future." : null;
    }
}
