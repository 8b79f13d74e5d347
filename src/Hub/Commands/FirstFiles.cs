using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Commands;

/// <summary>What somebody who begins has answered.</summary>
/// <param name="Business">What the business is called.</param>
/// <param name="Vendors">The vendors besides the one that carries the messages.</param>
/// <param name="PublicUrl">The address under which the vendors reach the hub.</param>
/// <param name="OnlyTo">The test number; null for none.</param>
/// <param name="Word">The word that is answered.</param>
/// <param name="Answer">The answer.</param>
internal sealed record FirstAnswers(string Business, IReadOnlyList<string> Vendors, string PublicUrl, string? OnlyTo, string Word, string Answer);

/// <summary>A file to write.</summary>
/// <param name="Path">The path within the folder.</param>
/// <param name="Text">The text.</param>
/// <param name="IsSecret">Whether only its owner may read it.</param>
internal sealed record FirstFile(string Path, string Text, bool IsSecret = false);

/// <summary>The files that somebody begins with: settings, secrets, a mapping and its scenario. What they say of vendors stands in files beside this one.</summary>
internal static class FirstFiles
{
    /// <summary>What a secret's file holds until the vendor's own secret is put there.</summary>
    public const string ToReplace = Configuration.SecretReader.Placeholder;

    /// <summary>The lines of .gitignore.</summary>
    public static IReadOnlyList<string> Ignored { get; } = ["secrets/", "data/", "key"];

    private const int SecretBytes = 32;
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.General) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>The vendors that can be chosen; the first one carries the messages and is always there.</summary>
    public static IReadOnlyList<string> Vendors { get; } = [.. Connections().Select(vendor => vendor.Key)];

    /// <summary>The files.</summary>
    /// <param name="answers">What was answered.</param>
    /// <param name="schemas">The editors' schemas, each with its path within the folder.</param>
    public static IReadOnlyList<FirstFile> Of(FirstAnswers answers, IReadOnlyList<(string Path, string Text)> schemas)
    {
        var files = new List<FirstFile>
        {
            new("secrets/admin-key", NewSecret(), IsSecret: true),
            new("secrets/encryption-key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)), IsSecret: true),
        };
        var hub = new JsonObject
        {
            ["PublicUrl"] = answers.PublicUrl, ["DataPath"] = "data", ["Mappings"] = "mappings", ["AdminKeyFile"] = "secrets/admin-key", ["EncryptionKeyFile"] = "secrets/encryption-key",
        };
        if (answers.OnlyTo is { } number) hub["OnlyTo"] = new JsonArray(number);
        var connections = new JsonObject();
        foreach (var vendor in answers.Vendors.Prepend(Vendors[0]).Distinct(StringComparer.Ordinal)) connections.Add(ConnectionTo(vendor, answers.PublicUrl, files));
        files.Insert(0, new("appsettings.json", Settings(hub, connections, answers.OnlyTo)));
        files.Add(new("mappings/first.yaml", Filled("first.yaml", answers)));
        files.Add(new("mappings/first.test.yaml", Filled("first.test.yaml", answers)));
        files.Add(new($"mappings/payloads/{Vendors[0]}/first-message.json", Resource("first-message.json")));
        files.AddRange(schemas.Select(schema => new FirstFile(schema.Path, schema.Text)));
        return files;
    }

    // JSON has no key that does nothing: who named no test number finds one to take the slashes from.
    private static string Settings(JsonObject hub, JsonObject connections, string? onlyTo)
    {
        var text = new JsonObject { ["Hub"] = hub, ["Connections"] = connections }.ToJsonString(Readable) + "\n";
        if (onlyTo is not null) return text;
        var end = text.IndexOf('\n', text.IndexOf("\"Hub\"", StringComparison.Ordinal)) + 1;
        return text.Insert(end, "    // As long as numbers stand here, nobody else is sent anything: take the slashes away, and write your own.\n    // \"OnlyTo\": [\"+61412345678\"],\n");
    }

    private static KeyValuePair<string, JsonNode?> ConnectionTo(string vendor, string publicUrl, List<FirstFile> files)
    {
        var described = Connections()[vendor]!.AsObject();
        var name = described["name"]!.ToString();
        var settings = new JsonObject { ["Connector"] = vendor };
        foreach (var (key, value) in described["settings"]!.AsObject()) settings[key] = value!.ToString().Replace("{public-url}", publicUrl.TrimEnd('/'), StringComparison.Ordinal);
        foreach (var (keys, text) in new[] { ("given", ToReplace), ("chosen", NewSecret()) })
        {
            foreach (var key in described[keys]!.AsArray().Select(key => key!.ToString()))
            {
                var path = $"secrets/{name}-{Dashed(key)}";
                settings[key + Configuration.SecretReader.FileSuffix] = path;
                files.Add(new(path, text, IsSecret: true));
            }
        }

        return new(name, settings);
    }

    private static string Filled(string name, FirstAnswers answers) => Resource(name)
        .Replace("{{business}}", Quoted(answers.Business), StringComparison.Ordinal)
        .Replace("{{answer}}", Quoted(answers.Answer), StringComparison.Ordinal)
        .Replace("{{reply}}", Quoted(answers.Answer), StringComparison.Ordinal)
        .Replace("{{condition}}", Quoted($"mentions(event.summary, [{Quoted(answers.Word)}])"), StringComparison.Ordinal)
        .Replace("{{question}}", Quoted($"Hello, {answers.Word}?"), StringComparison.Ordinal);

    // A JSON string is a string in YAML and in CEL too.
    private static string Quoted(string text) => JsonValue.Create(text).ToJsonString(Readable);

    private static string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private static string Dashed(string key) =>
        string.Concat(key.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLower(letter, CultureInfo.InvariantCulture) : letter.ToString(CultureInfo.InvariantCulture)));

    private static JsonObject Connections() => JsonNode.Parse(Resource("connections.json"))!.AsObject();

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(FirstFiles).Assembly.GetManifestResourceStream($"Hub.Commands.Init.{name}")!);
        return reader.ReadToEnd();
    }
}
