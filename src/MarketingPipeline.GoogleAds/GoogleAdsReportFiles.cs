using System.Runtime.CompilerServices;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;
using MarketingPipeline.Core.Sources.Files;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A folder of saved Google Ads responses: <c>.json</c> (a searchStream or search body), <c>.jsonl</c> and <c>.ndjson</c> (a
/// batch or row a line), each also with <c>.gz</c>, in sub-folders too, as <see cref="SourceFolder"/> finds them. Of the same figures in two
/// reports the one that was saved later counts. Other files, and reports of something else than campaigns and ad groups, are
/// passed over and named; a file that is damaged is an error.
/// </summary>
public sealed class GoogleAdsReportFiles : IGoogleAdsReports
{
    private readonly string _folder;
    private readonly string _customerId;
    private IReadOnlyList<Report>? _reports;

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
        // Listed before they are read: a file that changes meanwhile then shows as changed, and is read again.
        var folder = List(cancellation);
        var files = ReportFile.Of(folder);
        var reports = new List<Report>();
        var coverage = new List<GoogleAdsCoverage>();
        List<GoogleAdsUnreadFile> unread =
        [
            .. files.Where(file => !file.IsReport).Select(file => file.Unread()),
            .. folder.Unread.Select(file => new GoogleAdsUnreadFile(file.Name, $"It {file.Reason}.", "Put the report itself into the folder.")),
        ];
        foreach (var file in files.Where(file => file.IsReport))
        {
            var report = new Report(file, reports.Count, null);
            var (first, last) = (DateOnly.MaxValue, DateOnly.MinValue);
            var reader = Reader(report);
            try
            {
                await foreach (var row in ReadAsync(report, reader, cancellation).ConfigureAwait(false))
                {
                    first = row.Date < first ? row.Date : first;
                    last = row.Date > last ? row.Date : last;
                }
            }
            catch (PipelineException error) when (error.InnerException is OtherReportException other)
            {
                unread.Add(new GoogleAdsUnreadFile(file.Name, other.Message, other.Advice));
                continue;
            }

            reports.Add(report with { Selection = reader.Selection });
            if (first <= last)
            {
                coverage.Add(new GoogleAdsCoverage(file.Name, first, last, file.Bytes, file.ModifiedAt, reader.TimeZone is { } zone ? ReportDates.Today(file.ModifiedAt, zone) : null));
            }
        }

        if (reports.Count == 0)
        {
            throw NoReport(unread);
        }

        _reports = reports;
        return new GoogleAdsOffer { Coverage = coverage, Unread = unread };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GoogleAdsRow> ReadAsync(DateOnly from, DateOnly to, IProgress<string>? waiting, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_reports is null)
        {
            await OfferAsync(from, to, cancellation).ConfigureAwait(false);
        }

        foreach (var report in _reports!)
        {
            await foreach (var row in ReadAsync(report, Reader(report), cancellation).ConfigureAwait(false))
            {
                if (row.Date >= from && row.Date <= to)
                {
                    yield return row;
                }
            }
        }
    }

    private SearchStreamReader Reader(Report report) =>
        new(report.File.Name, report.Order, _customerId, new ReportFault(report.File.Path), report.Selection ?? new ReportSelection());

    private static async IAsyncEnumerable<GoogleAdsRow> ReadAsync(Report report, SearchStreamReader reader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = Open(report.File);
        var rows = report.File.HasLines ? reader.ReadLinesAsync(stream, cancellation) : reader.ReadAsync(stream, cancellation);
        await foreach (var row in Guarded(rows, report.File).ConfigureAwait(false))
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

    private static PipelineException Inaccessible(ReportFile file, Exception cause) => new(
        PipelineErrorKind.SourceUnreadable,
        $"Google Ads report {file.Path} cannot be read: {cause.Message}",
        "See that the file is there, that no other program locks it and that this account may read it. Then run the refresh again.",
        file.Path,
        cause);

    private SourceFolder List(CancellationToken cancellation)
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
            return SourceFolder.List(_folder, cancellation);
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

    private PipelineException NoReport(IReadOnlyList<GoogleAdsUnreadFile> unread) => unread.Count == 0
        ? new PipelineException(
            PipelineErrorKind.SourceMissing,
            $"The folder of Google Ads reports holds no report: {_folder}",
            "Save searchStream responses there, as .json, .jsonl or .ndjson files, plain or with .gz; or correct googleAds.path in the client's settings.",
            _folder)
        : new PipelineException(
            PipelineErrorKind.SourceMissing,
            $"The folder of Google Ads reports holds no report that can be used: {_folder}. {string.Join(" ", GoogleAdsUnreadFile.Grouped(unread).Select(group => $"Not read: {group.Names}. {group.Reason}"))}",
            string.Join(" ", unread.Select(file => file.Advice).Distinct()) + " Or correct googleAds.path in the client's settings.",
            _folder);

    /// <summary>A file that can be used, its place among them, and what it has selected; null until it has been read.</summary>
    private sealed record Report(ReportFile File, int Order, ReportSelection? Selection);
}
