using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hub.Commands;

/// <summary>
/// What a verb prints, without what a terminal would obey or hide: file names, files and vendors hold escape sequences, texts that run the other way and characters without width.
/// They are shown as <c>\u001b</c>, which in JSON is the same text. The ends of lines and tabs stay, and so does what joins letters of one word or parts of one emoji.
/// </summary>
/// <param name="inner">Takes what is left.</param>
internal sealed class PrintedText(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    private const char NonJoiner = '\u200c';
    private const char Joiner = '\u200d';
    private static readonly SearchValues<char> Usual = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\n', '\t']);

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>The text as it is shown.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Usual)) return text;
        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            if (!IsHidden(text, i)) shown.Append(text, i, length);
            else foreach (var unit in text.AsSpan(i, length)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return shown.ToString();
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Of(value.ToString()));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => inner.Write(Of(new string(buffer, index, count)));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(Of(buffer.ToString()));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is not null) inner.Write(Of(value));
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Of(value));

    /// <inheritdoc/>
    public override Task WriteAsync(string? value) => value is null ? Task.CompletedTask : inner.WriteAsync(Of(value));

    /// <inheritdoc/>
    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(value is null ? null : Of(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync() => inner.FlushAsync();

    private static bool IsHidden(string text, int i) => text[i] switch
    {
        '\n' or '\t' => false,
        '\r' => i + 1 == text.Length || text[i + 1] != '\n',
        NonJoiner or Joiner => i == 0 || i + 1 == text.Length || char.IsAscii(text[i - 1]) || char.IsAscii(text[i + 1]),
        _ => CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
