namespace Sandbox;

/// <summary>Hears in the hub's log that mapping files have come into force, or why not.</summary>
/// <param name="tell">Tells it.</param>
internal sealed class MappingNews(Action<string> tell)
{
    private static readonly string[] News = ["The changed mapping files are in force", "Published mapping files are in force", "The mapping files in "];

    private bool isNews;

    /// <summary>A line of the log: a headline begins at its first column, and what it says stands below, further in.</summary>
    public void Hear(string line)
    {
        var text = line.TrimStart();
        if (text.Length == line.Length) isNews = false;
        else isNews |= Array.Exists(News, news => text.StartsWith(news, StringComparison.Ordinal));
        if (isNews) tell(text);
    }
}
