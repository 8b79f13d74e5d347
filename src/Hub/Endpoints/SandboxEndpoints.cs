using Hub.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hub.Endpoints;

/// <summary>The business clock.</summary>
/// <param name="Now">Business time.</param>
internal sealed record ClockState(DateTimeOffset Now);

/// <summary>A change of the business clock: one of the two.</summary>
/// <param name="Now">The moment that it shall be.</param>
/// <param name="Advance">How far it shall move on, as <c>hours:minutes:seconds</c> with any number of hours.</param>
internal sealed record ClockChange(DateTimeOffset? Now, string? Advance);

/// <summary>The Sandbox's hold on the hub: there only with <c>Hub:Sandbox=true</c>, and only from loopback.</summary>
internal static class SandboxEndpoints
{
    /// <summary>The routes.</summary>
    public static void MapSandbox(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/sandbox").ExcludeFromDescription();
        group.AddEndpointFilter(async (context, next) => LocalCaller.Is(context.HttpContext) ? await next(context) : Problems.Unknown("There is nothing here."));
        group.MapGet("/clock", Show);
        group.MapPost("/clock", Change);
    }

    private static Ok<ClockState> Show(BusinessClock clock) => TypedResults.Ok(new ClockState(clock.GetUtcNow()));

    private static Results<Ok<ClockState>, ProblemHttpResult> Change(JsonBody<ClockChange> body, BusinessClock clock)
    {
        if (body.RefusalOrMissing is { } refused) return refused;
        switch (body.Value)
        {
            case { Now: { } now, Advance: null }:
                clock.MoveTo(now);
                break;
            case { Now: null, Advance: { } text } when TryReadHours(text, out var by):
                clock.Advance(by);
                break;
            default:
                return Problems.Wrong("Give now as a moment, or advance as hours:minutes:seconds, for example 25:00:00.");
        }

        return Show(clock);
    }

    // TimeSpan itself reads 25:00:00 as 25 days.
    private static bool TryReadHours(string text, out TimeSpan span)
    {
        span = default;
        var parts = text.Split(':');
        if (parts.Length != 3 || !Array.TrueForAll(parts, part => part.Length is > 0 and <= 6 && part.All(char.IsAsciiDigit))) return false;
        var numbers = Array.ConvertAll(parts, part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        span = TimeSpan.FromHours(numbers[0]) + TimeSpan.FromMinutes(numbers[1]) + TimeSpan.FromSeconds(numbers[2]);
        return true;
    }
}
