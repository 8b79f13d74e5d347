using System.Text.Json;
using Hub.Endpoints;
using Hub.Rehearsals;

namespace Hub.Tests.Endpoints;

public class SampleMaskTests
{
    private static readonly ChangeSample Sample = new(
        ChangeKind.Changed, "e1", "t", default, "a", JsonElement.Parse("""{"do":"a","text":"You can pay, Anna","tags":["x"]}"""), JsonElement.Parse("""{"do":"a","text":"You can buy, Anna","tags":["x"]}"""), null);

    [Fact]
    public void TextsThatDiffer_AreSeenToDifferThoughTheyAreMasked()
    {
        var shown = SampleMask.Show(Sample, reveal: false);
        shown.Before!.Value.GetProperty("text").GetString().ShouldBe("(17 characters), other from character 9 on");
        shown.After!.Value.GetProperty("text").GetString().ShouldBe("(17 characters), other from character 9 on");
        shown.After.Value.GetProperty("do").GetString().ShouldBe("a");
    }

    [Fact]
    public void Revealed_IsShownWhole() => SampleMask.Show(Sample, reveal: true).After!.Value.GetProperty("text").GetString().ShouldBe("You can buy, Anna");
}
