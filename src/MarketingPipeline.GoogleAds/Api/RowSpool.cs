using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds.Api;

/// <summary>
/// The rows of a report until it is whole: nobody sees rows of an answer that breaks off. They are put away as they are parsed,
/// some fifty bytes each, in memory as long as they are few, then in a temporary file that the system deletes when it is closed.
/// So an answer is parsed once, and its own bytes are not kept.
/// </summary>
/// <param name="source">The account, as <see cref="GoogleAdsRow.Source"/>.</param>
/// <param name="customerId">The account's id.</param>
/// <param name="grain">Which report.</param>
/// <param name="memoryLimit">How many bytes stay in memory.</param>
internal sealed class RowSpool(string source, string customerId, ReportGrain grain, int memoryLimit = 8 * 1024 * 1024) : IDisposable
{
    private const int BlockLength = 64 * 1024;
    private const int HeaderLength = sizeof(int) + 1;

    private readonly RowWriter writer = new();
    private Stream bytes = new MemoryStream();
    private long committed;
    private bool isPartsFirst = true;

    /// <summary>The temporary file; null while the rows are in memory.</summary>
    public string? File => (bytes as FileStream)?.Name;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        committed = 0;
        Begin();
    }

    /// <summary>Begins a part of the report: an answer, or a page. What has come since the last part's end is forgotten.</summary>
    public void Begin()
    {
        bytes.SetLength(committed);
        bytes.Position = committed;
        writer.Restart();
        isPartsFirst = true;
    }

    /// <summary>Adds a row of the part.</summary>
    public void Add(GoogleAdsRow row)
    {
        writer.Write((ulong)row.Date.DayNumber);
        writer.Write(row.Currency);
        writer.Write(row.CampaignId);
        writer.Write(row.CampaignName);
        writer.Write(row.CampaignStatus);
        writer.Write(row.CampaignType);
        writer.Write(row.AdGroupId);
        writer.Write(row.AdGroupName);
        writer.Write(row.AdGroupStatus);
        writer.Write(row.Segments);
        writer.Write(row.CostMicros);
        writer.Write(row.Clicks);
        writer.Write(row.Impressions);
        writer.Write(row.Conversions);
        writer.Write(row.ConversionsValue);
        writer.Write(row.AllConversions);
        writer.Write(row.ViewThroughConversions);
        if (writer.Length >= BlockLength)
        {
            Flush();
        }
    }

    /// <summary>Says that the part is whole.</summary>
    public void End()
    {
        Flush();
        committed = bytes.Length;
    }

    /// <summary>The rows of all parts that are whole, some hundred at a time; valid until the next are asked for.</summary>
    public async IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        bytes.Position = 0;
        var header = new byte[HeaderLength];
        var rows = new RowSource();
        var found = new List<GoogleAdsRow>();
        while (bytes.Position < committed)
        {
            await bytes.ReadExactlyAsync(header, cancellation).ConfigureAwait(false);
            if (header[^1] == 1)
            {
                rows.Restart();
            }

            await bytes.ReadExactlyAsync(rows.Next(BinaryPrimitives.ReadInt32LittleEndian(header)), cancellation).ConfigureAwait(false);
            found.Clear();
            while (!rows.IsEmpty)
            {
                found.Add(Next(rows));
            }

            yield return found;
        }
    }

    public void Dispose() => bytes.Dispose();

    private GoogleAdsRow Next(RowSource row) => new()
    {
        Source = source,
        SourceOrder = 0,
        Grain = grain,
        CustomerId = customerId,
        Date = DateOnly.FromDayNumber((int)row.Number()),
        Currency = row.Text(),
        CampaignId = row.Text()!,
        CampaignName = row.Text(),
        CampaignStatus = row.Text(),
        CampaignType = row.Text(),
        AdGroupId = row.Text(),
        AdGroupName = row.Text(),
        AdGroupStatus = row.Text(),
        Segments = row.Text()!,
        CostMicros = row.Whole(),
        Clicks = row.Whole(),
        Impressions = row.Whole(),
        Conversions = row.Fraction()!.Value,
        ConversionsValue = row.Fraction()!.Value,
        AllConversions = row.Fraction(),
        ViewThroughConversions = row.Whole(),
    };

    private void Flush()
    {
        if (writer.Length == 0)
        {
            return;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, writer.Length);
        header[^1] = isPartsFirst ? (byte)1 : (byte)0;
        MakeRoom(HeaderLength + writer.Length);
        bytes.Write(header);
        bytes.Write(writer.Bytes.Span);
        writer.Clear();
        isPartsFirst = false;
    }

    private void MakeRoom(int count)
    {
        if (File is not null || bytes.Length + count <= memoryLimit)
        {
            return;
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"MarketingPipeline-{Guid.NewGuid():N}.rows"), options);
        bytes.Position = 0;
        bytes.CopyTo(file);
        bytes.Dispose();
        bytes = file;
    }
}
