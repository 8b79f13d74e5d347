using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hub.Commands;

/// <summary>Nobody reads standard output any more.</summary>
internal sealed class ClosedOutputException(IOException cause) : Exception(cause.Message, cause);

/// <summary>Standard output. Where it is a pipe, the end of its reader is told: the console's own stream would go on writing to nobody.</summary>
internal static class StandardOutput
{
    private const int Handle = 1;

    /// <summary>Opens it; every write goes out at once.</summary>
    public static TextWriter Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return Console.Out;
        var file = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // In a file others may write at the same time, and only the console's stream keeps its place.
        if (file.CanSeek) return Console.Out;
        return new StreamWriter(new Pipe(file), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    /// <summary>A pipe that says when its reader is gone.</summary>
    private sealed class Pipe(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                inner.Write(buffer, offset, count);
            }
            catch (IOException closed)
            {
                throw new ClosedOutputException(closed);
            }
        }
    }
}
