using System.Reflection;
using System.Runtime.CompilerServices;

namespace Architecture.Tests;

/// <summary>Rules about the types of the product.</summary>
public sealed class TypeRulesTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Words that name no thing: whatever is called so has no one job.
    private static readonly IReadOnlyList<string> Empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Impl", "Common", "Misc"];

    public static TheoryData<string> Assemblies => ["Hub", "Sandbox", "Hub.Connectors.Abstractions", .. SourceTree.Vendors.Select(vendor => "Hub.Connectors." + vendor)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Class_IsSealedUnlessAnotherDerivesFromIt(string assembly)
    {
        var types = Types(assembly).ToList();
        var bases = types.Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).ToHashSet();
        types.Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !bases.Contains(type)).Select(type => type.FullName).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void State_IsNeverSharedByAStaticField(string assembly)
    {
        var shared =
            from type in Types(assembly)
            from field in type.GetFields(Everything)
            where field is { IsStatic: true, IsInitOnly: false, IsLiteral: false } && !IsMadeByTheCompiler(field)
            select $"{type.FullName}.{field.Name}";
        shared.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PrivateField_IsNamedLikeAParameter(string assembly)
    {
        var wrong =
            from type in Types(assembly)
            from field in type.GetFields(Everything)
            where field is { IsPrivate: true, IsStatic: false } && !IsMadeByTheCompiler(field) && !char.IsAsciiLetterLower(field.Name[0])
            select $"{type.FullName}.{field.Name}";
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Type_IsNamedByWhatItIs(string assembly) =>
        Types(assembly).Where(type => Empty.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal))).Select(type => type.FullName).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void AsyncMethod_CanBeWaitedFor(string assembly)
    {
        var lost =
            from type in Types(assembly)
            from method in type.GetMethods(Everything)
            where method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
            select $"{type.FullName}.{method.Name}";
        lost.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Hub")]
    [InlineData("Sandbox")]
    public void Program_OffersNoTypeToOthers(string assembly) => Types(assembly).Where(type => type.IsPublic).Select(type => type.FullName).ShouldBeEmpty();

    private static IEnumerable<Type> Types(string assembly) =>
        Assembly.Load(new AssemblyName(assembly)).GetTypes().Where(type => !IsMadeByTheCompiler(type) && type.Namespace?.StartsWith(assembly.Split('.')[0], StringComparison.Ordinal) == true);

    private static bool IsMadeByTheCompiler(MemberInfo member)
    {
        for (var type = member; type is not null; type = type.DeclaringType)
        {
            if (type.Name.Contains('<') || type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))) return true;
        }

        return false;
    }
}
