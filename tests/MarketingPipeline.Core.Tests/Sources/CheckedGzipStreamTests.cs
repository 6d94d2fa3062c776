using System.IO.Compression;
using System.Text;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.Core.Tests.Sources;

public sealed class CheckedGzipStreamTests
{
    public static TheoryData<int> SizesOfReads => [1, 2, 3, 7, 64, 100_000];

    [Theory]
    [MemberData(nameof(SizesOfReads))]
    public async Task What_was_compressed_is_read(int atOnce)
    {
        foreach (var size in (int[])[0, 1, 2, 100, 70_000, 300_000])
        {
            foreach (var level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize])
            {
                var data = Data(size);
                await ReadsAsync(Gzip(data, level), data, atOnce);
            }
        }
    }

    [Fact]
    public async Task Several_members_are_one_file()
    {
        byte[] file = [.. Gzip(Data(1000)), .. Gzip([]), .. Gzip(Data(30)), .. Gzip([])];
        await ReadsAsync(file, [.. Data(1000), .. Data(30)], 7);
    }

    [Fact]
    public async Task A_header_may_hold_a_name_a_comment_more_and_a_checksum_of_its_own()
    {
        var plain = Gzip(Data(100));
        byte[] header = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 255, 3, 0, 1, 2, 3, .. Encoding.ASCII.GetBytes("events.json\0said\0"), 0xab, 0xcd];
        byte[] file = [.. header, .. plain[10..], .. header, .. plain[10..]];
        await ReadsAsync(file, [.. Data(100), .. Data(100)], 7);
        for (var length = 0; length < file.Length; length++)
        {
            if (length != file.Length / 2)
            {
                await FailsAsync(file[..length], "incomplete");
            }
        }
    }

    [Fact]
    public async Task Zeros_after_the_last_member_are_padding()
    {
        await ReadsAsync([.. Gzip(Data(1000)), .. new byte[1]], Data(1000), 64);
        await ReadsAsync([.. Gzip(Data(1000)), .. new byte[100_000]], Data(1000), 64);
    }

    [Fact]
    public async Task Anything_else_after_it_is_damage()
    {
        await FailsAsync([.. Gzip(Data(1000)), 7], "followed by something else");
        await FailsAsync([.. Gzip(Data(1000)), 0, .. Gzip(Data(1000))], "followed by something else");
        await FailsAsync([.. Gzip(Data(1000)), 0x1f, 0x8c, 0, 0, 0, 0, 0, 0, 0, 0, 0], "no gzip data");
    }

    [Fact]
    public async Task A_file_that_ends_at_any_byte_but_its_last_is_incomplete()
    {
        var first = Gzip(Data(500));
        byte[] file = [.. first, .. Gzip(Data(2000), CompressionLevel.NoCompression), .. Gzip(Data(60))];
        int[] ends = [first.Length, first.Length + Gzip(Data(2000), CompressionLevel.NoCompression).Length];
        for (var length = 0; length < file.Length; length++)
        {
            if (!ends.Contains(length))
            {
                await FailsAsync(file[..length], "incomplete");
            }
        }
    }

    [Fact]
    public async Task A_changed_byte_anywhere_in_data_or_trailer_is_damage()
    {
        // Of the byte before the trailer some bits may belong to nothing.
        var file = Gzip(Data(500));
        foreach (var at in Enumerable.Range(10, file.Length - 10).Except([file.Length - 9]))
        {
            foreach (var change in (byte[])[1, 0x80, 0xff])
            {
                var changed = (byte[])file.Clone();
                changed[at] ^= change;
                await FailsAsync(changed, "");
            }
        }
    }

    [Fact]
    public async Task A_fault_says_which()
    {
        var file = Gzip(Data(500));
        await FailsAsync([.. file[..^8], 1, 2, 3, 4, .. file[^4..]], "checksum is another");
        await FailsAsync([.. file[..^4], 1, 2, 3, 4], "length is another");
        await FailsAsync(file[..^8], "end before their checksum");
        await FailsAsync(file[..^20], "end in the middle");
        await FailsAsync(Encoding.UTF8.GetBytes("""{"event_date": "20260614"}"""), "no gzip data");
        await FailsAsync([.. file[..10], 0xff, 0xff, 0xff, .. file[13..]], "cannot be decompressed");
        await FailsAsync([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255, .. Enumerable.Repeat((byte)'n', 200_000)], "header without an end");
    }

    private static byte[] Data(int size)
    {
        // Lines that compress well, with something in each that does not.
        var random = new Random(size);
        var text = new StringBuilder();
        while (text.Length < size)
        {
            text.Append("{\"event_date\": \"20260614\", \"event_timestamp\": ").Append(random.NextInt64()).Append("}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, size));
    }

    private static byte[] Gzip(byte[] data, CompressionLevel level = CompressionLevel.Optimal)
    {
        // .NET writes nothing at all for no data.
        if (data.Length == 0)
        {
            return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        }

        using var file = new MemoryStream();
        using (var stream = new GZipStream(file, level))
        {
            stream.Write(data);
        }

        return file.ToArray();
    }

    private static async Task ReadsAsync(byte[] file, byte[] data, int atOnce)
    {
        foreach (var isAsync in (bool[])[false, true])
        {
            Assert.Equal(data, await ReadAsync(file, atOnce, isAsync));
        }
    }

    private static async Task FailsAsync(byte[] file, string says)
    {
        foreach (var isAsync in (bool[])[false, true])
        {
            foreach (var atOnce in (int[])[1, 100_000])
            {
                var fault = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(file, atOnce, isAsync));
                Assert.Contains(says, fault.Message, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<byte[]> ReadAsync(byte[] file, int atOnce, bool isAsync)
    {
        using var stream = new CheckedGzipStream(new Trickle(file, atOnce));
        using var read = new MemoryStream();
        var buffer = new byte[atOnce];
        int count;
        while ((count = isAsync ? await stream.ReadAsync(buffer) : stream.Read(buffer)) > 0)
        {
            read.Write(buffer, 0, count);
            Assert.InRange(read.Length, 0, 2_000_000);
        }

        return read.ToArray();
    }

    /// <summary>A disk that gives few bytes at once.</summary>
    private sealed class Trickle(byte[] data, int atOnce) : MemoryStream(data)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atOnce));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
