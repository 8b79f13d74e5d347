namespace Hub.Mappings;

/// <summary>Something of a route that a test may reach.</summary>
/// <param name="Never">What is said where none does.</param>
internal sealed record RouteBranch(string Never)
{
    /// <summary>It looks at an event at all.</summary>
    public static RouteBranch Looks { get; } = new("no scenario reaches it");

    /// <summary>Words wait for the window.</summary>
    public static RouteBranch OutsideWindow { get; } = new("outside_window is never needed");

    /// <summary>A value of <c>if</c>.</summary>
    public static RouteBranch If(bool holds) => new($"if is never {(holds ? "true" : "false")}");

    /// <summary>A value of <c>when</c>.</summary>
    public static RouteBranch When(bool holds) => new($"when is never {(holds ? "true" : "false")}");

    /// <summary>An outcome of the route followed.</summary>
    public static RouteBranch After(string route, string outcome) => new($"it never follows {outcome} of {route}");
}
