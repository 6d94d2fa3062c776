using System.Text;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>Cuts a query into its pieces.</summary>
internal static class GaqlLexer
{
    private static readonly string[] Symbols = ["!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

    public static IReadOnlyList<GaqlToken> Read(string query)
    {
        var tokens = new List<GaqlToken>();
        var at = 0;
        while (at < query.Length)
        {
            var c = query[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c is '\'' or '"')
            {
                tokens.Add(Text(query, ref at));
            }
            else if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < query.Length && char.IsAsciiDigit(query[at + 1])))
            {
                tokens.Add(Number(query, ref at));
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                tokens.Add(new(GaqlTokenKind.Word, Run(query, ref at)));
            }
            else if (Symbols.FirstOrDefault(symbol => string.CompareOrdinal(query, at, symbol, 0, symbol.Length) == 0) is { } symbol)
            {
                tokens.Add(new(GaqlTokenKind.Symbol, symbol));
                at += symbol.Length;
            }
            else
            {
                throw char.IsAscii(c)
                    ? QueryError.Of("UNEXPECTED_INPUT", $"Error in query: unexpected input {c}.")
                    : QueryError.Of("BAD_SYMBOL", $"Error in query: invalid symbol {c}.");
            }
        }

        tokens.Add(new(GaqlTokenKind.End, ""));
        return tokens;
    }

    private static string Run(string query, ref int at)
    {
        var start = at++;
        while (at < query.Length && (char.IsAsciiLetterOrDigit(query[at]) || query[at] is '_' or '.'))
        {
            at++;
        }

        return query[start..at];
    }

    private static GaqlToken Number(string query, ref int at)
    {
        var text = Run(query, ref at);
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? new(GaqlTokenKind.Number, text)
            : throw QueryError.Of("BAD_NUMBER", $"Error in query: invalid number {text}.");
    }

    private static GaqlToken Text(string query, ref int at)
    {
        var quote = query[at++];
        var text = new StringBuilder();
        for (; at < query.Length; at++)
        {
            var c = query[at];
            if (c == quote)
            {
                at++;
                return new(GaqlTokenKind.Text, text.ToString());
            }

            if (c == '\n')
            {
                throw QueryError.Of("PROHIBITED_NEWLINE_IN_STRING", "Error in query: a string contains a newline.");
            }

            if (c == '\\')
            {
                if (++at == query.Length)
                {
                    break;
                }

                c = query[at] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    '\\' or '\'' or '"' => query[at],
                    _ => throw QueryError.Of("BAD_ESCAPE_SEQUENCE", $"Error in query: invalid escape sequence \\{query[at]}."),
                };
            }

            text.Append(c);
        }

        throw QueryError.Of("STRING_NOT_TERMINATED", "Error in query: unterminated string.");
    }
}
