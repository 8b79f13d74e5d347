using System.Text;
using Hub.Mappings;

namespace Hub.Tests.Mappings.Compiling;

public sealed class FileVarsTests
{
    private const long MostBytes = 200L * 1024 * 1024;

    [Fact]
    public void ManyConstants_AreDeclaredOnceForAllRoutes()
    {
        var text = new StringBuilder("language: 1\nvars:\n");
        for (var i = 0; i < 3_000; i++) text.Append($"  v{i}: a\n");
        text.Append("routes:\n");
        for (var i = 0; i < 500; i++) text.Append($"  - {{id: r{i}, on: shopify.order.paid, do: shopify.add_tags, with: {{order: \"${{event.id}}\", tags: [\"${{vars.v{i}}}\"]}}}}\n");
        var before = GC.GetAllocatedBytesForCurrentThread();
        MappingFolder.Compile([new("a.yaml", text.ToString())], MappingWorld.Environment).Errors.ShouldBeEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
    }

    [Fact]
    public void ConstantOfAnotherFile_IsNotSeenByTheRouteThatFollows()
    {
        const string first = "language: 1\nvars: {tag: paid}\nroutes:\n  - {id: a, on: shopify.order.paid, do: shopify.add_tags, with: {order: \"1\", tags: [\"${vars.tag}\"]}}\n";
        const string second = "language: 1\n{0}routes:\n  - {{id: b, after: a, outcome: [done], do: shopify.add_tags, with: {{order: \"1\", tags: [\"${{vars.tag}}\"]}}}}\n";
        const string advice = "Declare it under vars at the top of this file; those of other files are not seen here.";
        Errors(first, string.Format(null, second, "")).ShouldBe([$"There is no name vars here. {advice}"]);
        Errors(first, string.Format(null, second, "vars: {other: x}\n")).ShouldBe([$"There is no vars.tag here. {advice}"]);
        Errors(first, string.Format(null, second, "vars: {tag: x}\n")).ShouldBeEmpty();
    }

    private static IEnumerable<string> Errors(string first, string second) => MappingFolder.Compile([new("a.yaml", first), new("b.yaml", second)], MappingWorld.Environment).Errors.Select(error => error.Message);
}
