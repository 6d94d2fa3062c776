using System.Text;
using Google.Protobuf;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>SQL with the engine's positions in it, which count UTF-8 bytes.</summary>
public sealed class SqlText(string sql)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(sql);

    public string Sql => sql;

    public int Length => _bytes.Length;

    public string Slice(int start, int end) => Encoding.UTF8.GetString(_bytes, start, end - start);

    public string Slice(ParseLocationRangeProto range) => Slice(range.Start, range.End);

    /// <summary>The text with pieces replaced; they may not overlap.</summary>
    public string With(IEnumerable<(int Start, int End, string Text)> edits) => With(edits, 0, Length);

    /// <summary>A part of the text with those pieces replaced that lie in it.</summary>
    public string With(IEnumerable<(int Start, int End, string Text)> edits, int from, int to)
    {
        var text = new StringBuilder();
        var at = from;
        foreach (var (start, end, replacement) in edits.Where(edit => edit.Start >= from && edit.End <= to).OrderBy(edit => edit.Start))
        {
            text.Append(Slice(at, start)).Append(replacement);
            at = end;
        }

        return text.Append(Slice(at, to)).ToString();
    }

    /// <summary>A part of the text with everything before it blank: positions in it, of errors too, are those of the whole.</summary>
    public string Isolated(int start, int end) =>
        string.Concat(Slice(0, start).Select(letter => letter == '\n' ? '\n' : ' ')) + Slice(start, end);

    /// <summary>
    /// Names quoted as a whole, `p.d.t`, as the engine wants them, by part. The text keeps its length, so that positions in
    /// it stay true: only the quotes move.
    /// </summary>
    public static string SplitQuotedNames(string sql, IMessage parsed)
    {
        var text = new SqlText(sql);
        var edits = new List<(int, int, string)>();
        foreach (var name in ResolvedTree.All<ASTPathExpressionProto>(parsed).SelectMany(path => path.Names))
        {
            if (name.IdString.Contains('.', StringComparison.Ordinal) && name.Parent.Parent.ParseLocationRange is { } range && text.Slice(range) == $"`{name.IdString}`")
            {
                var dot = name.IdString.LastIndexOf('.');
                edits.Add((range.Start, range.End, $"{name.IdString[..dot]}.`{name.IdString[(dot + 1)..]}`"));
            }
        }

        return edits.Count == 0 ? sql : text.With(edits);
    }
}
