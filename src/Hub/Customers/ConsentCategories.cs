namespace Hub.Customers;

/// <summary>How a template's category is judged: one that is not known to be anything else counts as marketing.</summary>
internal static class ConsentCategories
{
    /// <summary>The category on which STOP and START decide.</summary>
    public const string Marketing = "marketing";

    /// <summary>The category of consent that a template of that category needs.</summary>
    public static string Of(string templateCategory) => templateCategory is "utility" or "authentication" ? templateCategory : Marketing;
}
