namespace Hub.Mappings;

/// <summary>Something of a route that a test may reach.</summary>
/// <param name="Never">What is said where none does.</param>
internal sealed record RouteBranch(string Never)
{
    /// <summary>It looks at an event at all.</summary>
    public static RouteBranch Looks { get; } = new("no scenario reaches it");

    /// <summary>Words wait for the window.</summary>
    public static RouteBranch OutsideWindow { get; } = new("outside_window is never needed");

    /// <summary>The calendar of <c>hours</c> is closed.</summary>
    public static RouteBranch Hours { get; } = new("hours never holds it");

    /// <summary>The limit is used up.</summary>
    public static RouteBranch Limit { get; } = new("limit is never used up");

    /// <summary>A value of <c>release_if</c>.</summary>
    public static RouteBranch ReleaseIf(bool holds) => new($"release_if is never {(holds ? "true" : "false")}");

    /// <summary>A value of <c>if</c>.</summary>
    public static RouteBranch If(bool holds) => new($"if is never {(holds ? "true" : "false")}");

    /// <summary>A value of <c>when</c>.</summary>
    public static RouteBranch When(bool holds) => new($"when is never {(holds ? "true" : "false")}");

    /// <summary>An outcome of the route followed.</summary>
    public static RouteBranch After(string route, string outcome) => new($"it never follows {outcome} of {route}");
}
