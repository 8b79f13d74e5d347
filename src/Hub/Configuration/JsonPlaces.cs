using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hub.Configuration;

/// <summary>Where each setting of a JSON file stands, by its path as configuration writes it: <c>Calendars:desk:Open:Monday</c>.</summary>
internal sealed class JsonPlaces
{
    private const char Separator = ':';
    private readonly Dictionary<string, (int Line, int Column)> places = new(StringComparer.OrdinalIgnoreCase);

    private JsonPlaces()
    {
    }

    /// <summary>The first path that stands there twice, which configuration does not take; null where none does.</summary>
    public string? Repeated { get; private set; }

    /// <summary>Reads where everything stands.</summary>
    /// <param name="json">JSON that can be read; comments and trailing commas are allowed.</param>
    public static JsonPlaces Of(ReadOnlySpan<byte> json)
    {
        var found = new JsonPlaces();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var containers = new Stack<(string Path, int? Next)>();
        var name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = Below(containers.Peek().Path, reader.GetString()!);
                    found.Add(name, PlaceOf(json, reader.TokenStartIndex));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    containers.Pop();
                    break;
                default:
                    var path = name;
                    if (containers.TryPop(out var around))
                    {
                        if (around.Next is { } index)
                        {
                            path = Below(around.Path, index.ToString(CultureInfo.InvariantCulture));
                            found.Add(path, PlaceOf(json, reader.TokenStartIndex));
                            around = around with { Next = index + 1 };
                        }

                        containers.Push(around);
                    }

                    if (reader.TokenType == JsonTokenType.StartObject) containers.Push((path, null));
                    if (reader.TokenType == JsonTokenType.StartArray) containers.Push((path, 0));
                    break;
            }
        }

        return found;
    }

    /// <summary>Line and column, both counted from 1, of a setting, or of the nearest one around it that is there.</summary>
    public (int Line, int Column) Find(string path)
    {
        for (var at = path; at.Length > 0; at = at.LastIndexOf(Separator) is var end and > 0 ? at[..end] : "")
        {
            if (places.TryGetValue(at, out var place)) return place;
        }

        return (1, 1);
    }

    private void Add(string path, (int Line, int Column) place)
    {
        if (places.TryAdd(path, place) || Repeated is not null) return;
        Repeated = path;
        places[path] = place;
    }

    private static string Below(string path, string name) => path.Length == 0 ? name : path + Separator + name;

    private static (int Line, int Column) PlaceOf(ReadOnlySpan<byte> json, long index)
    {
        var before = json[..(int)index];
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }
}
