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
    [InlineData("{\"a\":1}}", "x.json:1:8: The file is not JSON. The JSON ends before it. Remove } and what follows, or open it before.")]
    [InlineData("[1]]", "x.json:1:4: The file is not JSON. The JSON ends before it. Remove ] and what follows, or open it before.")]
    [InlineData("{} {}", "x.json:1:4: The file is not JSON. The JSON ends before it. Remove { and what follows.")]
    [InlineData("{\"a\":tru}", "x.json:1:9: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\":nul, \"b\":1}", "x.json:1:9: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\":True}", "x.json:1:6: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\":NaN}", "x.json:1:6: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\":truex}", "x.json:1:10: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("{\"a\":tr ue}", "x.json:1:8: The file is not JSON. Texts and names stand in double quotes; without them are only numbers, true, false and null.")]
    [InlineData("[tru", "x.json:1:5: The file is not JSON. It ends too early: a closing }, ] or quote is missing.")]
    [InlineData("{\"a\":-}", "x.json:1:7: The file is not JSON. The number is not whole: a digit is missing behind -.")]
    [InlineData("{\"a\":1.}", "x.json:1:8: The file is not JSON. The number is not whole: a digit is missing behind ..")]
    [InlineData("{\"a\":1e}", "x.json:1:8: The file is not JSON. The number is not whole: a digit is missing behind e.")]
    [InlineData("{\"a\":01}", "x.json:1:7: The file is not JSON. A number does not begin with 0. Leave the 0 out, or put the whole in double quotes.")]
    [InlineData("{\"a\":+1}", "x.json:1:6: The file is not JSON. A number begins with a digit or -. Leave out the +.")]
    [InlineData("{\"a\":.5}", "x.json:1:6: The file is not JSON. A number begins with a digit. Write 0 before the point.")]
    [InlineData("{\"a\":2026-11-22}", "x.json:1:10: The file is not JSON. This is no number. What is a text stands in double quotes.")]
    [InlineData("{\"a\":12x}", "x.json:1:8: The file is not JSON. This is no number. What is a text stands in double quotes.")]
    [InlineData("{\"a\":1//b\n}", "x.json:1:7: The file is not JSON. JSON has no comments. Remove it.")]
    [InlineData("{\"a\" \"b\"}", "x.json:1:6: The file is not JSON. A colon is missing behind the name before it.")]
    [InlineData("{\"a\" 1}", "x.json:1:6: The file is not JSON. A colon is missing behind the name before it.")]
    [InlineData("{\"a\"}", "x.json:1:5: The file is not JSON. A colon and a value are missing behind the name before it.")]
    [InlineData("{\"a\",\"b\":1}", "x.json:1:5: The file is not JSON. A colon and a value are missing behind the name before it.")]
    [InlineData("{\"a\"::1}", "x.json:1:6: The file is not JSON. This colon is one too many. Remove it.")]
    [InlineData("{\"a\":1:2}", "x.json:1:7: The file is not JSON. Behind a value comes a comma, and no colon.")]
    [InlineData("[\"a\":1]", "x.json:1:5: The file is not JSON. A list holds no names: write {\"…\": …} around a name and its value, or a comma for the colon.")]
    [InlineData("{\"a\":1;\"b\":2}", "x.json:1:7: The file is not JSON. Values are parted by commas.")]
    [InlineData("{\"a\":1,,\"b\":2}", "x.json:1:8: The file is not JSON. This comma is one too many. Remove it.")]
    [InlineData("[,1]", "x.json:1:2: The file is not JSON. This comma is one too many. Remove it.")]
    [InlineData("[1 2]", "x.json:1:4: The file is not JSON. A comma is missing before it.")]
    [InlineData("{\"a\":\"x\" \"y\":1}", "x.json:1:10: The file is not JSON. A comma is missing before it.")]
    [InlineData("{\"a\":\"b\"c\"}", "x.json:1:9: The file is not JSON. A text ends at the quote before it. Write \\\" for a quote within it.")]
    [InlineData("{\"a\":1 b:2}", "x.json:1:8: The file is not JSON. A comma is missing before it.")]
    [InlineData("{1:2}", "x.json:1:2: The file is not JSON. Names stand in double quotes: \"…\".")]
    [InlineData("[1,{\"a\":2]", "x.json:1:10: The file is not JSON. What is open here is no list, and ends with }.")]
    [InlineData("[}", "x.json:1:2: The file is not JSON. What is open here is no object, and ends with ].")]
    [InlineData("]", "x.json:1:1: The file is not JSON. ] is not expected here.")]
    [InlineData("{\"a\":\"\\x\"}", "x.json:1:8: The file is not JSON. Within a text \\ begins an escape, and this is none. Write \\\\ for a backslash.")]
    [InlineData("{\"a\":\"]\\x}\"}", "x.json:1:9: The file is not JSON. Within a text \\ begins an escape, and this is none. Write \\\\ for a backslash.")]
    [InlineData("{\"a\":\"\\u12g4\"}", "x.json:1:11: The file is not JSON. Behind \\u stand four digits, of 0 to 9 and a to f. Write \\\\ for a backslash.")]
    [InlineData("{\"a\":\"x\u0001\"}", "x.json:1:8: The file is not JSON. A text holds no control characters. Remove it, or write \\u and its four digits.")]
    [InlineData("{\"a\":\"b", "x.json:1:8: The file is not JSON. It ends too early: a closing }, ] or quote is missing.")]
    [InlineData("<html>", "x.json:1:1: The file is not JSON. < is not expected here.")]
    [InlineData("{\"a\":\"}]\", \"b\":[1}", "x.json:1:18: The file is not JSON. What is open here is no object, and ends with ].")]
    public void MistakeInJson_IsToldWithWhatToWrite(string text, string sentence)
    {
        var json = Encoding.UTF8.GetBytes(text);
        EventFile.NotJson("x.json", Should.Throw<JsonException>(() => JsonDocument.Parse(json)), json).ShouldBe(sentence);
    }
}
