namespace Hub.Storage;

/// <summary>Statements of a transaction that gathers what is counted, and writes each counter once before it commits: with what else it commits, or not at all.</summary>
internal interface ITally
{
    /// <summary>Adds to a counter.</summary>
    void Add(string level, string name, long by);
}
