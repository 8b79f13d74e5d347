using System.Reflection;
using System.Text.RegularExpressions;
using Hub.BuiltIn;
using Hub.Connectors;

namespace Hub.Tests.BuiltIn;

public sealed class ParkReasonTests
{
    [Fact]
    public void EveryReason_IsKnownToTheEvent()
    {
        var reasons = typeof(ParkReason).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();
        typeof(CommandParked).GetProperty(nameof(CommandParked.Reason))!.GetCustomAttribute<KnownValuesAttribute>()!.Values.ShouldBe(reasons, ignoreOrder: true);
    }

    [Fact]
    public void WhoParks_TakesAReasonOfTheList()
    {
        var literal = new Regex("(?:CommandState\\.Parked, |Verdict\\.Park\\(|ParkAsync\\(sql, row, )\"", RegexOptions.NonBacktracking);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Hub"), "*.cs", SearchOption.AllDirectories))
        {
            literal.IsMatch(File.ReadAllText(file)).ShouldBeFalse(file);
        }
    }
}
