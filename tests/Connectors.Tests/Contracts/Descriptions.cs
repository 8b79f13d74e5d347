namespace Connectors.Tests.Contracts;

/// <summary>All descriptions of one vendor's API.</summary>
public abstract class Descriptions(string vendor, params IReadOnlyList<string> files) : IAsyncLifetime
{
    private IReadOnlyList<Prism> served = [];

    public async Task InitializeAsync()
    {
        if (DescriptionTheoryAttribute.Lack(vendor) is not null) return;
        served = await Task.WhenAll(files.Select(file => Prism.StartAsync(Path.Combine(SharedContracts.Folder(vendor)!, file))));
    }

    public async Task DisposeAsync()
    {
        foreach (var prism in served) await prism.DisposeAsync();
    }

    /// <summary>What is wrong with a request: empty where one of the descriptions has it so, else the objections of those that have the address, and null where none has it.</summary>
    internal async Task<string?> ObjectionsAsync(HttpRequestMessage request, byte[]? body)
    {
        string? found = null;
        foreach (var prism in served)
        {
            if (await prism.ObjectionsAsync(request, body) is not { } objections) continue;
            if (objections.Length == 0) return objections;
            found += objections;
        }

        return found;
    }
}

/// <summary>The description of Square's API.</summary>
public sealed class SquareDescriptions() : Descriptions("square", "square-openapi-trimmed.json");

/// <summary>The descriptions of WhatsApp's Cloud API.</summary>
public sealed class WhatsAppDescriptions() : Descriptions("whatsapp", "wa-1-messaging.relaxed.json", "wa-2-media.json", "wa-3-waba.json", "wa-4-template.json");
