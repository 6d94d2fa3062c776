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

    private readonly RowWriter _writer = new();
    private Stream _bytes = new MemoryStream();
    private long _committed;
    private bool _isPartsFirst = true;

    /// <summary>The temporary file; null while the rows are in memory.</summary>
    public string? File => (_bytes as FileStream)?.Name;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _committed = 0;
        Begin();
    }

    /// <summary>Begins a part of the report: an answer, or a page. What has come since the last part's end is forgotten.</summary>
    public void Begin()
    {
        _bytes.SetLength(_committed);
        _bytes.Position = _committed;
        _writer.Restart();
        _isPartsFirst = true;
    }

    /// <summary>Adds a row of the part.</summary>
    public void Add(GoogleAdsRow row)
    {
        _writer.Write((ulong)row.Date.DayNumber);
        _writer.Write(row.Currency);
        _writer.Write(row.CampaignId);
        _writer.Write(row.CampaignName);
        _writer.Write(row.CampaignStatus);
        _writer.Write(row.CampaignType);
        _writer.Write(row.AdGroupId);
        _writer.Write(row.AdGroupName);
        _writer.Write(row.AdGroupStatus);
        _writer.Write(row.Segmentation);
        _writer.Write(row.CostMicros);
        _writer.Write(row.Clicks);
        _writer.Write(row.Impressions);
        _writer.Write(row.Conversions);
        _writer.Write(row.ConversionsValue);
        _writer.Write(row.AllConversions);
        _writer.Write(row.ViewThroughConversions);
        _writer.Write((ulong)row.UnreadableValues);
        _writer.Write((ulong)row.ImplausibleValues);
        if (_writer.Length >= BlockLength)
        {
            Flush();
        }
    }

    /// <summary>Says that the part is whole.</summary>
    public void End()
    {
        Flush();
        _committed = _bytes.Length;
    }

    /// <summary>The rows of all parts that are whole, some hundred at a time; valid until the next are asked for.</summary>
    public async IAsyncEnumerable<IReadOnlyList<GoogleAdsRow>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _bytes.Position = 0;
        var header = new byte[HeaderLength];
        var rows = new RowSource();
        var found = new List<GoogleAdsRow>();
        while (_bytes.Position < _committed)
        {
            await _bytes.ReadExactlyAsync(header, cancellation).ConfigureAwait(false);
            if (header[^1] == 1)
            {
                rows.Restart();
            }

            await _bytes.ReadExactlyAsync(rows.Next(BinaryPrimitives.ReadInt32LittleEndian(header)), cancellation).ConfigureAwait(false);
            found.Clear();
            while (!rows.IsEmpty)
            {
                found.Add(Next(rows));
            }

            yield return found;
        }
    }

    public void Dispose() => _bytes.Dispose();

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
        Segmentation = row.Text()!,
        CostMicros = row.Whole(),
        Clicks = row.Whole(),
        Impressions = row.Whole(),
        Conversions = row.Fraction()!,
        ConversionsValue = row.Fraction(),
        AllConversions = row.Fraction(),
        ViewThroughConversions = row.Whole(),
        UnreadableValues = (int)row.Number(),
        ImplausibleValues = (int)row.Number(),
    };

    private void Flush()
    {
        if (_writer.Length == 0)
        {
            return;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, _writer.Length);
        header[^1] = _isPartsFirst ? (byte)1 : (byte)0;
        MakeRoom(HeaderLength + _writer.Length);
        _bytes.Write(header);
        _bytes.Write(_writer.Bytes.Span);
        _writer.Clear();
        _isPartsFirst = false;
    }

    private void MakeRoom(int count)
    {
        if (File is not null || _bytes.Length + count <= memoryLimit)
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
        _bytes.Position = 0;
        _bytes.CopyTo(file);
        _bytes.Dispose();
        _bytes = file;
    }
}
