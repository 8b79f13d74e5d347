using System.Globalization;

namespace Sandbox;

/// <summary>What a load run came to, and the bounds that it must keep.</summary>
/// <param name="AcceptedP95">95 of 100 deliveries took at most so long from the webhook to the vendor's acceptance, in ms; NaN where none was measured.</param>
/// <param name="AcknowledgedMedian">The median time to the answer of a webhook at 64 connections, in ms; NaN where none was measured.</param>
/// <param name="Lost">How many deliveries did not happen.</param>
/// <param name="Doubled">How many happened more than once.</param>
/// <param name="Closes">Whether the hub's three sums close.</param>
internal sealed record LoadFigures(double AcceptedP95, double AcknowledgedMedian, int Lost, int Doubled, bool Closes)
{
    /// <summary>What <see cref="AcceptedP95"/> must stay below, in ms.</summary>
    public const double MostAcceptedP95 = 1000;

    /// <summary>What <see cref="AcknowledgedMedian"/> must stay below, in ms.</summary>
    public const double MostAcknowledgedMedian = 25;

    /// <summary>A phrase for each bound that is not kept.</summary>
    public IEnumerable<string> NotHeld()
    {
        // Said this way round because nothing is below NaN: what was not measured is not kept.
        if (!(AcceptedP95 < MostAcceptedP95)) yield return string.Create(CultureInfo.InvariantCulture, $"p95 from webhook to acceptance is {AcceptedP95:0} ms and must be below {MostAcceptedP95:0} ms");
        if (!(AcknowledgedMedian < MostAcknowledgedMedian))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the median acknowledgement is {AcknowledgedMedian:0.0} ms and must be below {MostAcknowledgedMedian:0} ms");
        }

        if (Lost > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{Lost} lost");
        if (Doubled > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{Doubled} doubled");
        if (!Closes) yield return "the hub's sums do not close";
    }
}
