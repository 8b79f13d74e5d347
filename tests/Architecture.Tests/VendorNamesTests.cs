using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>In the hub only Program.cs names vendors.</summary>
public sealed class VendorNamesTests
{
    // WhatsApp's rules are the hub's own business, in the words of the contract and of the mapping language.
    private static readonly IReadOnlyList<(string Word, string Reason)> Rules =
    [
        ("no_whatsapp", "an outcome of the mapping language"),
        ("NoWhatsApp", "a kind of failure in the contract"),
        ("whatsapp.thread", "the object that links and subjects name a thread by"),
        ("has no WhatsApp address", "the gate's sentence for the outcome no_whatsapp"),
        ("whatsapp.reply", "the example in an error, for the free text that the window closes"),
        ("zendesk.ticket", "the example in the error that shows how a link is written"),
    ];

    // Settings of vendors whose connectors come later are agreed already: the hub refuses them with a sentence that says so.
    private static readonly IReadOnlyList<string> Announcing = ["src/Hub/Configuration/ConnectionReader.cs"];

    private static readonly Regex VendorName = new("whatsapp|hubspot|zoho|zendesk|shopify|squareup|\"square\"", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    [Fact]
    public void CodeOfTheHub_NamesNoVendorOutsideProgram()
    {
        var named =
            from file in SourceTree.Files("src/Hub")
            where file.Path != "src/Hub/Program.cs" && !Announcing.Contains(file.Path)
            from line in file.Code
            let rest = Rules.Aggregate(line.Text, (text, rule) => text.Replace(rule.Word, "", StringComparison.Ordinal))
            where VendorName.IsMatch(rest)
            select $"{file.Path}:{line.Number}: {line.Text}";
        named.ShouldBeEmpty();
    }

    [Fact]
    public void TypesOfConnectors_AreKnownToProgramOnly() =>
        AssemblyFile.Read("Hub").Arrows
            .Where(arrow => arrow.From != "Program" && arrow.Assembly.StartsWith("Hub.Connectors.", StringComparison.Ordinal) && arrow.Assembly != "Hub.Connectors.Abstractions")
            .Select(arrow => $"{arrow.From} knows {arrow.To}")
            .ShouldBeEmpty();

    [Fact]
    public void EveryWordThatIsExcepted_IsStillInUse()
    {
        var code = string.Join('\n', SourceTree.Files("src/Hub").SelectMany(file => file.Code).Select(line => line.Text));
        Rules.Where(rule => !code.Contains(rule.Word, StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
