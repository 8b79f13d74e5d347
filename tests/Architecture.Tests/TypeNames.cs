using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Architecture.Tests;

/// <summary>A type by the name of the outermost type around it, and the assembly that holds it.</summary>
internal sealed record TypeName(string Namespace, string Name, string Assembly)
{
    public string Full => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}

/// <summary>Finds the types that a handle or a signature of an assembly names.</summary>
internal sealed class TypeNames(MetadataReader metadata, string assembly) : ISignatureTypeProvider<ImmutableArray<TypeName>, object?>
{
    /// <summary>The types that a token names: a type, the owner and the signature of a method or field.</summary>
    public ImmutableArray<TypeName> In(EntityHandle handle)
    {
        if (handle.IsNil) return [];
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [Of((TypeDefinitionHandle)handle)];
            case HandleKind.TypeReference:
                return [Of((TypeReferenceHandle)handle)];
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
            case HandleKind.MethodDefinition:
                return [Of(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType())];
            case HandleKind.FieldDefinition:
                return [Of(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType())];
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                var signature = member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(this, null) : InMethod(member.DecodeMethodSignature(this, null));
                return [.. In(member.Parent), .. signature];
            case HandleKind.MethodSpecification:
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return [.. In(method.Method), .. method.DecodeSignature(this, null).SelectMany(argument => argument)];
            default:
                return [];
        }
    }

    public static ImmutableArray<TypeName> InMethod(MethodSignature<ImmutableArray<TypeName>> signature) =>
        [.. signature.ReturnType, .. signature.ParameterTypes.SelectMany(parameter => parameter)];

    public TypeName Of(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil) type = metadata.GetTypeDefinition(type.GetDeclaringType());
        return new(metadata.GetString(type.Namespace), metadata.GetString(type.Name), assembly);
    }

    private TypeName Of(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference) type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        var holder = type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
            : assembly;
        return new(metadata.GetString(type.Namespace), metadata.GetString(type.Name), holder);
    }

    ImmutableArray<TypeName> ISimpleTypeProvider<ImmutableArray<TypeName>>.GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    ImmutableArray<TypeName> ISimpleTypeProvider<ImmutableArray<TypeName>>.GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [Of(handle)];

    ImmutableArray<TypeName> ISimpleTypeProvider<ImmutableArray<TypeName>>.GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [Of(handle)];

    ImmutableArray<TypeName> ISignatureTypeProvider<ImmutableArray<TypeName>, object?>.GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => In(handle);

    ImmutableArray<TypeName> IConstructedTypeProvider<ImmutableArray<TypeName>>.GetGenericInstantiation(
        ImmutableArray<TypeName> genericType, ImmutableArray<ImmutableArray<TypeName>> typeArguments) => [.. genericType, .. typeArguments.SelectMany(argument => argument)];

    ImmutableArray<TypeName> ISignatureTypeProvider<ImmutableArray<TypeName>, object?>.GetFunctionPointerType(MethodSignature<ImmutableArray<TypeName>> signature) => InMethod(signature);

    ImmutableArray<TypeName> ISignatureTypeProvider<ImmutableArray<TypeName>, object?>.GetModifiedType(
        ImmutableArray<TypeName> modifier, ImmutableArray<TypeName> unmodifiedType, bool isRequired) => [.. modifier, .. unmodifiedType];

    ImmutableArray<TypeName> ISignatureTypeProvider<ImmutableArray<TypeName>, object?>.GetGenericMethodParameter(object? genericContext, int index) => [];

    ImmutableArray<TypeName> ISignatureTypeProvider<ImmutableArray<TypeName>, object?>.GetGenericTypeParameter(object? genericContext, int index) => [];

    ImmutableArray<TypeName> ISignatureTypeProvider<ImmutableArray<TypeName>, object?>.GetPinnedType(ImmutableArray<TypeName> elementType) => elementType;

    ImmutableArray<TypeName> IConstructedTypeProvider<ImmutableArray<TypeName>>.GetArrayType(ImmutableArray<TypeName> elementType, ArrayShape shape) => elementType;

    ImmutableArray<TypeName> IConstructedTypeProvider<ImmutableArray<TypeName>>.GetByReferenceType(ImmutableArray<TypeName> elementType) => elementType;

    ImmutableArray<TypeName> IConstructedTypeProvider<ImmutableArray<TypeName>>.GetPointerType(ImmutableArray<TypeName> elementType) => elementType;

    ImmutableArray<TypeName> ISZArrayTypeProvider<ImmutableArray<TypeName>>.GetSZArrayType(ImmutableArray<TypeName> elementType) => elementType;
}
