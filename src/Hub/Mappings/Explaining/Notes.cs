namespace Hub.Mappings.Explaining;

/// <summary>What is worth knowing of routes that did not look.</summary>
internal static class Notes
{
    /// <summary>Sentences on an event type.</summary>
    public static IReadOnlyList<string> Of(Snapshot snapshot, string eventType) => snapshot.On(eventType).Count == 0 ? [$"No route of the folder runs on {eventType}."] : [];

    /// <summary>The routes that run on the event type, but not from this connection.</summary>
    public static IEnumerable<RouteExplanation> NotAsked(Snapshot snapshot, string eventType, string connection) =>
        from route in snapshot.On(eventType)
        let taken = (route.Trigger as RouteTrigger.OnEvents)?.Connection
        where taken is not null && taken != connection
        select new RouteExplanation { File = route.File, Line = route.Line, Route = route.Id, Outcome = "not_asked", Note = $"It takes events of the connection {taken} only, and this one came by {connection}." };
}
