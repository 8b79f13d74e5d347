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

    /// <summary>More webhooks are marked than there is room for, and the rest not given back.</summary>
    BeforeReadPutBack,

    /// <summary>The rest waits as before.</summary>
    AfterReadPutBack,

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

    /// <summary>Hints for a record are not due, and their line not put off yet.</summary>
    BeforeHintsAwaited,

    /// <summary>Their line waits for further hints.</summary>
    AfterHintsAwaited,

    /// <summary>A record that was only hinted at is fetched, and nothing of it is stored.</summary>
    BeforeHintsJoined,

    /// <summary>The one event and the ends of its hints have their statements and no commit.</summary>
    InHintsJoined,

    /// <summary>The hints have ended, and the event stands in their line.</summary>
    AfterHintsJoined,

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

    /// <summary>An event came before the link that it may belong to, or before the answer of the write that it may tell of, and is not put off yet.</summary>
    BeforeAwaited,

    /// <summary>The event waits for that.</summary>
    AfterAwaited,

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

    /// <summary>The mark of an earlier attempt is to be looked for, and the command not marked as under way.</summary>
    BeforeFindBegun,

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

    /// <summary>What an attempt or a look has led to is about to be stored, and what depends on it not evaluated.</summary>
    BeforeOutcome,

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

    /// <summary>A step of what the pause held is about to go.</summary>
    BeforeResumeStep,

    /// <summary>A step of what the pause held has gone.</summary>
    AfterResumeStep,

    /// <summary>A replay is ordered, and nothing of it is stored.</summary>
    BeforeReplay,

    /// <summary>What is replayed is in its line, and whoever ordered it has no answer yet.</summary>
    AfterReplay,

    /// <summary>An order of the people who run the hub has come (a pause, an approval, a comparison), and nothing of it is stored.</summary>
    BeforeOrder,

    /// <summary>The order is stored, and whoever gave it has no answer yet.</summary>
    AfterOrder,

    /// <summary>After the start, before it is looked for who was under way when the process died.</summary>
    BeforeSuspects,

    /// <summary>After the start, when those are found.</summary>
    AfterSuspects,

    /// <summary>A start with everything held back has looked at some of what is open, and stored nothing of it.</summary>
    BeforeHeld,

    /// <summary>Some of it is settled, or the connections are paused.</summary>
    AfterHeld,

    /// <summary>An access token is to be renewed, and nobody is noted as asking for it.</summary>
    BeforeTokenBegun,

    /// <summary>It is noted, and the vendor not asked.</summary>
    AfterTokenBegun,

    /// <summary>The vendor has given a token, which is nowhere but in memory.</summary>
    BeforeTokenKept,

    /// <summary>The token is stored.</summary>
    AfterTokenKept,

    /// <summary>The vendor has given no token, and this node is noted as asking for one still.</summary>
    BeforeTokenGivenUp,

    /// <summary>Any node may ask again.</summary>
    AfterTokenGivenUp,

    /// <summary>A page of changes is fetched, or could not be, and nothing of it is stored.</summary>
    BeforeReconciled,

    /// <summary>What webhooks had missed and how far the comparison has come have their statements and no commit.</summary>
    InReconciled,

    /// <summary>The page is stored, and the next not asked for.</summary>
    AfterReconciled,

    /// <summary>The file of a message is whole on the disk, under its temporary name.</summary>
    BeforeMediaNamed,

    /// <summary>It has its name, and the store takes it for one that is still to be fetched.</summary>
    BeforeMediaKept,

    /// <summary>The store knows that it is there, and nobody has been woken.</summary>
    AfterMediaKept,

    /// <summary>A vendor has failed so often that it is left alone, and nobody is told.</summary>
    BeforeBreakerTold,

    /// <summary>It is told.</summary>
    AfterBreakerTold,

    /// <summary>An entry or a line has failed inside the hub, and that is not counted.</summary>
    BeforeFailureCounted,

    /// <summary>It is counted, and the line put off or the entry set aside.</summary>
    AfterFailureCounted,

    /// <summary>What the hub keeps for itself (mapping files, templates, refusals, notices, what is forgotten) is about to be stored.</summary>
    BeforeUpkeep,

    /// <summary>It is stored.</summary>
    AfterUpkeep,

    /// <summary>On a database of several nodes: lines or a duty are about to be taken.</summary>
    BeforeClaim,

    /// <summary>They are taken, and nothing is begun.</summary>
    AfterClaim,

    /// <summary>A line is done with, and not given back.</summary>
    BeforeRelease,

    /// <summary>It is given back.</summary>
    AfterRelease,

    /// <summary>The node is about to say that it is alive.</summary>
    BeforeBeat,

    /// <summary>It has said so, and what dead nodes held is free.</summary>
    AfterBeat,

    /// <summary>A node that ends in order still holds what it held.</summary>
    BeforeLeave,

    /// <summary>It holds nothing any more.</summary>
    AfterLeave,
}
