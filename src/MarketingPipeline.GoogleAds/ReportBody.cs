using System.Text;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A body as UTF-8 bytes without byte order mark, whatever it was saved as: plain or gzipped, and UTF-16 as Windows
/// PowerShell's redirection writes it. What it is, its first bytes say, not its name.
/// </summary>
internal static class ReportBody
{
    /// <summary>Opens a body. Disposing of the result leaves <paramref name="body"/> open.</summary>
    /// <exception cref="InvalidDataException">The body begins as gzip data does, and is none.</exception>
    public static async Task<Stream> OpenAsync(Stream body, CancellationToken cancellation)
    {
        var (start, rest) = await PeekAsync(body, leaveOpen: true, cancellation).ConfigureAwait(false);
        if (start is [0x1F, 0x8B, ..])
        {
            (start, rest) = await PeekAsync(new CheckedGzipStream(rest), leaveOpen: false, cancellation).ConfigureAwait(false);
        }

        return start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => await WithoutAsync(3, rest, cancellation).ConfigureAwait(false),
            [0xFF, 0xFE, ..] => Transcoded(await WithoutAsync(2, rest, cancellation).ConfigureAwait(false), Encoding.Unicode),
            [0xFE, 0xFF, ..] => Transcoded(await WithoutAsync(2, rest, cancellation).ConfigureAwait(false), Encoding.BigEndianUnicode),
            _ => rest,
        };
    }

    private static Stream Transcoded(Stream stream, Encoding encoding) => Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);

    private static async Task<(byte[] Start, Stream Whole)> PeekAsync(Stream stream, bool leaveOpen, CancellationToken cancellation)
    {
        var start = new byte[3];
        var count = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return (start[..count], new PeekedStream(start.AsMemory(0, count), stream, leaveOpen));
    }

    private static async Task<Stream> WithoutAsync(int count, Stream stream, CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(new byte[count], cancellation).ConfigureAwait(false);
        return stream;
    }

    /// <summary>A stream whose first bytes have been looked at and are given again.</summary>
    private sealed class PeekedStream(ReadOnlyMemory<byte> start, Stream rest, bool leaveOpen) : ForwardStream
    {
        private ReadOnlyMemory<byte> _start = start;

        public override int Read(Span<byte> buffer) => _start.IsEmpty ? rest.Read(buffer) : TakeStart(buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _start.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakeStart(buffer.Span));

        protected override void Dispose(bool disposing)
        {
            if (disposing && !leaveOpen)
            {
                rest.Dispose();
            }

            base.Dispose(disposing);
        }

        private int TakeStart(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _start.Length);
            _start.Span[..count].CopyTo(buffer);
            _start = _start[count..];
            return count;
        }
    }
}
