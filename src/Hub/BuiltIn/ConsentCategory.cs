using System.Text.Json.Serialization;
using Hub.Customers;

namespace Hub.BuiltIn;

/// <summary>What a consent is about, as mappings write it; see <see cref="ConsentCategories"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentCategory>))]
internal enum ConsentCategory
{
    /// <summary>Marketing templates.</summary>
    [JsonStringEnumMemberName(ConsentCategories.Marketing)]
    Marketing,

    /// <summary>Utility templates.</summary>
    [JsonStringEnumMemberName(ConsentCategories.Utility)]
    Utility,

    /// <summary>Authentication templates.</summary>
    [JsonStringEnumMemberName(ConsentCategories.Authentication)]
    Authentication,

    /// <summary>Free-form messages while the window is open.</summary>
    [JsonStringEnumMemberName(ConsentCategories.Replies)]
    Replies,
}
