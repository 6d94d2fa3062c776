using System.Runtime.CompilerServices;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A folder of saved Google Ads responses: <c>.json</c> (a searchStream or search body), <c>.jsonl</c> and <c>.ndjson</c> (a
/// batch or row a line), each also with <c>.gz</c>, in sub-folders too; hidden ones are passed over. Their order is the ordinal
/// one of their paths below the folder, so that a later export, named by its date, replaces an earlier one.
/// </summary>
public sealed class GoogleAdsReportFiles : IGoogleAdsReports
{
    private readonly string _folder;
    private readonly string _customerId;

    /// <summary>Names the folder; nothing is read yet.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="customerId">The client's account, digits only: a row of another account is an error.</param>
    public GoogleAdsReportFiles(string folder, string customerId)
    {
        _folder = folder;
        _customerId = customerId;
    }

    /// <summary>
    /// Reads every file whole. A file answers for each date from its first row's to its last's, as Google leaves out days
    /// without activity; a file without rows answers for none.
    /// </summary>
    /// <inheritdoc/>
    public async Task<GoogleAdsOffer> OfferAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var coverage = new List<GoogleAdsCoverage>();
        foreach (var file in List())
        {
            // Taken before the file is read: a file that changes meanwhile then shows as changed, and is read again.
            var (bytes, modifiedAt) = StateOf(file);
            var (first, last) = (DateOnly.MaxValue, DateOnly.MinValue);
            await foreach (var row in ReadAsync(file, cancellation).ConfigureAwait(false))
            {
                first = row.Date < first ? row.Date : first;
                last = row.Date > last ? row.Date : last;
            }

            if (first <= last)
            {
                coverage.Add(new GoogleAdsCoverage(file.Name, first, last, bytes, modifiedAt));
            }
        }

        return new GoogleAdsOffer { Coverage = coverage };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var file in List())
        {
            await foreach (var row in ReadAsync(file, cancellation).ConfigureAwait(false))
            {
                if (row.Date >= from && row.Date <= to)
                {
                    yield return row;
                }
            }
        }
    }

    private async IAsyncEnumerable<GoogleAdsRow> ReadAsync(ReportFile file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = Open(file);
        var reader = new SearchStreamReader(file.Name, file.Order, _customerId, file.Path);
        var rows = file.HasLines ? reader.ReadLinesAsync(stream, cancellation) : reader.ReadAsync(stream, cancellation);
        await foreach (var row in Guarded(rows, file).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    // A disk or share can fail in the middle of a file; an iterator may not yield inside a try that catches.
    private static async IAsyncEnumerable<GoogleAdsRow> Guarded(IAsyncEnumerable<GoogleAdsRow> rows, ReportFile file)
    {
        await using var row = rows.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await row.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (IOException cause)
            {
                throw Inaccessible(file, cause);
            }

            yield return row.Current;
        }
    }

    // Another program may write, rename or delete the file meanwhile: reading never stands in its way.
    private static FileStream Open(ReportFile file)
    {
        try
        {
            return new FileStream(file.Path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Inaccessible(file, cause);
        }
    }

    private static (long Bytes, DateTimeOffset ModifiedAt) StateOf(ReportFile file)
    {
        try
        {
            var info = new FileInfo(file.Path);
            return (info.Length, info.LastWriteTimeUtc);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Inaccessible(file, cause);
        }
    }

    private static PipelineException Inaccessible(ReportFile file, Exception cause) => new(
        PipelineErrorKind.SourceUnreadable,
        $"Google Ads report {file.Path} cannot be read: {cause.Message}",
        "See that the file is there, that no other program locks it and that this account may read it. Then run the refresh again.",
        file.Path,
        cause);

    private IReadOnlyList<ReportFile> List()
    {
        if (!Directory.Exists(_folder))
        {
            throw new PipelineException(
                PipelineErrorKind.SourceMissing,
                $"The folder of Google Ads reports does not exist: {_folder}",
                "Create it and save the reports there, or correct googleAds.path in the client's settings.",
                _folder);
        }

        try
        {
            var files = ReportFile.In(_folder);
            return files.Count > 0 ? files : throw new PipelineException(
                PipelineErrorKind.SourceMissing,
                $"The folder of Google Ads reports holds no report: {_folder}",
                "Save searchStream responses there, as .json, .jsonl or .ndjson files, plain or with .gz; or correct googleAds.path in the client's settings.",
                _folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(
                PipelineErrorKind.SourceUnreadable,
                $"The folder of Google Ads reports cannot be listed: {cause.Message}",
                "See that this account may read the folder and those below it.",
                _folder,
                cause);
        }
    }
}
