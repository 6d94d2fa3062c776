using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Rest;

/// <summary>One page of a list; a token names where the next begins.</summary>
public static class Paging
{
    /// <summary>A page of rows holds no more than this, but always one row.</summary>
    public const int MaximumBytes = 10 * 1024 * 1024;

    public static (IReadOnlyList<T> Items, string? NextToken) Page<T>(IReadOnlyList<T> all, HttpRequest request, int usual = 50)
    {
        var start = Start(request);
        var size = Number(request, "maxResults") is { } asked ? (int)Math.Min(asked, int.MaxValue) : usual;
        if (size == 0)
        {
            size = usual;
        }

        var items = all.Skip((int)start).Take(size).ToList();
        return (items, start + items.Count < all.Count ? Token(start + items.Count) : null);
    }

    public static (JsonArray Rows, string? NextToken) Rows(IReadOnlyList<ValueProto> all, IReadOnlyList<StoredField> schema, long start, long? maximum, TimestampFormat format)
    {
        var rows = new JsonArray();
        var bytes = 0L;
        var at = (int)Math.Min(start, all.Count);
        while (at < all.Count && (maximum is null || rows.Count < maximum))
        {
            var row = RowJson.Of(all[at], schema, format);
            bytes += row.ToJsonString().Length;
            if (bytes > MaximumBytes && rows.Count > 0)
            {
                break;
            }

            rows.Add((JsonNode)row);
            at++;
        }

        return (rows, at < all.Count ? Token(at) : null);
    }

    /// <summary>Where a request's page begins: after its token, else at its startIndex.</summary>
    /// <exception cref="SqlException">The token is not one that was given out.</exception>
    public static long Start(HttpRequest request) => request.Query["pageToken"].ToString() is { Length: > 0 } token ? Position(token) : Number(request, "startIndex") ?? 0;

    public static long? Number(HttpRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new SqlException("invalid", $"Invalid value for {name}: {text} is not a valid value");
    }

    public static TimestampFormat Timestamps(string? int64, string? format) =>
        format == "ISO8601_STRING" ? TimestampFormat.Iso : format == "INT64" || string.Equals(int64, "true", StringComparison.OrdinalIgnoreCase) ? TimestampFormat.Micros : TimestampFormat.Seconds;

    public static TimestampFormat Timestamps(HttpRequest request) => Timestamps(request.Query["formatOptions.useInt64Timestamp"], request.Query["formatOptions.timestampOutputFormat"]);

    private static string Token(long position) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"page:{position:D9}"))).Replace('+', '-').Replace('/', '_');

    private static long Position(string token)
    {
        var buffer = new byte[token.Length];
        return Convert.TryFromBase64String(token.Replace('-', '+').Replace('_', '/'), buffer, out var length)
            && Encoding.ASCII.GetString(buffer, 0, length) is var text && text.StartsWith("page:", StringComparison.Ordinal)
            && long.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new SqlException("invalid", "Invalid value for pageToken: the token is not one of this list");
    }
}
