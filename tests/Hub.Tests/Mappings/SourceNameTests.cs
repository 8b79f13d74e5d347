using Hub.Mappings;

namespace Hub.Tests.Mappings;

public class SourceNameTests
{
    [Theory]
    [InlineData("../../x.yaml")]
    [InlineData("/etc/x.yaml")]
    [InlineData("a.txt")]
    [InlineData("x\0.yaml")]
    [InlineData("a/../b.yaml")]
    [InlineData("a//b.yaml")]
    [InlineData("a\\b.yaml")]
    [InlineData("C:/b.yaml")]
    [InlineData(".hidden/b.yaml")]
    [InlineData("examples/b.yaml")]
    [InlineData("b.test.yaml")]
    [InlineData("")]
    public void NameThatNoFolderReads_IsRefused(string name) => SourceName.Fault(name).ShouldNotBeNull();

    [Theory]
    [InlineData("a.yaml")]
    [InlineData("shop/orders.yaml")]
    [InlineData("calendars.json")]
    public void NameOfAFileOfTheFolder_IsRight(string name) => SourceName.Fault(name).ShouldBeNull();

    [Fact]
    public void FilesWithoutAMapping_OrOneTwice_AreRefused()
    {
        SourceName.Fault(["calendars.json"]).ShouldBe("There is no mapping file in the call.");
        SourceName.Fault(["a.yaml", "a.yaml"]).ShouldBe("The file a.yaml is there twice.");
        SourceName.Fault(["a.yaml", "calendars.json"]).ShouldBeNull();
    }
}
