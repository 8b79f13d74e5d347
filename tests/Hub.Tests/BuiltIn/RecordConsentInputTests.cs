using System.Text.Json;
using Hub.BuiltIn;
using Hub.Connectors;
using Hub.Customers;

namespace Hub.Tests.BuiltIn;

public class RecordConsentInputTests
{
    [Fact]
    public void Categories_AreThoseThatTheGateKnows() =>
        Enum.GetValues<ConsentCategory>().Select(category => Input(category).About()).ShouldBe(ConsentCategories.All);

    [Fact]
    public void CategoryThatIsLeftOut_IsMarketing() => Input(null).About().ShouldBe(ConsentCategories.Marketing);

    [Fact]
    public void Category_IsStoredByItsName() =>
        Enum.GetValues<ConsentCategory>().Select(category => JsonSerializer.SerializeToElement(Input(category), HubJson.Default.RecordConsentInput).GetProperty("category").GetString()).ShouldBe(ConsentCategories.All);

    private static RecordConsentInput Input(ConsentCategory? category) => new() { Customer = new CustomerRef("c", null, null, null, null), Category = category, Allowed = false, Wording = "no" };
}
