namespace MarketingPipeline.BigQueryEmulator.Jobs;

/// <summary>Whether SQL is a script: the job that runs it has a child job for each of its statements.</summary>
public static class ScriptText
{
    public static bool IsScript(string sql)
    {
        var statements = 0;
        var inStatement = false;
        for (var i = 0; i < sql.Length;)
        {
            var end = EndOfToken(sql, i, out var isBlank);
            if (sql[i] == ';')
            {
                inStatement = false;
            }
            else if (!isBlank && !inStatement)
            {
                inStatement = true;
                if (++statements > 1)
                {
                    return true;
                }
            }

            i = end;
        }

        return false;
    }

    private static int EndOfToken(string sql, int at, out bool isBlank)
    {
        var rest = sql.AsSpan(at);
        isBlank = true;
        if (char.IsWhiteSpace(rest[0]))
        {
            return at + 1;
        }

        if (rest[0] == '#' || rest.StartsWith("--"))
        {
            return Until(sql, at, "\n");
        }

        if (rest.StartsWith("/*"))
        {
            return Until(sql, at + 2, "*/");
        }

        isBlank = false;
        if (rest.StartsWith("\"\"\"") || rest.StartsWith("'''"))
        {
            return EndOfString(sql, at + 3, sql.Substring(at, 3));
        }

        return rest[0] is '"' or '\'' or '`' ? EndOfString(sql, at + 1, sql.Substring(at, 1)) : at + 1;
    }

    private static int EndOfString(string sql, int at, string quote)
    {
        // A raw string's backslash does not escape, but there, too, it may not stand before the closing quote.
        for (; at < sql.Length; at++)
        {
            if (sql[at] == '\\')
            {
                at++;
            }
            else if (sql.AsSpan(at).StartsWith(quote))
            {
                return at + quote.Length;
            }
        }

        return sql.Length;
    }

    private static int Until(string sql, int at, string end)
    {
        var found = sql.IndexOf(end, at, StringComparison.Ordinal);
        return found < 0 ? sql.Length : found + end.Length;
    }
}
