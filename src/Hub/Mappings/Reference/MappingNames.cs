namespace Hub.Mappings.Reference;

/// <summary>A name that expressions may use.</summary>
/// <param name="Name">The name.</param>
/// <param name="Where">Where it exists, as a sentence that also says what to do where it does not.</param>
/// <param name="Description">What it is.</param>
internal sealed record MappingName(string Name, string Where, string Description);

/// <summary>The names that expressions may use beside the writer's own.</summary>
internal static class MappingNames
{
    /// <summary>The names, in the order in which they become known.</summary>
    public static IReadOnlyList<MappingName> All { get; } =
    [
        new("event", "It is there in every route.", "The event, with the fields of its type."),
        new("now", "It is there in every route.", "When the webhook arrived; a retry and a replay do not change it. The vendor's time stands in the event."),
        new("customer", "It is there in every route, and null where no customer is known.", "The person, as they stand after the event."),
        new("thread", "It is there in every route, and null where there is none.", "The conversation of the customer with one business number, as it stands after the event."),
        new("vars", "Declare it under vars at the top of this file; those of other files are not seen here.", "Constant values of the file that the expression stands in, also in a route that follows one of another file."),
        new("linked", "It exists only in a route with find: and the name of a link. Add find.", "The other end of the link that find looked for; null where there is none."),
        new("item", "It exists only in a route with each. Add each, or read the list with all, exists, map or filter.", "The element of each."),
        new("index", "It exists only in a route with each. Add each.", "The place of item in the list, from 0."),
        new("let", "Declare it under let in the same route.", "The values that let names."),
        new("due", "It exists only in read, when, with and outside_window.", "When the command is due: what at says, else when it was made. A hold does not change it."),
        new("read", "Declare it under read in the same route; it exists in when, with and outside_window.", "The results of the look-ups."),
        new("result", "It exists only in link, and in a route with after and outcome: [done] whose followed action gives one; what an earlier action gave is kept by let in the route that follows it.", "What the action gave back."),
        new("failure", "It exists only in a route with after and an outcome other than done.", "Why the command that is followed did not succeed."),
    ];

    /// <summary>Where a name exists; null for a name that is not one of the language's.</summary>
    public static string? WhereIs(string name) => All.FirstOrDefault(known => known.Name == name)?.Where;
}
