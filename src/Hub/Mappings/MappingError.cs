namespace Hub.Mappings;

/// <summary>Something wrong, or doubtful, in a mapping file.</summary>
/// <param name="File">The file's name within its folder; the folder itself where no file is at fault.</param>
/// <param name="Line">Counted from 1; 0 where it concerns the whole file.</param>
/// <param name="Column">Counted from 1; 0 where it concerns the whole file.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record MappingError(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, in one line whatever the file's text and name hold.</summary>
    public override string ToString() => (Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}").ReplaceLineEndings("\\n");
}
