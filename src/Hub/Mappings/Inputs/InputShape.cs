using Hub.Expressions;

namespace Hub.Mappings.Inputs;

/// <summary>What one input takes: which types of the language, which texts in a file, and how a value becomes the .NET object.</summary>
internal abstract class InputShape
{
    /// <summary>What it takes, for messages: <c>text</c>, <c>a number</c>.</summary>
    public abstract string Wants { get; }

    /// <summary>Whether a file must name it even where null may be given.</summary>
    public virtual bool MustBeNamed => false;

    /// <summary>Whether an empty text is a value like others, which the vendor gets.</summary>
    public virtual bool MayBeEmpty => false;

    /// <summary>Whether a value of that static type may be given; dyn is looked at when it is evaluated.</summary>
    public abstract bool Accepts(CelType type);

    /// <summary>Makes the .NET object of a value that is neither null nor an error.</summary>
    public abstract bool TryConvert(in Value value, out object? converted);

    /// <summary>Reads a text that stands in the file without expressions.</summary>
    public virtual bool TryParse(string text, out object? parsed) => TryConvert(Value.String(text), out parsed);

    /// <summary>Whether the value counts as nothing.</summary>
    public virtual bool IsEmpty(in Value value) => value.Kind switch
    {
        ValueKind.Null => true,
        ValueKind.String => value.AsString.Length == 0,
        ValueKind.List => value.AsList.Count == 0,
        _ => false,
    };

    /// <summary>What an empty value leads to; null where it may be empty.</summary>
    public virtual DraftRefusal? RefusalOfEmpty(string name, bool isRequired) =>
        isRequired ? new("refused", $"empty_parameter: {name}") : null;
}
