using System.Globalization;
using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Statements;
using Zetasql.LocalService;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>The engine takes no request over 4 MB; nothing raises that.</summary>
public static class RequestSize
{
    private const int Maximum = 4 * 1024 * 1024;

    public static void Check(int size, IReadOnlyDictionary<string, TableData> rows)
    {
        if (size <= Maximum)
        {
            return;
        }

        var tables = rows.OrderByDescending(pair => pair.Value.CalculateSize()).Take(5)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value.Row.Count} rows, {pair.Value.CalculateSize()} bytes"));
        throw new SqlException("resourcesExceeded", string.Create(
            CultureInfo.InvariantCulture,
            $"Resources exceeded during query execution: the emulator's engine takes at most {Maximum} bytes with a statement; this one reads {size} ({string.Join("; ", tables)}). Filter by the partition column or read fewer columns."));
    }
}
