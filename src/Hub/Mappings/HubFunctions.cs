using Hub.Expressions;

namespace Hub.Mappings;

/// <summary>The functions of the mapping language beyond the standard ones.</summary>
internal static class HubFunctions
{
    /// <summary>The standard functions and the hub's own.</summary>
    public static FunctionTable Table { get; } = FunctionTable.Standard;
}
