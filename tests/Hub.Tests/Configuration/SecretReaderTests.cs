using Hub.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Configuration;

public sealed class SecretReaderTests
{
    [Theory]
    [InlineData("EAAGm0PX4ZCpsBA")]
    [InlineData("dGhl/c2lnbmlu+Zw==")]
    [InlineData("/GhlIHNpZ25pbmcgc2VjcmV0/w==")]
    [InlineData("shpat_\0")]
    public void SecretInPlaceOfItsFile_IsNotShown(string secret) => ErrorOf(secret).ShouldBe(
        "Connections:wa:AccessTokenFile: the file (not shown: it looks like the secret itself; give it as AccessToken without File) cannot be read.");

    [Fact]
    public void PathWithAFolderThatIsThere_IsShown()
    {
        var path = Path.Combine(Path.GetTempPath(), "none", "access-token");
        ErrorOf(path).ShouldBe($"Connections:wa:AccessTokenFile: the file '{path}' cannot be read.");
    }

    [Fact]
    public void NulInAPath_IsAMistake()
    {
        var path = Path.Combine(Path.GetTempPath(), "a\0b");
        ErrorOf(path).ShouldEndWith(" cannot be read.");
    }

    private static string ErrorOf(string file)
    {
        var errors = new List<string>();
        SecretReader.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Connections:wa:AccessTokenFile", file)]).Build().GetSection("Connections:wa"), "AccessToken", errors).ShouldBeNull();
        return errors.ShouldHaveSingleItem();
    }
}
