namespace Hub.Faults;

/// <summary>
/// The places at which the crash matrix may end the process: each commit and each wait of the flow, with a moment before it, one after it and, where a
/// transaction holds more than one thing, one inside it. All that the process did is either in the store by then or has never been.
/// </summary>
internal enum FaultPoint
{
    /// <summary>A genuine webhook has come, and nothing of it is stored.</summary>
    BeforeAppend,

    /// <summary>T0 has its statement and no commit.</summary>
    InAppend,

    /// <summary>The webhook is stored, and the vendor has no answer yet.</summary>
    AfterAppend,

    /// <summary>Webhooks wait, and none is marked as being read.</summary>
    BeforeReadBegun,

    /// <summary>Webhooks are marked as being read.</summary>
    AfterReadBegun,

    /// <summary>Events are made of webhooks, and none is stored.</summary>
    BeforeRead,

    /// <summary>T1 has its statements and no commit.</summary>
    InRead,

    /// <summary>The events are stored and the webhooks marked as read.</summary>
    AfterRead,

    /// <summary>An event's turn has come, and it is not marked as under way.</summary>
    BeforeEventBegun,

    /// <summary>The event is marked as under way.</summary>
    AfterEventBegun,

    /// <summary>What the event lacks is about to be fetched.</summary>
    BeforeFetch,

    /// <summary>It has been fetched, and is nowhere but in memory.</summary>
    AfterFetch,

    /// <summary>The routes are evaluated, and nothing of it is stored.</summary>
    BeforeApply,

    /// <summary>In T2, before the status of a message is applied.</summary>
    BeforeStatus,

    /// <summary>T2 has its statements and no commit.</summary>
    InApply,

    /// <summary>The event is applied, and nobody has been woken.</summary>
    AfterApply,

    /// <summary>A fetch has failed, and the event is not put off yet.</summary>
    BeforeEventPutOff,

    /// <summary>The event is put off.</summary>
    AfterEventPutOff,

    /// <summary>An event came before the link that it may belong to, and is not put off yet.</summary>
    BeforeLinkAwaited,

    /// <summary>The event waits for the link.</summary>
    AfterLinkAwaited,

    /// <summary>An event is about to be closed without being applied: an echo, gone, parked.</summary>
    BeforeEventClosed,

    /// <summary>The event is closed.</summary>
    AfterEventClosed,

    /// <summary>A line of events is worked off, and still there.</summary>
    BeforeLineDrained,

    /// <summary>The line of events is gone.</summary>
    AfterLineDrained,

    /// <summary>An attempt without an end is found, and nothing is decided about it.</summary>
    BeforeRecovery,

    /// <summary>What becomes of the attempt has its statements and no commit.</summary>
    InRecovery,

    /// <summary>The attempt has ended as unknown.</summary>
    AfterRecovery,

    /// <summary>A line of commands has none that waits, and is still as it was.</summary>
    BeforeLineAdvanced,

    /// <summary>The line of commands is gone, or its next entry is ready.</summary>
    AfterLineAdvanced,

    /// <summary>The first command of a line is not due, and the line not put off yet.</summary>
    BeforeLineDelayed,

    /// <summary>The line waits until its first command is due.</summary>
    AfterLineDelayed,

    /// <summary>A command without input has its turn, and is not marked as under way.</summary>
    BeforeCommandBegun,

    /// <summary>The command is marked as under way, and its input not evaluated.</summary>
    AfterCommandBegun,

    /// <summary>The input of a command is evaluated, and not stored.</summary>
    BeforeInputKept,

    /// <summary>The input is stored.</summary>
    AfterInputKept,

    /// <summary>The mark of an earlier attempt is about to be looked for at the vendor.</summary>
    BeforeFind,

    /// <summary>The vendor has said whether the mark is there, and nothing of it is stored.</summary>
    AfterFind,

    /// <summary>The mark is not there, and the call is about to be made again.</summary>
    AfterNotFound,

    /// <summary>The gate is about to be asked.</summary>
    BeforeAttempt,

    /// <summary>T3 has its statements and no commit.</summary>
    InAttempt,

    /// <summary>The attempt is stored, and the vendor not called.</summary>
    BeforeCall,

    /// <summary>The vendor has answered, and nothing of it is stored.</summary>
    AfterCall,

    /// <summary>T4 has its statements and no commit.</summary>
    InOutcome,

    /// <summary>The end of the attempt is stored, and nobody has been woken.</summary>
    AfterOutcome,

    /// <summary>A vendor has to be left alone, and the line is not put off yet.</summary>
    BeforeThrottled,

    /// <summary>The line waits until the vendor may be called.</summary>
    AfterThrottled,

    /// <summary>A command is about to end without a call.</summary>
    BeforeCommandClosed,

    /// <summary>The command has ended without a call.</summary>
    AfterCommandClosed,

    /// <summary>The moment of commands outside their lines has come, and they are still outside.</summary>
    BeforeBringBack,

    /// <summary>Such commands are in their lines again or have ended, without a commit.</summary>
    InBringBack,

    /// <summary>Such commands are in their lines again or have ended.</summary>
    AfterBringBack,

    /// <summary>The end of a pause is ordered, and nothing of it is stored.</summary>
    BeforeResume,

    /// <summary>The end of the pause is noted, and nothing of what it held has gone.</summary>
    AfterResumeBegun,

    /// <summary>A step of what the pause held has gone.</summary>
    AfterResumeStep,

    /// <summary>A replay is ordered, and nothing of it is stored.</summary>
    BeforeReplay,

    /// <summary>What is replayed is in its line, and whoever ordered it has no answer yet.</summary>
    AfterReplay,

    /// <summary>After the start, before it is looked for who was under way when the process died.</summary>
    BeforeSuspects,

    /// <summary>After the start, when those are found.</summary>
    AfterSuspects,
}
