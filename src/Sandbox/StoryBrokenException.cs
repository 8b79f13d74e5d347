namespace Sandbox;

/// <summary>A story does not hold.</summary>
/// <param name="message">What was expected and how things stand.</param>
internal sealed class StoryBrokenException(string message) : Exception(message);
