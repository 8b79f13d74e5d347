namespace Hub.Alerting;

/// <summary>Something that an alert lasts for.</summary>
/// <param name="Name">The alert's name.</param>
/// <param name="About">What it is about; of one name and subject there is one alert.</param>
/// <param name="Text">What it is, in a sentence that names no person.</param>
internal sealed record Finding(string Name, string About, string Text);
