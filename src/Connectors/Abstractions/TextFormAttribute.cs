namespace Hub.Connectors;

/// <summary>A standard by which a text property is written, so that a mapping that compares it with another form can be told.</summary>
public enum TextForm
{
    /// <summary>ISO 3166-1 alpha-2, upper case: <c>DE</c>.</summary>
    Country,

    /// <summary>ISO 4217, upper case: <c>EUR</c>.</summary>
    Currency,

    /// <summary>BCP 47, the language in lower case: <c>de</c>, <c>en-CA</c>.</summary>
    Language,

    /// <summary>E.164: a plus and digits.</summary>
    Phone,

    /// <summary>A phone number as a person typed it: in any form, with or without its country.</summary>
    TypedPhone,

    /// <summary>A name of the IANA time zone database: <c>Europe/Berlin</c>.</summary>
    TimeZone,
}

/// <summary>The standard by which the values of a text property are written. Another literal in a mapping is a warning, another value at run time is data.</summary>
/// <param name="form">The standard.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextFormAttribute(TextForm form) : Attribute
{
    /// <summary>The standard.</summary>
    public TextForm Form { get; } = form;
}
