using System.Text.Json;
using Sandbox.WhatsApp;

namespace EndToEnd.Tests;

/// <summary>The list of templates beside the project's own mapping files, by which they are checked where no hub runs.</summary>
public sealed class KeptTemplatesTests
{
    [Fact]
    public async Task KeptTemplates_AreThoseOfTheSandbox()
    {
        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "mappings", "templates", "whatsapp.json")));
        kept.RootElement.GetProperty("data").EnumerateArray()
            .Select(template => (template.GetProperty("name").GetString(), template.GetProperty("language").GetString(), template.GetProperty("category").GetString(), template.GetProperty("status").GetString(), template.GetProperty("components")[0].GetProperty("text").GetString()))
            .ShouldBe(StandardTemplates.All.Select(template => ((string?)template.Name, (string?)template.Language, (string?)template.Category, (string?)template.Status, (string?)template.Body)));
    }
}
