using Hub.Mappings.Yaml;

namespace Hub.Mappings.Inputs;

/// <summary>Finds the text without quotes of which YAML made a map, as <c>Order: 1001</c> behind a dash.</summary>
internal static class PlainColons
{
    /// <summary>The column of the colon, and what to write; null where it is a map.</summary>
    /// <param name="map">What stands where a text is wanted.</param>
    public static (int Column, string Advice)? Find(YamlMap map)
    {
        if (map.Entries is not [{ Key: { IsPlain: true } key, Value: YamlScalar { IsPlain: true, Text.Length: > 0 } value }]) return null;
        // A map in braces begins before its first key.
        if (key.Line != map.Line || key.Column != map.Column || value.Line != key.Line) return null;
        var end = key.Column + key.Text.Length;
        var text = value.Column - end > 2 ? $"{key.Text} : {value.Text}" : $"{key.Text}: {value.Text}";
        return (value.Column - end > 2 ? end + 1 : end, $"A value without quotes must not hold \": \". {QuotedForms.Advice(text)}");
    }
}
