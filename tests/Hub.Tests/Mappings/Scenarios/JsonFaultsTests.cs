using System.Text;
using System.Text.Json;
using Hub.Mappings.Scenarios;

namespace Hub.Tests.Mappings.Scenarios;

public class JsonFaultsTests
{
    [Theory]
    [InlineData("{\"a\": 1,}", "x.json:1:9: The file is not JSON. The comma before it is one too many. Remove it.")]
    [InlineData("{\n  \"a\": 1,\n}", "x.json:3:1: The file is not JSON. The comma before it is one too many. Remove it.")]
    [InlineData("{'a': 1}", "x.json:1:2: The file is not JSON. Texts and names stand in double quotes: \"…\".")]
    [InlineData("{\"a\": “b”}", "x.json:1:7: The file is not JSON. Texts and names stand in straight double quotes: \"…\".")]
    [InlineData("{a: 1}", "x.json:1:2: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\": paid}", "x.json:1:7: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\": 1 \"b\": 2}", "x.json:1:9: The file is not JSON. A comma is missing before it.")]
    [InlineData("{\"a\": 1", "x.json:1:8: The file is not JSON. It ends too early: a closing }, ] or quote is missing.")]
    [InlineData("{\"a\": }", "x.json:1:7: The file is not JSON. A value is missing before it.")]
    [InlineData("{\"a\": [1}", "x.json:1:9: The file is not JSON. What is open here is no object, and ends with ].")]
    [InlineData("{\"a\" = 1}", "x.json:1:6: The file is not JSON. A name and its value are joined by a colon.")]
    [InlineData("{\"a\": 1, // one\n \"b\": 2}", "x.json:1:10: The file is not JSON. JSON has no comments. Remove it.")]
    [InlineData("{\"a\": \"x\ny\"}", "x.json:1:9: The file is not JSON. A text ends in the line where it begins: write \\n for a new line within it, and \\t for a tab.")]
    [InlineData("", "x.json:1:1: The file is not JSON. It is empty.")]
    public void MistakeInJson_IsToldWithWhatToWrite(string text, string sentence)
    {
        var json = Encoding.UTF8.GetBytes(text);
        EventFile.NotJson("x.json", Should.Throw<JsonException>(() => JsonDocument.Parse(json)), json).ShouldBe(sentence);
    }
}
