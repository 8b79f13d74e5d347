using System.CommandLine;
using Hub.Configuration;
using Hub.Connectors;

namespace Hub.Commands;

/// <summary>What the verbs that talk to a running hub have in common: its address, its key, and how failures are told.</summary>
/// <param name="configuration">The settings of this machine, for address and key.</param>
/// <param name="makeHandler">Makes what carries the calls; null for the network.</param>
internal sealed class HubCall(Func<IConfiguration> configuration, Func<HttpMessageHandler>? makeHandler = null)
{
    /// <summary>The option that names a running hub.</summary>
    public const string Url = "--url";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Adds the verb's options and its action.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="act">Does it: gets the client, the parsed call and whether JSON is wanted; returns the exit code.</param>
    public Verb Complete(Verb verb, Func<AdminClient, ParseResult, bool, CancellationToken, Task<int>> act)
    {
        var ask = AddTo(verb);
        verb.SetAction((call, cancel) => ask(call, client => act(client, call, Verb.WantsJson(call), cancel)));
        return verb;
    }

    /// <summary>Adds the options alone, for a verb that does not always need a running hub.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="meaning">What a running hub is named for; null where the verb is about one.</param>
    /// <returns>What opens the client that a call means, and asks by it.</returns>
    public Func<ParseResult, Func<AdminClient, Task<int>>, Task<int>> AddTo(Verb verb, string? meaning = null)
    {
        var url = new Option<string?>(Url) { Description = meaning ?? "The hub's address; by default where this machine's configuration lets it listen" };
        var keyFile = new Option<string?>("--key-file") { Description = "A file that holds the admin key; by default Hub:AdminKey of this machine's configuration" };
        verb.Add(url);
        verb.Add(keyFile);
        verb.AddJson();
        return async (call, ask) =>
        {
            var settings = configuration();
            using var http = Open(call.GetValue(url) ?? ListeningAddresses.ForLocalCalls(settings));
            return await ask(new AdminClient(http, Key(call.GetValue(keyFile), settings)));
        };
    }

    private HttpClient Open(string url)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address is not { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            throw new HubCallException($"{url} is not an address. Give --url as http://127.0.0.1:5080");
        }

        if (!HttpAddress.IsAllowed(address)) throw new HubCallException($"{url} is not called: without TLS the admin key and people's data would cross the network in clear. Give --url with https, or call on the hub's own machine, as http://127.0.0.1:5080");
        // The key goes to the hub and to nobody between, whatever http_proxy says.
        return new HttpClient(makeHandler?.Invoke() ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = Patience };
    }

    private static string? Key(string? file, IConfiguration settings)
    {
        if (file is not null) return KeyOf(file);
        var section = settings.GetSection("Hub");
        var errors = new List<string>();
        Secret? key = SecretReader.Read(section, nameof(HubOptions.AdminKey), errors);
        return errors.Count == 0 ? key?.Current : throw new HubCallException(string.Join(Environment.NewLine, errors));
    }

    private static string KeyOf(string file)
    {
        if (Directory.Exists(file)) throw new HubCallException($"The key file {file} is a folder. Name the file in it that holds the admin key.");
        // Who gives the key itself in its place must not read it again in a log.
        var named = File.Exists(file) || file.Length < HubOptions.ShortestAdminKey ? $"The key file {file}" : "The key file";
        try
        {
            var key = File.ReadAllText(file).TrimEnd('\r', '\n');
            if (string.IsNullOrWhiteSpace(key)) throw new HubCallException($"{named} is empty. Write the admin key into it.");
            return key.All(letter => letter is > ' ' and <= '~') ? key : throw new HubCallException($"{named} holds no admin key: a key is one line of plain ASCII without spaces.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new HubCallException($"{named} is not there. Write the admin key into a file, and name it by --key-file.");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new HubCallException($"{named} cannot be read. Let the user who calls hub read it.");
        }
    }
}
