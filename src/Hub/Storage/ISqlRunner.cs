namespace Hub.Storage;

/// <summary>Runs a piece of work on the one connection that writes, on the thread that calls.</summary>
internal interface ISqlRunner
{
    /// <summary>Runs the statements of one piece of work and returns its result.</summary>
    /// <exception cref="InvalidOperationException">The work awaited something other than its statements.</exception>
    T Run<T>(Func<ISql, ValueTask<T>> work);
}
