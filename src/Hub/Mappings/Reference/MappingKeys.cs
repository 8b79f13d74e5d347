using Hub.Connectors;
using static Hub.Mappings.Reference.KeyMoment;

namespace Hub.Mappings.Reference;

/// <summary>All keys of version 1 of the mapping language: the one table that files are read by, that the editors' schema is made from, and that the reference shows.</summary>
internal static class MappingKeys
{
    private static readonly KeyForm Constant = new KeyForm.Constant();
    private static readonly KeyForm Condition = new KeyForm.Condition();
    private static readonly KeyForm Expression = new KeyForm.Expression();
    private static readonly KeyForm Span = new KeyForm.Span();
    private static readonly KeyForm Flag = new KeyForm.Flag();

    /// <summary>The keys of a link.</summary>
    public static IReadOnlyList<MappingKey> Link { get; } =
    [
        new("left", Load, new KeyForm.NameOf(Offered.Object), "The end that has at most one link at a time: an object, or customer.") { IsRequired = true },
        new("right", Load, new KeyForm.NameOf(Offered.Object), "The other end: an object of another connector.") { IsRequired = true },
        new("one_per", Load, new KeyForm.Choice(["left"]), "Which end has one link at a time: left."),
        new("reopen", Load, Span, "How long after its end the link is still found from the left, with the state ended; never without it."),
    ];

    /// <summary>The keys of a variable under <c>state</c>.</summary>
    public static IReadOnlyList<MappingKey> State { get; } =
    [
        new("of", Load, new KeyForm.Choice(["thread", "customer"]), "Whose variable it is.") { IsRequired = true },
        new("type", Load, new KeyForm.Choice([.. StateDeclaration.Types.Keys]), "What it holds.") { IsRequired = true },
        new("for", Load, Span, "How long it lives after it was written.") { IsRequired = true },
    ];

    /// <summary>The keys of <c>find</c> where it is no link's name.</summary>
    public static IReadOnlyList<MappingKey> Find { get; } =
    [
        new("customer", Processing, new KeyForm.Keys([new("phone", Processing, Expression, "The phone number to find the customer by, in E.164; null finds nobody.") { IsRequired = true }]), "Finds a customer for an event that carries none.") { IsRequired = true },
        new("on_multiple", Load, new KeyForm.Choice(["most_recent", "first", "review"]), "Which of several: most_recent (the usual), first, or review, which parks the event as ambiguous and is for record writes only."),
    ];

    /// <summary>The keys of <c>slot</c> where it is more than a text.</summary>
    public static IReadOnlyList<MappingKey> Slot { get; } =
    [
        new("key", Processing, Expression, "The slot's key, the same in the whole folder.") { IsRequired = true },
        new("keep", Load, new KeyForm.Choice(["newest", "oldest"]), "Which of two waiting commands stays: newest (the usual) or oldest."),
    ];

    /// <summary>The keys of one look-up under <c>read</c>.</summary>
    public static IReadOnlyList<MappingKey> Read { get; } =
    [
        new("query", Load, new KeyForm.NameOf(Offered.Query), "The query.") { IsRequired = true },
        new("with", Delivery, new KeyForm.Input(), "The query's input."),
        new("via", Load, Constant, "The connection that is asked, where several could be."),
    ];

    /// <summary>The hub's own keys of <c>outside_window</c>; beside them stands the template's input without <c>to</c>.</summary>
    public static IReadOnlyList<MappingKey> OutsideWindow { get; } =
    [
        new("once_per", Load, new KeyForm.Choice(["closed_window"]), "How often the template goes: once for each time that the window is closed."),
        new("keep", Load, Span, "How long the words wait for the customer's answer; 72h by itself."),
    ];

    /// <summary>The keys of <c>limit</c>.</summary>
    public static IReadOnlyList<MappingKey> Limit { get; } =
    [
        new("count", Load, new KeyForm.Number(), "How many commands may go.") { IsRequired = true },
        new("per", Processing, new KeyForm.Either(new KeyForm.Choice(["customer", "thread", "route"]), Expression), "What they are counted for: the customer or thread that it goes to, the route, or a text of your own in ${…}.") { IsRequired = true },
        new("in", Load, Span, "Within which time.") { IsRequired = true },
        new("over", Load, new KeyForm.Choice(["drop", "hold", "newest"]), "What becomes of one more: drop refuses it as capped, hold lets it wait, newest lets it wait in place of an older one that waits."),
    ];

    /// <summary>The keys of a route.</summary>
    public static IReadOnlyList<MappingKey> Route { get; } =
    [
        new("id", Load, Constant, "The route's name, unique in the folder: in lists, in the log, for pausing it, and for after. Letters, digits, - _ and ., at most 100 characters.") { IsRequired = true },
        new("on", Load, new KeyForm.Either(new KeyForm.NameOf(Offered.Event), new KeyForm.ListOf(new KeyForm.NameOf(Offered.Event))), "The event type that the route looks at, or several; of several only the fields that all have, of the same type, can be read."),
        new("after", Load, Constant, "The route that this one follows, in place of on: it runs on an outcome of that one's command and sees all its names; vars are those of its own file. Chains are at most 8 routes long."),
        new("outcome", Load, new KeyForm.Either(new KeyForm.NameOf(Offered.Outcome), new KeyForm.ListOf(new KeyForm.NameOf(Offered.Outcome))), "With after: the outcomes that it waits for; failed means all but done. Each is reported once."),
        new("connection", Load, Constant, "The connection whose events it takes, where several report them."),
        new("via", Load, Constant, "The connection that carries out the action, where several could."),
        new("find", Processing, new KeyForm.Either(Constant, new KeyForm.Keys(Find)), "Finds what belongs to the event: a link by its name, which gives linked (or null) and with it thread and customer; or a customer by phone."),
        new("each", Processing, Expression, "A list: the keys after it run once for each element, which is called item, its place index; one command each. once must then use item."),
        new("if", Processing, Condition, "The condition, CEL without braces. Where it is false there is no command. Where it cannot be evaluated, the event is parked for this route, never skipped."),
        new("let", Processing, new KeyForm.Named(Expression), "Names for values, which later keys write as let.name. They are evaluated when they are used."),
        new("once", Processing, Expression, "A business key that may succeed only once, kept for 400 days. A command that is refused or cancelled gives it back."),
        new("at", Processing, Expression, "When the command is due, a timestamp; without it at once."),
        new("max_late", Load, Span, "With at: how late is too late; 5m by itself. Then the outcome is too_late. What is still worth doing after the hub stood still, such as a timer's routes, says so: max_late: 24h."),
        new("max_age", Load, Span, "How old the event may be when its command goes; after that it is refused as expired. Required for template sends without at."),
        new("slot", Processing, new KeyForm.Either(Expression, new KeyForm.Keys(Slot)), "A place that only one waiting command may hold: the newer one takes the place of the older, unless keep says otherwise. A command that is under way is not touched."),
        new("release_if", Processing, Condition, "CEL without braces; where it is true the slot is emptied, even where if is false."),
        new("cancel", Processing, new KeyForm.Either(Expression, new KeyForm.ListOf(Expression)), "Keys of slots whose waiting commands are cancelled; /* at the end means all that begin so. Needs no do."),
        new("unlink", Processing, Constant, "Ends the link that find has found. Needs no do."),
        new("link", Success, new KeyForm.Named(Expression), "Makes a link from what the event carries to the given id. It is reserved at processing; a value that uses result is evaluated when the action has succeeded."),
        new("read", Delivery, new KeyForm.Named(new KeyForm.Keys(Read)), "Look-ups when the command is due; when and with write their results as read.name."),
        new("when", Delivery, Condition, "CEL without braces, looked at when the command is due, and again when a hold has put it off or the command is replayed; where it is false the command is cancelled as not wanted. Together with read it is looked at once, and what was read then counts."),
        new("do", Load, new KeyForm.NameOf(Offered.Action), "The action."),
        new("with", Delivery, new KeyForm.Input(), "The action's input. Evaluated once: at processing already, where neither read nor a link that is still being made puts it off; retries use what was stored."),
        new("outside_window", Delivery, new KeyForm.Keys(OutsideWindow), "For free text to a person: the template that goes when the 24-hour window is closed, with its input but without to. The words wait and go when the customer writes, or end as window_closed."),
        new("hours", Delivery, Constant, "A calendar of the settings or of calendars.json: the command waits until it opens."),
        new("limit", Delivery, new KeyForm.Keys(Limit), "How many of the route's commands may go within a time."),
        new("set", Processing, new KeyForm.Named(new KeyForm.Either(Expression, new KeyForm.Nothing())), "Writes variables that state declares; null forgets one. Needs no do."),
        new("lane", Load, new KeyForm.Choice([.. Enum.GetNames<Lane>().Select(RecordTypes.LiteralOf)]), "The priority class of its commands in place of the action's own. Order within a line stays."),
        new("late", Load, Flag, "With true, events that were found late, by reconciliation, send even when they are older than an hour."),
    ];

    /// <summary>The keys of a file.</summary>
    public static IReadOnlyList<MappingKey> File { get; } =
    [
        new("language", Load, new KeyForm.Choice(["1"]), "The version of the mapping language. Always the first line, written language: 1.") { IsRequired = true },
        new("name", Load, Constant, "What the file is for, in a few words."),
        new("vars", Load, new KeyForm.Named(Constant), "Constant values of this file, which expressions write as vars.name."),
        new("links", Load, new KeyForm.Named(new KeyForm.Keys(Link)), "Links, by name: two ids at two vendors that mean one thing, for example a thread and a ticket."),
        new("state", Load, new KeyForm.Named(new KeyForm.Keys(State)), "Variables of a thread or a customer, by name, each with a type and a life time; read as thread.vars.name or customer.vars.name, written by set."),
        new("routes", Load, new KeyForm.ListOf(new KeyForm.Keys(Route)), "The routes. Every route whose on and if hold makes its command, in the order of the files by name and of the routes within them.") { IsRequired = true },
    ];

    /// <summary>The names of keys.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<MappingKey> keys) => [.. keys.Select(key => key.Name)];
}
