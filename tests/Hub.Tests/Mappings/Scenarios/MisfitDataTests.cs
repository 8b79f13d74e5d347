using Hub.Tests.Commands;

namespace Hub.Tests.Mappings.Scenarios;

/// <summary>Data of a wrong form, as the three tools that read them tell it.</summary>
public sealed class MisfitDataTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-misfit-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("shopify.order.paid", "{\"id\": 5}", "id takes text, and not 5.")]
    [InlineData("whatsapp.message.received", "{\"message_id\": \"m\", \"kind\": \"text\", \"summary\": [\"a\"]}", "summary takes text, and not [\"a\"].")]
    [InlineData("whatsapp.message.received", "{\"summary\": \"a\"}", "It lacks message_id, kind, from, sent_at, number.")]
    [InlineData("shopify.fulfillment.updated", "{\"parcels\": \"none\"}", "parcels takes a list, and not \"none\".")]
    [InlineData("shopify.fulfillment.updated", "{\"parcels\": [{\"number\": {}}]}", "parcels[0].number takes text, and not {}.")]
    public async Task FieldOfAnotherForm_IsNamedWithWhatItTakes(string type, string data, string sentence)
    {
        var file = Path.Combine(folder, "event.json");
        await File.WriteAllTextAsync(file, $"{{\"event\": \"{type}\", \"data\": {data}}}");
        var evaluated = await CommandLineUnderTest.CallAsync(["eval", "event", "--event", file]);
        (evaluated.Code, evaluated.Error).ShouldBe((2, $"The data do not make a {type}: {sentence}\n"));
        var explained = await CommandLineUnderTest.CallAsync(["explain", file]);
        (explained.Code, explained.Error).ShouldBe((2, $"The data do not make a {type}: {sentence}\n"));
    }

    [Theory]
    [InlineData("{\"event\": \"a\", \"event\": \"b\"}", "event.json: The same name stands twice in one object. Keep one.")]
    [InlineData("{\"event\": ", "event.json:1:11: The file is not JSON.")]
    public async Task FileThatIsNoJson_IsOneSentence(string text, string ends)
    {
        var file = Path.Combine(folder, "event.json");
        await File.WriteAllTextAsync(file, text);
        (await CommandLineUnderTest.CallAsync(["eval", "event", "--event", file])).Error.ShouldEndWith(ends + "\n");
    }
}
