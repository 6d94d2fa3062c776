using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace MarketingPipeline.Core.Sources.Files;

/// <summary>
/// The data of a gzip file, with all that the format has to notice damage: .NET's stream takes a file that was cut for a
/// whole one. Several members are one file; zeros after the last one are padding, anything else there is damage.
/// </summary>
/// <remarks>
/// A read throws an <see cref="InvalidDataException"/> that says what is wrong, as a sentence, at the place of the damage:
/// what was read before it is not confirmed by any checksum.
/// </remarks>
public sealed class CheckedGzipStream : Stream
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Bytes that deflate makes of one at most: 258 of two bits. The inflater goes on for ever with some codes that are damaged.</summary>
    private const int LargestRatio = 1032;

    private readonly Stream _compressed;
    private readonly byte[] _input = new byte[BufferSize];
    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _checksum = new();
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isPadded;
    private uint _length;
    private Place _place;

    /// <summary>Reads from a stream, which it disposes of.</summary>
    public CheckedGzipStream(Stream compressed) => _compressed = compressed;

    private enum Place
    {
        Header,
        Data,
        Trailer,
        Padding,
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        int read;
        while ((read = Decode(new(buffer, offset, count))) < 0)
        {
            Take(_compressed.Read(_input, _end, _input.Length - _end));
        }

        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(new ArraySegment<byte>(buffer, offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        MemoryMarshal.TryGetArray<byte>(buffer, out var segment)
            ? ReadAsync(segment, cancellationToken)
            : ReadThroughArrayAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAsync(ArraySegment<byte> buffer, CancellationToken cancellation)
    {
        int read;
        while ((read = Decode(buffer)) < 0)
        {
            Take(await _compressed.ReadAsync(_input.AsMemory(_end), cancellation).ConfigureAwait(false));
        }

        return read;
    }

    private async ValueTask<int> ReadThroughArrayAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var array = new byte[buffer.Length];
        var read = await ReadAsync(new ArraySegment<byte>(array), cancellation).ConfigureAwait(false);
        array.AsMemory(0, read).CopyTo(buffer);
        return read;
    }

    /// <summary>Decodes into a buffer what has been read; 0 at the end of the data, -1 where more has to be read first.</summary>
    private int Decode(ArraySegment<byte> output)
    {
        while (output.Count > 0)
        {
            if (_place == Place.Data)
            {
                if (Inflate(output) is var read and not 0)
                {
                    return read;
                }

                continue;
            }

            var isRead = _place switch
            {
                Place.Header => ReadHeader(),
                Place.Trailer => ReadTrailer(),
                _ => SkipPadding(),
            };
            if (isRead)
            {
                continue;
            }

            if (!_isAtEnd)
            {
                MakeRoom();
                return -1;
            }

            return _place == Place.Padding ? 0 : throw Ended(_place == Place.Header ? "in their header" : "before their checksum");
        }

        return 0;
    }

    private void Take(int read)
    {
        _end += read;
        _isAtEnd = read == 0;
    }

    private void MakeRoom()
    {
        _input.AsSpan(_start.._end).CopyTo(_input);
        (_start, _end) = (0, _end - _start);
        if (_end == _input.Length)
        {
            throw new InvalidDataException("The gzip data have a header without an end.");
        }
    }

    private bool ReadHeader()
    {
        var size = GzipHeader.SizeOf(_input.AsSpan(_start.._end));
        if (size < 0)
        {
            return false;
        }

        _start += size;
        _inflater.Reset();
        _checksum.Reset();
        _length = 0;
        _place = Place.Data;
        return true;
    }

    /// <summary>Some data; 0 where the member ends, -1 where more has to be read.</summary>
    private int Inflate(ArraySegment<byte> output)
    {
        try
        {
            if (_inflater.IsNeedingInput && _start < _end)
            {
                _inflater.SetInput(_input, _start, _end - _start);
                _start = _end;
            }

            var read = _inflater.Inflate(output.Array, output.Offset, output.Count);
            if (read > 0)
            {
                _checksum.Update(output[..read]);
                _length += (uint)read;
                return _inflater.TotalOut <= LargestRatio * (_inflater.TotalIn + 8) ? read : throw Undecodable();
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or IndexOutOfRangeException)
        {
            throw Undecodable(e);
        }

        if (_inflater.IsFinished)
        {
            _start = _end - _inflater.RemainingInput;
            _place = Place.Trailer;
            return 0;
        }

        if (!_inflater.IsNeedingInput)
        {
            throw Undecodable();
        }

        if (_isAtEnd)
        {
            throw Ended("in the middle");
        }

        (_start, _end) = (0, 0);
        return -1;
    }

    private bool ReadTrailer()
    {
        if (_end - _start < 8)
        {
            return false;
        }

        var (checksum, length) = (BinaryPrimitives.ReadUInt32LittleEndian(_input.AsSpan(_start)), BinaryPrimitives.ReadUInt32LittleEndian(_input.AsSpan(_start + 4)));
        if (checksum != (uint)_checksum.Value)
        {
            throw new InvalidDataException("The gzip data are damaged: their checksum is another one.");
        }

        if (length != _length)
        {
            throw new InvalidDataException("The gzip data are damaged: their length is another one.");
        }

        _start += 8;
        _place = Place.Padding;
        return true;
    }

    /// <summary>Up to the next member: true where one begins.</summary>
    private bool SkipPadding()
    {
        var zeros = _input.AsSpan(_start.._end).IndexOfAnyExcept((byte)0);
        _isPadded |= zeros > 0 || (zeros < 0 && _start < _end);
        _start = zeros < 0 ? _end : _start + zeros;
        if (_start == _end)
        {
            return false;
        }

        if (_isPadded || _input[_start] != GzipHeader.FirstByte)
        {
            throw new InvalidDataException("The gzip data are followed by something else.");
        }

        _place = Place.Header;
        return true;
    }

    private static InvalidDataException Undecodable(Exception? cause = null) => new("The gzip data are damaged: they cannot be decompressed.", cause);

    private static InvalidDataException Ended(string where) => new($"The gzip data end {where}: the file is incomplete.");
}
