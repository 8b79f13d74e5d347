using System.Text.Json.Serialization;

namespace Hub.BuiltIn;

/// <summary>What a consent is about, as mappings write it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentCategory>))]
internal enum ConsentCategory
{
    /// <summary>Marketing templates.</summary>
    [JsonStringEnumMemberName("marketing")]
    Marketing,

    /// <summary>Utility templates.</summary>
    [JsonStringEnumMemberName("utility")]
    Utility,

    /// <summary>Authentication templates.</summary>
    [JsonStringEnumMemberName("authentication")]
    Authentication,

    /// <summary>Free-form messages while the window is open.</summary>
    [JsonStringEnumMemberName("replies")]
    Replies,
}
