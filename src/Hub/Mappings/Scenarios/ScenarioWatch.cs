namespace Hub.Mappings.Scenarios;

/// <summary>Sees what routes and commands do while a scenario runs.</summary>
internal abstract class ScenarioWatch
{
    /// <summary>A route has looked at an event.</summary>
    public virtual void Looked(Route route, ProcessingMoment moment, RouteOutcome outcome)
    {
    }

    /// <summary>A deferred command is due, and <c>read</c>, <c>when</c> and <c>with</c> were evaluated.</summary>
    public virtual void Prepared(CommandDraft command, DeliveryOutcome outcome)
    {
    }

    /// <summary>The window was closed: a command's words wait.</summary>
    public virtual void Kept(CommandDraft command)
    {
    }

    /// <summary>A calendar or a limit holds a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="verdict"><c>out_of_hours</c> or <c>capped</c>.</param>
    public virtual void Held(CommandDraft command, string verdict)
    {
    }

    /// <summary>A command has ended.</summary>
    /// <param name="command">The command, with its input where it was made.</param>
    /// <param name="state"><c>done</c>, <c>refused</c>, <c>cancelled</c> or <c>parked</c>.</param>
    /// <param name="reason">Why it did not succeed.</param>
    public virtual void Ended(CommandDraft command, string state, string? reason)
    {
    }
}
