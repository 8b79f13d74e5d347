namespace Hub.Expressions;

/// <summary>Short forms for declaring overloads.</summary>
internal static class Declare
{
    public static Function Plain(string name, CelType[] parameters, CelType result, FunctionBody body) =>
        new(name, Array.ConvertAll(parameters, type => new TypeUse(type, Nullable: false)), new(result, Nullable: false), body);

    public static Function Receiver(string name, CelType[] parameters, CelType result, FunctionBody body) =>
        Plain(name, parameters, result, body) with { IsReceiver = true };
}
