using System.Globalization;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>The grammar: SELECT, FROM, WHERE, ORDER BY, LIMIT, PARAMETERS, in this order.</summary>
internal sealed class GaqlParser
{
    private readonly IReadOnlyList<GaqlToken> _tokens;
    private int _at;

    private GaqlParser(string query) => _tokens = GaqlLexer.Read(query);

    private GaqlToken Next => _tokens[_at];

    public static GaqlQuery Parse(string query)
    {
        var parser = new GaqlParser(query);
        var parsed = parser.Query();
        return parser.Next.Kind == GaqlTokenKind.End ? parsed : throw parser.Unexpected();
    }

    private GaqlQuery Query()
    {
        if (!TryWord("SELECT"))
        {
            throw Next.Kind == GaqlTokenKind.End ? Ended() : QueryError.Of("EXPECTED_SELECT", "Error in query: expected SELECT clause.");
        }

        var select = List(Field);
        if (!TryWord("FROM"))
        {
            throw Next.Kind == GaqlTokenKind.End || Next.IsWord("WHERE") || Next.IsWord("ORDER") || Next.IsWord("LIMIT")
                ? QueryError.Of("EXPECTED_FROM", "Error in query: missing FROM clause.")
                : Unexpected();
        }

        var from = Word();
        IReadOnlyList<GaqlCondition> where = TryWord("WHERE") ? Conditions() : [];
        IReadOnlyList<GaqlOrder> order = TryWord("ORDER") ? Order() : [];
        int? limit = TryWord("LIMIT") ? Limit() : null;
        var parameters = TryWord("PARAMETERS") ? List(Parameter) : [];
        return new(select, from, where, order, limit) { OmitsUnselectedResourceNames = parameters.Contains(("omit_unselected_resource_names", true)) };
    }

    private List<T> List<T>(Func<T> read)
    {
        var items = new List<T> { read() };
        while (TrySymbol(","))
        {
            items.Add(read());
        }

        return items;
    }

    private List<GaqlCondition> Conditions()
    {
        var conditions = new List<GaqlCondition> { Condition() };
        while (TryWord("AND"))
        {
            conditions.Add(Condition());
        }

        return conditions;
    }

    private GaqlCondition Condition()
    {
        var field = Field();
        var token = Take();
        if (token.Kind == GaqlTokenKind.Symbol && token.Text is "=" or "!=" or "<" or "<=" or ">" or ">=")
        {
            return new(field, token.Text, [Value()]);
        }

        if (token.Kind != GaqlTokenKind.Word)
        {
            throw Unexpected(token);
        }

        switch (token.Text.ToUpperInvariant())
        {
            case "IN":
                return new(field, "IN", Values());
            case "NOT" when Next.Kind == GaqlTokenKind.Word:
                var negated = Take().Text.ToUpperInvariant();
                return negated switch
                {
                    "IN" => new(field, "NOT IN", Values()),
                    "LIKE" => new(field, "NOT LIKE", [Value()]),
                    _ => throw QueryError.Of("BAD_OPERATOR", $"Error in WHERE clause: invalid operator NOT {negated}."),
                };
            case "LIKE":
                return new(field, "LIKE", [Value()]);
            case "IS":
                var name = TryWord("NOT") ? "IS NOT NULL" : "IS NULL";
                return TryWord("NULL") ? new(field, name, []) : throw Unexpected();
            case "DURING":
                return new(field, "DURING", [Take()]);
            case "BETWEEN":
                return Between(field);
            default:
                throw QueryError.Of("BAD_OPERATOR", $"Error in WHERE clause: invalid operator {token.Text}.");
        }
    }

    private GaqlCondition Between(string field)
    {
        if (!IsValue(Next))
        {
            throw QueryError.Of("EXPECTED_VALUE_WITH_BETWEEN_OPERATOR", "Error in WHERE clause: missing value with BETWEEN operator.");
        }

        var from = Take();
        if (!TryWord("AND"))
        {
            throw QueryError.Of("EXPECTED_AND", "Error in WHERE clause: expected AND between values with BETWEEN operator.");
        }

        if (!IsValue(Next))
        {
            throw QueryError.Of("EXPECTED_VALUE_WITH_BETWEEN_OPERATOR", "Error in WHERE clause: missing value with BETWEEN operator.");
        }

        return new(field, "BETWEEN", [from, Take()]);
    }

    private GaqlToken Value()
    {
        if (Next.IsSymbol("("))
        {
            throw QueryError.Of("EXPECTED_SINGLE_VALUE", "Error in WHERE clause: expected a single value, found a list.");
        }

        return IsValue(Next) ? Take() : throw Unexpected();
    }

    private List<GaqlToken> Values()
    {
        if (!TrySymbol("("))
        {
            throw Next.Kind == GaqlTokenKind.End ? Ended() : QueryError.Of("EXPECTED_LIST", "Error in WHERE clause: the operator requires a list.");
        }

        if (Next.IsSymbol(")"))
        {
            throw QueryError.Of("PROHIBITED_EMPTY_LIST_IN_CONDITION", "Error in WHERE clause: a condition has an empty list.");
        }

        var values = List(Value);
        return TrySymbol(")") ? values : throw Unexpected();
    }

    private List<GaqlOrder> Order()
    {
        if (!TryWord("BY"))
        {
            throw QueryError.Of("EXPECTED_BY", "Error in query: expected BY after ORDER.");
        }

        return List(() =>
        {
            var field = Field();
            if (TryWord("DESC"))
            {
                return new GaqlOrder(field, IsDescending: true);
            }

            TryWord("ASC");
            return new GaqlOrder(field, IsDescending: false);
        });
    }

    private int Limit()
    {
        var text = Take();
        if (!int.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit))
        {
            throw QueryError.Of("BAD_LIMIT_VALUE", $"Error in LIMIT clause: invalid value '{text.Text}'.");
        }

        return limit > 0 ? limit : throw QueryError.Of("LIMIT_VALUE_TOO_LOW", $"Error in LIMIT clause: value {limit} is too low.");
    }

    private (string Name, bool Value) Parameter()
    {
        var name = Word();
        if (name is not ("include_drafts" or "omit_unselected_resource_names"))
        {
            throw QueryError.Of("BAD_PARAMETER_NAME", $"Error in PARAMETERS clause: unknown parameter {name}.");
        }

        if (!TrySymbol("="))
        {
            throw Unexpected();
        }

        var value = Take();
        return value.Text is "true" or "false" ? (name, value.Text == "true") : throw QueryError.Of("BAD_PARAMETER_VALUE", $"Error in PARAMETERS clause: invalid value {value.Text} of {name}.");
    }

    private string Field()
    {
        var word = Word();
        return word.Contains('.', StringComparison.Ordinal) && !word.EndsWith('.') ? word : throw QueryError.Of("BAD_FIELD_NAME", $"Error in query: invalid field name '{word}'.");
    }

    private string Word() => Next.Kind == GaqlTokenKind.Word ? Take().Text : throw Unexpected();

    private static bool IsValue(GaqlToken token) => token.Kind is GaqlTokenKind.Number or GaqlTokenKind.Text || (token.Kind == GaqlTokenKind.Word && !token.IsWord("AND"));

    private bool TryWord(string word)
    {
        if (!Next.IsWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TrySymbol(string symbol)
    {
        if (!Next.IsSymbol(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private GaqlToken Take() => Next.Kind == GaqlTokenKind.End ? throw Ended() : _tokens[_at++];

    private Exception Unexpected(GaqlToken? token = null)
    {
        var found = token ?? Next;
        return found.Kind == GaqlTokenKind.End ? Ended() : QueryError.Of("UNEXPECTED_INPUT", $"Error in query: unexpected input {found.Text}.");
    }

    private static Exception Ended() => QueryError.Of("UNEXPECTED_END_OF_QUERY", "Error in query: unexpected end of query.");
}
