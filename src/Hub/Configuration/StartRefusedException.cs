namespace Hub.Configuration;

/// <summary>The hub cannot start: plain sentences for whoever runs it, printed without a stack trace; the exit code is 2.</summary>
/// <param name="sentences">Everything that stands in the way, at once; none holds a secret.</param>
internal sealed class StartRefusedException(IReadOnlyList<string> sentences) : Exception(string.Join(Environment.NewLine, sentences))
{
    /// <summary>One obstacle each.</summary>
    public IReadOnlyList<string> Sentences { get; } = sentences;
}
