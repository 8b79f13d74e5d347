using System.Text.Json.Nodes;

namespace Sandbox.Vendors;

/// <summary>A simulated vendor as the world sees it.</summary>
internal interface IVendor : IAsyncDisposable
{
    /// <summary>The connector's name.</summary>
    string Name { get; }

    /// <summary>The address of its API.</summary>
    Uri Address { get; }

    FaultSwitch Faults { get; }

    RequestLog Log { get; }

    WebhookSender Webhooks { get; }

    /// <summary>The hub's configuration of the connection, without <c>Connector</c> and <c>BaseUrl</c>.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>All that it holds, to look at.</summary>
    JsonNode Describe();

    /// <summary>What it holds, in a few lines that a newcomer understands.</summary>
    IReadOnlyList<string> Holdings();
}
