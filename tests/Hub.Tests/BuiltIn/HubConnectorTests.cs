using System.ComponentModel;
using System.Reflection;
using Hub.BuiltIn;
using Hub.Connectors;

namespace Hub.Tests.BuiltIn;

public class HubConnectorTests
{
    public static TheoryData<Type> Records => [.. HubConnector.Instance.Events.Select(type => type.Data.Type).Concat(HubConnector.Instance.Actions.Select(action => action.Input.Type))];

    [Theory]
    [MemberData(nameof(Records))]
    public void EveryFieldAndInput_IsDescribed(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => string.IsNullOrWhiteSpace(property.GetCustomAttribute<DescriptionAttribute>()?.Description))
            .Select(property => property.Name)
            .ShouldBeEmpty(record.Name);

    [Fact]
    public void EveryEventAndAction_IsDescribedAndOfTheHub()
    {
        foreach (var (name, description) in HubConnector.Instance.Events.Select(type => (type.Name, type.Description)).Concat(HubConnector.Instance.Actions.Select(action => (action.Name, action.Description))))
        {
            name.ShouldStartWith("hub.");
            description.ShouldNotBeNullOrWhiteSpace(name);
        }
    }

    [Theory]
    [InlineData("en", null, null, true)]
    [InlineData("pt-BR", "Europe/Athens", "gr", true)]
    [InlineData("zh-Hant-TW", "UTC", "GR", true)]
    [InlineData("english!", null, null, false)]
    [InlineData(null, "Athens", null, false)]
    [InlineData(null, "Europe/Nowhere", null, false)]
    [InlineData(null, null, "Greece", false)]
    public void SetCustomer_LooksAtItsInput(string? language, string? zone, string? country, bool isRight) =>
        (CustomerChecks.Of(new SetCustomerInput { Customer = Somebody, Language = language, TimeZone = zone, Country = country }) is null).ShouldBe(isRight);

    [Theory]
    [InlineData("vip", true)]
    [InlineData("", false)]
    [InlineData(" vip", false)]
    public void TagCustomer_LooksAtItsInput(string tag, bool isRight) => (CustomerChecks.Of(new TagCustomerInput { Customer = Somebody, Add = [tag] }) is null).ShouldBe(isRight);

    private static CustomerRef Somebody { get; } = new("1", null, null, null, null);
}
