using Hub.Configuration;

namespace Hub.Tests.Configuration;

public sealed class NearestTests
{
    [Theory]
    [InlineData("ClientSecrt", "ClientSecret")]
    [InlineData("clientsecret", "ClientSecret")]
    [InlineData("ClinetId", "ClientId")]
    [InlineData("Elephant", null)]
    [InlineData("X", null)]
    public void Word_FindsWhatWasMeant(string word, string? meant) => Nearest.To(word, ["ClientId", "ClientSecret", "Shop"]).ShouldBe(meant);
}
