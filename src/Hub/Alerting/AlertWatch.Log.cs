namespace Hub.Alerting;

internal sealed partial class AlertWatch
{
    [LoggerMessage(2201, LogLevel.Warning, "Alert {Name}: {Text} {WhatToDo}")]
    private static partial void LogRaised(ILogger logger, string name, string text, string whatToDo);

    [LoggerMessage(2202, LogLevel.Information, "Over: {Name} {About}")]
    private static partial void LogResolved(ILogger logger, string name, string about);
}
