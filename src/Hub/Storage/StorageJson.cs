using System.Text.Json.Serialization;

namespace Hub.Storage;

/// <summary>The JSON of columns that hold lists and maps.</summary>
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class StorageJson : JsonSerializerContext;
