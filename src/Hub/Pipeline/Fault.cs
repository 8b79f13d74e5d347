using System.Text;

namespace Hub.Pipeline;

/// <summary>An exception as the log may show it: types and stack, without the messages, which may quote what people wrote.</summary>
/// <param name="Error">The exception.</param>
internal readonly record struct Fault(Exception Error)
{
    /// <summary>Its type's name, for a sentence.</summary>
    public string Name => Error.GetType().Name;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var error = Error; error is not null; error = error.InnerException)
        {
            if (text.Length > 0) text.AppendLine().Append("caused by ");
            text.Append(error.GetType().FullName);
            if (error.StackTrace is { } stack) text.AppendLine().Append(stack);
        }

        return text.ToString();
    }
}
