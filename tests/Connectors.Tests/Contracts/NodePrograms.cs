using System.Diagnostics;

namespace Connectors.Tests.Contracts;

/// <summary>The programs of <c>package.json</c>, as <c>npm ci</c> in this folder installs them.</summary>
internal static class NodePrograms
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Connectors.Tests", "Contracts");

    /// <summary>Why the programs cannot run, in a sentence; null where they can.</summary>
    public static string? Lack => Directory.Exists(Path.Combine(Folder, "node_modules"))
        ? null
        : "What checks the vendors' descriptions is not installed: run npm ci in tests/Connectors.Tests/Contracts.";

    /// <summary>Starts one.</summary>
    /// <param name="program">Its file, from this folder on.</param>
    /// <param name="arguments">What it is given.</param>
    public static Process Start(string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine([Folder, .. program.Split('/')]));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"node did not start {program}.");
    }
}

/// <summary>A fact about a vendor's published description; where that or the program that reads it is absent, the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DescriptionFactAttribute : FactAttribute
{
    public DescriptionFactAttribute(string vendor) => Skip = DescriptionTheoryAttribute.Lack(vendor);
}

/// <summary>A theory about a vendor's published description; where that or the program that reads it is absent, the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DescriptionTheoryAttribute : TheoryAttribute
{
    public DescriptionTheoryAttribute(string vendor) => Skip = Lack(vendor);

    /// <summary>What is absent, in a sentence; null where all is there.</summary>
    public static string? Lack(string vendor) => SharedContracts.Folder(vendor) is null ? $"../shared/{SharedContracts.Root}/{vendor} is not beside the repository." : NodePrograms.Lack;
}
