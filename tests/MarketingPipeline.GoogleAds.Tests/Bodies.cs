using System.IO.Compression;
using System.Text;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.GoogleAds.Tests;

/// <summary>Bodies as Google writes them, and what a reader makes of them.</summary>
internal static class Bodies
{
    public const string Account = "1234567890";

    /// <summary>A campaign's row with the given metrics and more segments.</summary>
    public static string Row(string metrics = """ "clicks":"40","impressions":"1900","costMicros":"12500000" """, string date = "2026-08-01", string moreSegments = "") =>
        $$$"""
        {"campaign":{"resourceName":"customers/1234567890/campaigns/987","id":"987","name":"Brand","status":"ENABLED","advertisingChannelType":"SEARCH"},"segments":{"date":"{{{date}}}"{{{moreSegments}}}},"metrics":{{{{metrics}}}}}
        """.Trim();

    public static string Batch(params string[] rows) =>
        $$"""{"results":[{{string.Join(",", rows)}}],"fieldMask":"campaign.id,metrics.clicks","requestId":"abc"}""";

    public static string Stream(params string[] batches) => $"[{string.Join(",\n", batches)}\n]";

    public static byte[] Gzipped(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    public static Task<List<GoogleAdsRow>> ReadAsync(string body) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)));

    public static async Task<List<GoogleAdsRow>> ReadAsync(Stream body, bool lines = false)
    {
        var reader = new SearchStreamReader("report.json", 7, Account);
        var rows = new List<GoogleAdsRow>();
        await foreach (var row in lines ? reader.ReadLinesAsync(body) : reader.ReadAsync(body))
        {
            rows.Add(row);
        }

        return rows;
    }

    public static Task<List<GoogleAdsRow>> ReadLinesAsync(string body) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), lines: true);

    /// <summary>The error of a body that is none; every one says what to do and names the report.</summary>
    public static async Task<PipelineException> RefusedAsync(string body, bool lines = false) =>
        await RefusedAsync(Encoding.UTF8.GetBytes(body), lines);

    public static async Task<PipelineException> RefusedAsync(byte[] body, bool lines = false)
    {
        var error = await Assert.ThrowsAsync<PipelineException>(() => ReadAsync(new MemoryStream(body), lines));
        Assert.Equal(PipelineErrorKind.SourceUnreadable, error.Kind);
        Assert.Contains("report.json", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        return error;
    }
}
