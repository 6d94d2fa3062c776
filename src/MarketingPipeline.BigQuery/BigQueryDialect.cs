using System.Globalization;
using System.Text;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.BigQuery;

/// <summary>BigQuery's SQL (GoogleSQL).</summary>
public sealed class BigQueryDialect : ISqlDialect
{
    private const int LongList = 50;

    /// <inheritdoc/>
    public string Name => "BigQuery";

    /// <inheritdoc/>
    public string TypeName(ColumnType type) => type switch
    {
        ColumnType.String => "STRING",
        ColumnType.Int64 => "INT64",
        ColumnType.Float64 => "FLOAT64",
        ColumnType.Numeric => "NUMERIC",
        ColumnType.Bool => "BOOL",
        ColumnType.Date => "DATE",
        ColumnType.Timestamp => "TIMESTAMP",
        ColumnType.Items => Ga4Items.SqlType,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <inheritdoc/>
    public string Literal(object? value) => value switch
    {
        null => "NULL",
        string text => Quoted(text),
        bool flag => flag ? "TRUE" : "FALSE",
        DateOnly date => "DATE '" + date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "'",
        DateTimeOffset moment => "TIMESTAMP '" + moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00'",
        decimal number => "NUMERIC '" + number.ToString(CultureInfo.InvariantCulture) + "'",
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IEnumerable<string> list => "(" + string.Join(", ", list.Select(Literal)) + ")",
        _ => throw new ArgumentException($"A {value.GetType().Name} has no literal.", nameof(value)),
    };

    /// <inheritdoc/>
    public string Parameter(string name, object value) => value is LiteralRows rows
        ? Lines(rows.Columns, "@" + name)
        : "@" + name;

    /// <inheritdoc/>
    public string Identifier(string name) => "`" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal) + "`";

    /// <inheritdoc/>
    public string Text(string value, ColumnType type) => type switch
    {
        ColumnType.String => value,
        ColumnType.Timestamp => $"CAST(UNIX_MICROS({value}) AS STRING)",
        ColumnType.Date => $"FORMAT_DATE('%Y%m%d', {value})",
        _ => $"CAST({value} AS STRING)",
    };

    /// <inheritdoc/>
    public string EmptyTable(string table, IReadOnlyList<ModelColumn> columns) => $"TRUNCATE TABLE {Identifier(table)}";

    /// <inheritdoc/>
    public void Register(SqlVocabulary vocabulary)
    {
        vocabulary.Add("string", a => $"CAST({a[0]} AS STRING)");
        vocabulary.Add("int64", a => $"CAST({a[0]} AS INT64)");
        vocabulary.Add("float64", a => $"CAST({a[0]} AS FLOAT64)");
        vocabulary.Add("numeric", a => $"SAFE_CAST({a[0]} AS NUMERIC)");
        vocabulary.Add("typed_null", a => $"CAST(NULL AS {TypeName(SqlVocabulary.TypeOf(a[0]))})");
        vocabulary.Add("thousandth", a => $"CAST({a[0]} AS NUMERIC) / 1000");
        vocabulary.Add("millionth", a => $"CAST({a[0]} AS NUMERIC) / 1000000");
        vocabulary.Add("timestamp", a => $"TIMESTAMP_MICROS({a[0]})");
        vocabulary.Add("seconds_between", a => $"DIV(TIMESTAMP_DIFF({a[1]}, {a[0]}, MICROSECOND), 1000000)");
        vocabulary.Add("minutes_between", a => $"CAST(TIMESTAMP_DIFF({a[1]}, {a[0]}, MICROSECOND) AS FLOAT64) / 60000000");
        vocabulary.Add("days_after", a => $"DATE_ADD({a[0]}, INTERVAL {a[1]} DAY)");
        vocabulary.Add("days_between", a => $"DATE_DIFF({a[1]}, {a[0]}, DAY)");
        vocabulary.Add("matches", a => $"REGEXP_CONTAINS({a[0]}, {Literal(a[1])})");
        vocabulary.Add("extract", a => $"NULLIF(REGEXP_EXTRACT({a[0]}, {Literal(a[1])}), '')");

        // The one letter that grows in lower case, an i with a dot of its own: elsewhere it is an i.
        vocabulary.Add("lower", a => $"LOWER(REPLACE({a[0]}, 'İ', 'i'))");
        vocabulary.Add("is_number", a => IsNumber(a[0]));
        vocabulary.Add("trim", a => Trimmed(a[0]));
        vocabulary.Add("items_text", a => $"COALESCE(REGEXP_REPLACE(TO_JSON_STRING({a[0]}), r'\\.0([,}}\\]])', r'\\1'), '[]')");
        vocabulary.Add("md5", a => $"TO_HEX(MD5({a[0]}))");
        vocabulary.Add("url_decode", a => UrlDecode(a[0]));
        vocabulary.Add("first", a => $"ARRAY_AGG(IF({a[1]} IS NULL, NULL, {a[0]}) IGNORE NULLS ORDER BY {a[1]} LIMIT 1)[SAFE_OFFSET(0)]");
        vocabulary.Add("last", a => $"ARRAY_AGG(IF({a[1]} IS NULL, NULL, {a[0]}) IGNORE NULLS ORDER BY {string.Join(", ", a[1..].Select(order => order + " DESC"))} LIMIT 1)[SAFE_OFFSET(0)]");
        vocabulary.Add("at_first", a => $"ARRAY_AGG(IF({a[1]} IS NULL, NULL, STRUCT({a[0]} AS value)) IGNORE NULLS ORDER BY {a[1]} LIMIT 1)[SAFE_OFFSET(0)].value");
        vocabulary.Add("json_row", a => $"TO_JSON_STRING({a[0]})");
        vocabulary.Add("json_rows", a => $"IF(COUNT(*) = 0, '[]', TO_JSON_STRING(ARRAY_AGG({a[0]} ORDER BY {a[1]})))");
        vocabulary.Add("rows", a => $"IFNULL(ARRAY_AGG({a[0]} ORDER BY {a[1]}), [])");
        vocabulary.Add("dates", a => $"(SELECT day AS {a[0]} FROM UNNEST(GENERATE_DATE_ARRAY({a[1]}, {a[2]})) AS day)");
        vocabulary.AddForRows("values", Values);
        vocabulary.AddForExport("field", (shape, a) => Field(shape, a[0], a[1]));
        vocabulary.Add("inline", _ => "");
        vocabulary.Add("param_lists", _ => "NULL AS param_keys");
        vocabulary.AddForExport("param", (shape, a) => Param(shape, a[0], a[1]));
        vocabulary.AddForExport("items", (shape, _) => Ga4Items.Select(shape));
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var character in text)
        {
            _ = character switch
            {
                '\\' or '\'' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                < ' ' => quoted.Append("\\x").Append(((int)character).ToString("x2", CultureInfo.InvariantCulture)),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>BigQuery has no such function: percent pairs become bytes, and bytes that are no UTF-8 leave the text raw.</summary>
    private static string UrlDecode(string x) =>
        $"IF(REGEXP_CONTAINS({x}, r'^(?s:[^%]|%[0-9a-fA-F]{{2}})*$'), COALESCE(SAFE_CAST((SELECT STRING_AGG(IF(STARTS_WITH(part, '%'), FROM_HEX(SUBSTR(part, 2)), CAST(part AS BYTES)), b'' ORDER BY position) FROM UNNEST(REGEXP_EXTRACT_ALL(REPLACE({x}, '+', ' '), r'(?s:%[0-9a-fA-F]{{2}}|[^%]+)')) AS part WITH OFFSET AS position) AS STRING), {x}), {x})";

    private string Values(LiteralRows rows) => rows.Rows.Count switch
    {
        0 => $"(SELECT {string.Join(", ", rows.Columns.Select(column => $"CAST(NULL AS STRING) AS {column}"))} FROM UNNEST([1]) WHERE FALSE)",
        > LongList when rows.Rows.All(row => row.All(IsPlain)) => Lines(rows.Columns, Literal(rows.Lines())),
        _ => $"(SELECT * FROM UNNEST([{string.Join(", ", rows.Rows.Select((row, index) => "STRUCT(" + string.Join(", ", row.Select((value, column) => Literal(value) + (index == 0 ? " AS " + rows.Columns[column] : ""))) + ")"))}]))",
    };

    /// <summary>
    /// A long list is one text, a row a line: as literals each of its rows is several nodes, which are parsed and typed anew for
    /// every statement that has them.
    /// </summary>
    private static string Lines(IReadOnlyList<string> names, string text)
    {
        var columns = names.Select((column, index) => string.Create(CultureInfo.InvariantCulture, $"SPLIT(line, '\\t')[OFFSET({index})] AS {column}"));
        return $"(SELECT {string.Join(", ", columns)} FROM UNNEST(SPLIT({text}, '\\n')) AS line)";
    }

    private static bool IsPlain(string? value) => value is not null && value.AsSpan().IndexOfAny('\t', '\n') < 0;

    private string Field(SourceShape shape, string path, string type)
    {
        var target = TypeName(SqlVocabulary.TypeOf(type));
        return shape.Find(path) is not { IsRepeated: false, Fields.Count: 0 } found ? $"CAST(NULL AS {target})"
            : Converted(path, found.Type, type);
    }

    /// <summary>
    /// A source's value in the type that the product keeps; NULL where it does not fit. A text is trimmed, and NULL where
    /// nothing is left. A double becomes a decimal, and a text, by its shortest text, as on DuckDB: the cast itself takes over
    /// the double's binary digits, 1234567890123.456054688 for .456; one that is not finite is NULL, and so is a fraction where
    /// an integer belongs.
    /// </summary>
    private string Converted(string reference, string actual, string type)
    {
        var target = TypeName(SqlVocabulary.TypeOf(type));
        var (text, int64, float64, numeric) = (TypeName(ColumnType.String), TypeName(ColumnType.Int64), TypeName(ColumnType.Float64), TypeName(ColumnType.Numeric));
        return target == text && actual == text ? Trimmed(reference)
            : type == SqlVocabulary.Unbounded ? actual == float64 ? ShortestText(reference) : $"CAST({reference} AS {text})"
            : actual == target ? reference
            : target == numeric && actual == float64 ? $"SAFE_CAST({ShortestText(reference)} AS {target})"
            : target == int64 && actual == float64 ? $"CASE WHEN {reference} = TRUNC({reference}) THEN SAFE_CAST({reference} AS {target}) END"
            : target == text && actual == float64 ? $"CASE WHEN IS_NAN({reference}) OR IS_INF({reference}) THEN NULL WHEN {reference} <> TRUNC({reference}) THEN {ShortestText(reference)} WHEN ABS({reference}) < 1e38 THEN CAST(CAST({reference} AS BIGNUMERIC) AS STRING) END"
            : target == int64 && actual == text ? Whole(Trimmed(reference))
            : target == numeric && actual == text ? $"SAFE_CAST(CASE WHEN {IsNumber(Trimmed(reference))} THEN {Trimmed(reference)} END AS {target})"
            : $"SAFE_CAST({reference} AS {target})";
    }

    /// <summary>Without Unicode's blanks at both ends.</summary>
    private static string Trimmed(string text) => $"NULLIF(TRIM({text}), '')";

    private string IsNumber(string text) => $"REGEXP_CONTAINS({text}, {Literal(SqlVocabulary.Number)})";

    /// <summary>A text's integer: by its digits, which no other type could keep; else by its value, where that is whole.</summary>
    private string Whole(string text) =>
        $"CASE WHEN REGEXP_CONTAINS({text}, {Literal(SqlVocabulary.WholeNumber)}) THEN SAFE_CAST({text} AS INT64) WHEN {IsNumber(text)} AND SAFE_CAST({text} AS NUMERIC) = TRUNC(SAFE_CAST({text} AS NUMERIC)) THEN SAFE_CAST(SAFE_CAST({text} AS NUMERIC) AS INT64) END";

    /// <summary>BigQuery's own text has 15 digits or 17, never 16.</summary>
    private static string ShortestText(string x) =>
        $"CASE {x} WHEN SAFE_CAST(FORMAT('%.15g', {x}) AS FLOAT64) THEN FORMAT('%.15g', {x}) WHEN SAFE_CAST(FORMAT('%.16g', {x}) AS FLOAT64) THEN FORMAT('%.16g', {x}) ELSE FORMAT('%.17g', {x}) END";

    private string Param(SourceShape shape, string key, string type)
    {
        var target = TypeName(SqlVocabulary.TypeOf(type));
        if (shape.Fields.GetValueOrDefault("event_params")?.Fields.GetValueOrDefault("value") is not { } value)
        {
            return $"CAST(NULL AS {target})";
        }

        var slots = SqlVocabulary.ParameterSlots(type).Where(value.Fields.ContainsKey).Select(slot => Converted($"value.{slot}", value.Fields[slot].Type, type));
        return $"(SELECT COALESCE({string.Join(", ", slots)}) FROM UNNEST(event_params) WITH OFFSET AS position WHERE key = {Literal(key)} ORDER BY position LIMIT 1)";
    }
}
