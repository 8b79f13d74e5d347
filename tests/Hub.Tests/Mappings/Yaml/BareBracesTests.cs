using Hub.Mappings.Yaml;

namespace Hub.Tests.Mappings.Yaml;

public class BareBracesTests
{
    [Theory]
    [InlineData("{event.id}", "{event.id} is no value: to YAML { begins a map. Write \"${event.id}\".")]
    [InlineData("{{ event.id }}", "{{ event.id }} is no value: to YAML { begins a map. Write \"${event.id}\".")]
    [InlineData("{{a}: b}, {{a}: b}\n}}", "{{ a}: b}, {{a}: b} }} is no value: to YAML { begins a map. A value stands in \"${…}\", such as \"${event.id}\".")]
    [InlineData("{a}", null)]
    [InlineData("{a: event.id}", null)]
    public void Braces_AreAnsweredWhereAValueIsMeant(string text, string? sentence) => BareBraces.Find(text, 0).ShouldBe(sentence);

    [Fact]
    public void WhatFollows_IsLookedAtAndQuotedInParts()
    {
        BareBraces.Find("{{ " + new string('a', 100) + " }}", 0).ShouldBe("{{ " + new string('a', 60) + "… }} is no value: to YAML { begins a map. A value stands in \"${…}\", such as \"${event.id}\".");
        BareBraces.Find("{event." + new string('a', 180) + "}", 0).ShouldNotBeNull().ShouldEndWith($"Write \"${{event.{new string('a', 180)}}}\".");
        BareBraces.Find("{event." + new string('a', 250) + "}", 0).ShouldBeNull();
    }
}
