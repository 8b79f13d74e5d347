using System.Globalization;

namespace Sandbox.Vendors;

/// <summary>What can go wrong at a vendor or on the way.</summary>
internal enum FaultKind
{
    /// <summary>A webhook comes twice.</summary>
    Duplicate,

    /// <summary>A webhook is overtaken by those behind it.</summary>
    Reorder,

    /// <summary>A webhook comes late.</summary>
    Delay,

    /// <summary>One try of a webhook gets lost on the way; the vendor's retry rule brings the next.</summary>
    DropTry,

    /// <summary>A webhook never comes, and the vendor takes it for delivered.</summary>
    Lose,

    /// <summary>A forged copy of a webhook, with a signature that does not belong to its body, comes before the genuine one.</summary>
    BadSignature,

    /// <summary>A call is answered 429 with Retry-After; nothing is done.</summary>
    TooManyRequests,

    /// <summary>A call is answered 503; nothing is done.</summary>
    ServerError,

    /// <summary>A call that changes something is done, but its answer never comes: the connection is held, then closed.</summary>
    TimeoutAfterEffect,
}

/// <summary>A fault that is switched on.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Rate">In which part of all cases, 0 to 1; null with a count.</param>
/// <param name="Count">How many more times; null without an end.</param>
/// <param name="Seconds">The delay, the Retry-After, or how long a connection is held; null for the usual.</param>
internal sealed record Fault(FaultKind Kind, double? Rate = null, int? Count = null, double? Seconds = null)
{
    private const int MostTimes = 1_000_000;
    private const double LongestSeconds = 3600;

    /// <summary>Reads <c>{"kind": "server_error", "rate": 0.1, "count": 3, "seconds": 2}</c>.</summary>
    /// <exception cref="WrongControlException">It is none.</exception>
    public static Fault Read(ControlBody body)
    {
        var kind = body.TextOr("kind");
        if (KindOf(kind) is not { } known)
        {
            throw new WrongControlException($"There is no fault {kind ?? "without a kind"}; there are {string.Join(", ", Enum.GetValues<FaultKind>().Select(NameOf))}.");
        }

        return new(known, body.NumberOr("rate", 0, 1), body.WholeOr("count", 1, MostTimes), body.NumberOr("seconds", 0, LongestSeconds));
    }

    /// <summary>Reads <c>server_error</c>, <c>server_error:3</c> (three times) or <c>server_error:0.1</c> (one in ten).</summary>
    public static Fault? Parse(string text)
    {
        var (name, number) = text.Split(':', 2) is [var n, var v] ? (n, v) : (text, "1");
        if (KindOf(name) is not { } kind) return null;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return new(kind, Count: count);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate <= 1 ? new(kind, Rate: rate) : null;
    }

    /// <summary>The kind's name in the switch: <c>timeout_after_effect</c>.</summary>
    public static string NameOf(FaultKind kind) => string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    public override string ToString() => $"{NameOf(Kind)}{(Rate is { } r ? string.Create(CultureInfo.InvariantCulture, $" in {r:P0} of all cases") : "")}{(Count is { } c ? $", {c} more" : "")}";

    private static FaultKind? KindOf(string? name)
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            if (string.Equals(NameOf(kind), name, StringComparison.Ordinal)) return kind;
        }

        return null;
    }
}
