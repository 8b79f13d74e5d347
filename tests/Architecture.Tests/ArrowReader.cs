using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>Collects which types of an assembly name which others: in bases, interfaces, signatures, attributes and method bodies.</summary>
internal sealed class ArrowReader(PEReader file, MetadataReader metadata, TypeNames names)
{
    private readonly HashSet<Arrow> arrows = [];

    public IReadOnlySet<Arrow> Read()
    {
        foreach (var handle in metadata.TypeDefinitions) ReadType(handle);
        return arrows;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var from = names.Of(handle);
        Add(from, names.In(type.BaseType));
        foreach (var implemented in type.GetInterfaceImplementations()) Add(from, names.In(metadata.GetInterfaceImplementation(implemented).Interface));
        foreach (var field in type.GetFields()) Add(from, metadata.GetFieldDefinition(field).DecodeSignature(names, null));
        foreach (var property in type.GetProperties()) Add(from, TypeNames.InMethod(metadata.GetPropertyDefinition(property).DecodeSignature(names, null)));
        foreach (var method in type.GetMethods()) ReadMethod(from, metadata.GetMethodDefinition(method));
        ReadAttributes(from, type.GetCustomAttributes());
    }

    private void ReadMethod(TypeName from, MethodDefinition method)
    {
        Add(from, TypeNames.InMethod(method.DecodeSignature(names, null)));
        ReadAttributes(from, method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0) return;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            foreach (var local in metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null)) Add(from, local);
        }

        foreach (var region in body.ExceptionRegions) Add(from, names.In(region.CatchType));
        foreach (var token in Instructions.Tokens(body.GetILReader()))
        {
            var handle = MetadataTokens.EntityHandle(token);
            if (handle.Kind != HandleKind.UserString) Add(from, names.In(handle));
        }
    }

    private void ReadAttributes(TypeName from, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes) Add(from, names.In(metadata.GetCustomAttribute(attribute).Constructor));
    }

    private void Add(TypeName from, IEnumerable<TypeName> named)
    {
        foreach (var to in named) arrows.Add(new(from.Full, from.Namespace, to.Full, to.Namespace, to.Assembly));
    }
}
