using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hub.Tests;

/// <summary>Keeps every message that is logged, with its exception, as a console would print it.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Text)> messages = new();

    public IReadOnlyList<(int Id, LogLevel Level, string Text)> Messages => [.. messages];

    /// <summary>The texts of one message, oldest first.</summary>
    public IReadOnlyList<string> Of(int id) => [.. messages.Where(message => message.Id == id).Select(message => message.Text)];

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        messages.Enqueue((eventId.Id, logLevel, $"{formatter(state, exception)}{(exception is null ? "" : Environment.NewLine + exception)}"));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
