using Hub.Pipeline;

namespace Hub.Alerting;

internal sealed partial class AlertWatch
{
    [LoggerMessage(2201, LogLevel.Warning, "Alert {Name}: {Text} {WhatToDo}")]
    private static partial void LogRaised(ILogger logger, string name, string text, string whatToDo);

    [LoggerMessage(2202, LogLevel.Information, "Over: {Name} {About}")]
    private static partial void LogResolved(ILogger logger, string name, string about);

    [LoggerMessage(2203, LogLevel.Error, "The store cannot be read; how it stands is looked at when it can. {Reason}")]
    private static partial void LogStoreFailed(ILogger logger, string reason);

    [LoggerMessage(2204, LogLevel.Error, "Looking how the hub stands failed; it is tried again. {Fault}")]
    private static partial void LogLookFailed(ILogger logger, Fault fault);
}
