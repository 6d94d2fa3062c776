using System.Globalization;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.DuckDb;

/// <summary>DuckDB's SQL.</summary>
public sealed class DuckDbDialect : ISqlDialect
{
    /// <summary>GA4's items with every field of the export; older files are cast to it by name, missing fields NULL.</summary>
    internal const string ItemsType = """
        STRUCT(item_id VARCHAR, item_name VARCHAR, item_brand VARCHAR, item_variant VARCHAR, item_category VARCHAR, item_category2 VARCHAR, item_category3 VARCHAR, item_category4 VARCHAR, item_category5 VARCHAR, price_in_usd DOUBLE, price DOUBLE, quantity BIGINT, item_revenue_in_usd DOUBLE, item_revenue DOUBLE, item_refund_in_usd DOUBLE, item_refund DOUBLE, coupon VARCHAR, affiliation VARCHAR, location_id VARCHAR, item_list_id VARCHAR, item_list_name VARCHAR, item_list_index VARCHAR, promotion_id VARCHAR, promotion_name VARCHAR, creative_name VARCHAR, creative_slot VARCHAR, item_params STRUCT("key" VARCHAR, "value" STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE))[])[]
        """;

    private const string PaddedOrEmpty = @"^$|^[\s\x0b\x{85}\pZ]|[\s\x0b\x{85}\pZ]$";
    private const string Padding = @"^[\s\x0b\x{85}\pZ]+|[\s\x0b\x{85}\pZ]+$";

    /// <summary>Rows of literals from which on they are one text.</summary>
    private const int LongList = 50;

    /// <inheritdoc/>
    public string Name => "DuckDb";

    /// <inheritdoc/>
    public string TypeName(ColumnType type) => type switch
    {
        ColumnType.String => "VARCHAR",
        ColumnType.Int64 => "BIGINT",
        ColumnType.Float64 => "DOUBLE",
        ColumnType.Numeric => "DECIMAL(38, 9)",
        ColumnType.Bool => "BOOLEAN",
        ColumnType.Date => "DATE",
        ColumnType.Timestamp => "TIMESTAMP",
        ColumnType.Items => ItemsType,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <inheritdoc/>
    public string Literal(object? value) => value switch
    {
        null => "NULL",
        string text => "'" + text.Replace("'", "''", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal) + "'",
        bool flag => flag ? "TRUE" : "FALSE",
        DateOnly date => "DATE '" + date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "'",
        DateTimeOffset moment => "TIMESTAMP '" + moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "'",
        decimal number => "CAST('" + number.ToString(CultureInfo.InvariantCulture) + "' AS DECIMAL(38, 9))",
        int or long => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IEnumerable<string> list => "(" + string.Join(", ", list.Select(Literal)) + ")",
        _ => throw new ArgumentException($"A {value.GetType().Name} has no literal.", nameof(value)),
    };

    /// <inheritdoc/>
    /// <remarks>With its type, or DuckDB would plan the statement twice: before the value is there, and with it.</remarks>
    public string Parameter(string name, object value) => value switch
    {
        LiteralRows => Identifier(name),
        DateOnly => $"CAST(${name} AS DATE)",
        DateTimeOffset => $"CAST(${name} AS TIMESTAMP)",
        string => $"CAST(${name} AS VARCHAR)",
        long => $"CAST(${name} AS BIGINT)",
        _ => throw new ArgumentException($"A {value.GetType().Name} is no parameter.", nameof(value)),
    };

    /// <inheritdoc/>
    public string Identifier(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <inheritdoc/>
    public string Text(string value, ColumnType type) => type switch
    {
        ColumnType.String => value,
        ColumnType.Timestamp => $"CAST(epoch_us({value}) AS VARCHAR)",
        ColumnType.Date => $"strftime({value}, '%Y%m%d')",
        ColumnType.Numeric => $"regexp_replace(CAST({value} AS VARCHAR), '\\.?0+$', '')",
        _ => $"CAST({value} AS VARCHAR)",
    };

    /// <inheritdoc/>
    public string EmptyTable(string table, IReadOnlyList<ModelColumn> columns) => $"CREATE OR REPLACE TABLE {Definition(table, columns)}";

    /// <summary>A table's name and columns, as DDL has them.</summary>
    internal string Definition(string table, IReadOnlyList<ModelColumn> columns) =>
        $"{Identifier(table)} ({string.Join(", ", columns.Select(column => $"{Identifier(column.Name)} {TypeName(column.Type)}"))})";

    /// <inheritdoc/>
    public void Register(SqlVocabulary vocabulary)
    {
        vocabulary.Add("string", a => $"CAST({a[0]} AS VARCHAR)");
        vocabulary.Add("int64", a => $"CAST({a[0]} AS BIGINT)");
        vocabulary.Add("float64", a => $"CAST({a[0]} AS DOUBLE)");
        vocabulary.Add("numeric", a => $"TRY_CAST({a[0]} AS DECIMAL(38, 9))");
        vocabulary.Add("typed_null", a => $"CAST(NULL AS {TypeName(SqlVocabulary.TypeOf(a[0]))})");
        vocabulary.Add("thousandth", a => $"CAST(CAST({a[0]} AS DECIMAL(19, 0)) * 0.001 AS DECIMAL(38, 9))");
        vocabulary.Add("millionth", a => $"CAST(CAST({a[0]} AS DECIMAL(19, 0)) * 0.000001 AS DECIMAL(38, 9))");
        vocabulary.Add("timestamp", a => $"make_timestamp({a[0]})");
        vocabulary.Add("seconds_between", a => $"((epoch_us({a[1]}) - epoch_us({a[0]})) // 1000000)");
        vocabulary.Add("minutes_between", a => $"CAST(epoch_us({a[1]}) - epoch_us({a[0]}) AS DOUBLE) / 60000000");
        vocabulary.Add("days_after", a => $"CAST({a[0]} + CAST({a[1]} AS INTEGER) AS DATE)");
        vocabulary.Add("days_between", a => $"CAST({a[1]} - {a[0]} AS BIGINT)");
        vocabulary.Add("matches", a => $"regexp_matches({a[0]}, {Literal(a[1])})");
        vocabulary.Add("extract", a => $"NULLIF(regexp_extract({a[0]}, {Literal(a[1])}, 1), '')");
        vocabulary.Add("is_number", a => IsNumber(a[0]));
        vocabulary.Add("trim", a => Trimmed(a[0]));
        vocabulary.Add("items_text", a => $"COALESCE(regexp_replace(CAST(to_json({a[0]}) AS VARCHAR), '\\.0([,}}\\]])', '\\1', 'g'), '[]')");
        vocabulary.Add("lower", a => $"LOWER({a[0]})");
        vocabulary.Add("md5", a => $"md5({a[0]})");
        vocabulary.Add("url_decode", a => $"CASE WHEN regexp_full_match({a[0]}, '([^%]|%[0-9a-fA-F]{{2}})*', 's') THEN COALESCE(TRY(url_decode(replace({a[0]}, '+', ' '))), {a[0]}) ELSE {a[0]} END");
        vocabulary.Add("first", a => $"arg_min({a[0]}, {a[1]})");
        vocabulary.Add("last", a => $"arg_max({a[0]}, {(a.Length == 2 ? a[1] : $"row({string.Join(", ", a[1..])})")})");
        vocabulary.Add("at_first", a => $"arg_min_null({a[0]}, {a[1]})");
        vocabulary.Add("json_row", a => $"CAST(to_json({a[0]}) AS VARCHAR)");
        vocabulary.Add("json_rows", a => $"COALESCE(CAST(to_json(list({a[0]} ORDER BY {a[1]})) AS VARCHAR), '[]')");
        vocabulary.Add("rows", a => $"COALESCE(list({a[0]} ORDER BY {a[1]}), [])");
        vocabulary.Add("dates", a => $"(SELECT CAST(day AS DATE) AS {a[0]} FROM generate_series({a[1]}, {a[2]}, INTERVAL 1 DAY) AS series(day))");
        vocabulary.AddForRows("values", Values);
        vocabulary.AddForExport("field", (shape, a) => Field(shape, a[0], a[1]));

        // A step that is read twice, each time with a filter that reaches down to the files: not to be kept in between.
        vocabulary.Add("inline", _ => "NOT MATERIALIZED");
        vocabulary.AddForExport("param_lists", (shape, _) => ParamLists(shape));
        vocabulary.AddForExport("param", (shape, a) => Param(shape, a[0], a[1]));
        vocabulary.AddForExport("items", (shape, _) => shape.Fields.ContainsKey("items") ? $"CAST(items AS {ItemsType})" : $"CAST(NULL AS {ItemsType})");
    }

    private string Values(LiteralRows rows) => rows.Rows.Count switch
    {
        0 => $"(SELECT {string.Join(", ", rows.Columns.Select(column => $"CAST(NULL AS VARCHAR) AS {column}"))} WHERE FALSE)",
        > LongList when rows.Rows.All(row => row.All(IsPlain)) => Lines(rows),
        _ => $"(SELECT * FROM (VALUES {string.Join(", ", rows.Rows.Select(row => "(" + string.Join(", ", row.Select(Literal)) + ")"))}) AS literal({string.Join(", ", rows.Columns)}))",
    };

    /// <summary>A long list is one text, a row a line: thousands of literals take longer to plan than a small client's data to read.</summary>
    private string Lines(LiteralRows rows)
    {
        var columns = rows.Columns.Select((column, index) => string.Create(CultureInfo.InvariantCulture, $"split_part(line, chr(9), {index + 1}) AS {column}"));
        return $"(SELECT {string.Join(", ", columns)} FROM (SELECT unnest(string_split({Literal(string.Join('\n', rows.Rows.Select(row => string.Join('\t', row))))}, chr(10))) AS line))";
    }

    /// <summary>Neither of the separators is in it, and nothing at its ends that the rendering of a template takes off.</summary>
    private static bool IsPlain(string? value) => value is { Length: > 0 } && value.AsSpan().IndexOfAny('\t', '\n') < 0 && value.Trim().Length == value.Length;

    private string Field(SourceShape shape, string path, string type)
    {
        var target = TypeName(SqlVocabulary.TypeOf(type));
        if (shape.Find(path) is not { IsRepeated: false, Fields.Count: 0 } found)
        {
            return $"CAST(NULL AS {target})";
        }

        var reference = string.Join('.', path.Split('.').Select(Identifier));
        return Convert(reference, found.Type, type);
    }

    /// <summary>
    /// A source's value in the type that the product keeps; NULL where it does not fit. A text is trimmed, and NULL where
    /// nothing is left. A double becomes a decimal, and a text, by its shortest text (DuckDB's own cast multiplies by 10⁹ in
    /// double precision and is off in the last digits); one that is not finite is NULL, and so is a fraction where an integer
    /// belongs. A text is a number where it is written as one: the engines' casts take different ones beside.
    /// </summary>
    private string Convert(string reference, string actual, string type)
    {
        var target = TypeName(SqlVocabulary.TypeOf(type));
        var isDouble = actual is "DOUBLE" or "FLOAT";
        var (text, int64, numeric) = (TypeName(ColumnType.String), TypeName(ColumnType.Int64), TypeName(ColumnType.Numeric));
        return target == text && actual == text ? Trimmed(reference)
            : type == SqlVocabulary.Unbounded ? $"CAST({reference} AS {text})"
            : actual == target ? reference
            : target == numeric && isDouble ? $"TRY_CAST(CAST({reference} AS {text}) AS {target})"
            : target == int64 && isDouble ? $"CASE WHEN {reference} = trunc({reference}) THEN TRY_CAST({reference} AS {target}) END"
            : target == text && isDouble ? $"CASE WHEN NOT isfinite({reference}) THEN NULL WHEN {reference} = trunc({reference}) THEN CAST(TRY_CAST({reference} AS DECIMAL(38, 0)) AS {text}) ELSE CAST({reference} AS {text}) END"
            : target == int64 && actual == text ? Whole(Trimmed(reference))
            : target == numeric && actual == text ? $"TRY_CAST(CASE WHEN {IsNumber(Trimmed(reference))} THEN {Trimmed(reference)} END AS {target})"
            : $"TRY_CAST({reference} AS {target})";
    }

    /// <summary>Unicode's blanks at both ends; DuckDB's own trim knows one of them.</summary>
    private string Trimmed(string text) =>
        $"CASE WHEN regexp_matches({text}, {Literal(PaddedOrEmpty)}) THEN NULLIF(regexp_replace({text}, {Literal(Padding)}, '', 'g'), '') ELSE {text} END";

    private string IsNumber(string text) => $"regexp_matches({text}, {Literal(SqlVocabulary.Number)})";

    /// <summary>A text's integer: by its digits, which no other type could keep; else by its value, where that is whole.</summary>
    private string Whole(string text)
    {
        var (int64, numeric) = (TypeName(ColumnType.Int64), TypeName(ColumnType.Numeric));
        return $"CASE WHEN regexp_matches({text}, {Literal(SqlVocabulary.WholeNumber)}) THEN TRY_CAST({text} AS {int64}) WHEN {IsNumber(text)} AND TRY_CAST({text} AS {numeric}) = trunc(TRY_CAST({text} AS {numeric})) THEN TRY_CAST(TRY_CAST({text} AS {numeric}) AS {int64}) END";
    }

    /// <summary>
    /// The parameters' keys, and each slot's values, as lists of their own: taking a value out of a list of texts is much
    /// cheaper than taking a record out of a list of records.
    /// </summary>
    private static string ParamLists(SourceShape shape) => string.Join(
        ", ",
        (shape.Fields.GetValueOrDefault("event_params")?.Fields.GetValueOrDefault("value")?.Fields.Keys ?? [])
            .Select(slot => $"list_transform(event_params, lambda p: p.\"value\".{slot}) AS param_{slot}s")
            .Prepend("list_transform(event_params, lambda p: p.\"key\") AS param_keys"));

    /// <summary>
    /// The parameter's value, whichever slot holds it; of repeated keys the first. An id in the integer slot becomes text
    /// directly, never through a double.
    /// </summary>
    private string Param(SourceShape shape, string key, string type)
    {
        var target = TypeName(SqlVocabulary.TypeOf(type));
        if (shape.Fields.GetValueOrDefault("event_params")?.Fields.GetValueOrDefault("value") is not { } value)
        {
            return $"CAST(NULL AS {target})";
        }

        var slots = SqlVocabulary.ParameterSlots(type).Where(value.Fields.ContainsKey).Select(slot =>
        {
            var reference = $"param_{slot}s[list_position(param_keys, {Literal(key)})]";
            return Convert(reference, value.Fields[slot].Type, type);
        }).ToArray();
        return slots.Length switch
        {
            0 => $"CAST(NULL AS {target})",
            1 => slots[0],
            _ => $"COALESCE({string.Join(", ", slots)})",
        };
    }
}
