namespace Sandbox;

/// <summary>What a newcomer reads: what came in, which route matched, what went out, what each vendor now holds.</summary>
/// <param name="writer">Where it goes.</param>
internal sealed class Transcript(TextWriter writer)
{
    private readonly Lock gate = new();

    /// <summary>A headline.</summary>
    public void Headline(string text) => Write($"\n{text}\n{new string('─', Math.Min(text.Length, 100))}");

    /// <summary>Something that a person does.</summary>
    public void Act(string text) => Write($"\n● {text}");

    /// <summary>Something that passed between the hub and a vendor.</summary>
    /// <param name="way"><c>in</c>, <c>route</c>, <c>out</c> or <c>holds</c>.</param>
    /// <param name="text">What.</param>
    public void Passed(string way, string text) => Write($"    {way,-6} {text}");

    /// <summary>A clause of the story that holds.</summary>
    public void Holds(string clause) => Write($"  ✓ {clause}");

    /// <summary>A line as it is.</summary>
    public void Write(string line)
    {
        lock (gate) writer.WriteLine(line);
    }
}
