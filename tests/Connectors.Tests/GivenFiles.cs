using System.Text;
using Hub.Connectors;

namespace Connectors.Tests;

/// <summary>One file that the hub keeps; of every other id it says that there is none.</summary>
/// <param name="size">How large it says that it is.</param>
internal sealed class GivenFiles(long? size = null) : IStoredFiles
{
    public const string Id = "0123456789abcdef0123456789abcdef";
    public const string Words = "a photograph";

    /// <summary>How often its bytes were opened.</summary>
    public int Opened { get; private set; }

    public Task<FileAnswer> FindAsync(string id, CancellationToken cancel) => Task.FromResult<FileAnswer>(id == Id
        ? new FileAnswer.Found(new(Open) { Name = "photo.jpg", MimeType = "image/jpeg", Size = size ?? Words.Length })
        : new FileAnswer.Missing(new(FailureKind.Rejected, "no_file", "The hub has no file with this id.")));

    private Stream Open()
    {
        Opened++;
        return new MemoryStream(Encoding.ASCII.GetBytes(Words));
    }
}
