using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>One type naming another.</summary>
/// <param name="From">The full name of the outermost type whose code or signature names it.</param>
/// <param name="Namespace">The namespace of <paramref name="From"/>.</param>
/// <param name="To">The full name of the type named.</param>
/// <param name="ToNamespace">The namespace of <paramref name="To"/>.</param>
/// <param name="Assembly">The assembly of <paramref name="To"/>.</param>
internal sealed record Arrow(string From, string Namespace, string To, string ToNamespace, string Assembly);

/// <summary>What a built assembly refers to, read from its metadata and its code; nothing of it is run.</summary>
/// <param name="References">The simple names of the assemblies that it refers to.</param>
/// <param name="Members">The members of other assemblies that it calls, as <c>Namespace.Type.Member</c>.</param>
/// <param name="Arrows">Which of its types name which types.</param>
internal sealed record AssemblyFile(IReadOnlyList<string> References, IReadOnlySet<string> Members, IReadOnlySet<Arrow> Arrows)
{
    public static AssemblyFile Read(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        var metadata = file.GetMetadataReader();
        var names = new TypeNames(metadata, name);
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList();
        var members =
            from handle in metadata.MemberReferences
            let member = metadata.GetMemberReference(handle)
            where member.Parent.Kind == HandleKind.TypeReference
            select $"{names.In(member.Parent)[0].Full}.{metadata.GetString(member.Name)}";
        return new(references, members.ToHashSet(StringComparer.Ordinal), new ArrowReader(file, metadata, names).Read());
    }
}
