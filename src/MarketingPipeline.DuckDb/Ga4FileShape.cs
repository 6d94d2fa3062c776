using System.Text.RegularExpressions;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// The columns of a file as the product reads them: under their own names, whatever case they have in the file, records with
/// the fields of the specification, lists without the wrappers that writers of Parquet put around them, event_date as text.
/// This is the one place that knows in which ways files differ; nothing that a file calls by another name gets into SQL.
/// </summary>
internal sealed partial class Ga4FileShape
{
    /// <summary>What the reader calls the column with the file's path, and the relation the file's row and its table.</summary>
    public const string PartFile = "part file";
    private const string Part = "part of the export";
    private const string Row = "exported row";

    private static readonly DuckDbDialect Dialect = new();

    /// <summary>All that the product reads.</summary>
    private static readonly SourceShape Known = Ga4Shape.Full(Dialect);
    private static readonly Dictionary<string, SourceShape> Nothing = [];
    private static readonly SourceShape KnownItems = DuckDbTypes.Parse(DuckDbDialect.ItemsType);

    private readonly Dictionary<string, (string Sql, SourceShape Shape)> _columns = new(StringComparer.Ordinal);
    private readonly List<(string Column, string What)> _doubtful = [];

    /// <summary>Columns as JSON gives them: those that it is asked for.</summary>
    public static Ga4FileShape Json { get; } = new(Ga4Schema.Columns.Select(column => (column.Name, DuckDbTypes.Parse(column.Type))));

    /// <param name="columns">The file's columns, by its own names.</param>
    /// <exception cref="InvalidDataException">A column has a form that is not understood; says which was expected.</exception>
    public Ga4FileShape(IEnumerable<(string Name, SourceShape Shape)> columns)
    {
        foreach (var (name, shape) in columns)
        {
            if (name is PartFile or Part or Row)
            {
                throw new InvalidDataException($"It has a column '{name}', a name that is taken.");
            }

            var known = Known.Fields.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                continue;
            }

            var sql = Dialect.Identifier(name);
            if (known == "event_date" && (shape.Type == "DATE" || shape.Type.StartsWith("TIMESTAMP", StringComparison.Ordinal)))
            {
                _columns[known] = ($"strftime({sql}, '%Y%m%d')", new SourceShape("VARCHAR", Nothing));
            }
            else if (Read(sql, shape, known == "items" ? KnownItems : Known.Fields[known]) is { } read)
            {
                _columns[known] = read;
            }
            else if (known == "event_params")
            {
                throw new InvalidDataException($"It has event_params as {Described(shape)}; expected: a list of records with key and value.");
            }
            else
            {
                _doubtful.Add((sql, $"has {known} as {Described(shape)}; GA4 exports {Expected(Known.Fields[known])} there"));
            }
        }
    }

    /// <summary>The columns that there are.</summary>
    public SourceShape Columns => new("", _columns.ToDictionary(column => column.Key, column => column.Value.Shape, StringComparer.Ordinal));

    /// <summary>SQL of how often a column has a value that is not understood, and what to say then.</summary>
    public IReadOnlyList<(string Column, string What)> Doubtful => _doubtful;

    /// <summary>SQL of a column's value in a row of <see cref="From"/>; NULL where there is none.</summary>
    public string Column(string name, bool isFoldersDate = false) =>
        !isFoldersDate || name != "event_date" ? (_columns.TryGetValue(name, out var column) ? column.Sql : "NULL")
        : _columns.TryGetValue(name, out var own) ? $"COALESCE({own.Sql}, {Date})" : Date;

    /// <summary>The file's rows beside what they are parts of.</summary>
    public static string From(string reader, string parts) =>
        $"(SELECT * EXCLUDE (\"{PartFile}\"), {parts}[\"{PartFile}\"] AS \"{Part}\" FROM {reader}) AS \"{Row}\"";

    /// <summary>SQL of a part's name, table and date, within <see cref="From"/>.</summary>
    public static string Of(string field) => $"\"{Part}\".{field}";

    /// <summary>The relation that models read.</summary>
    public string Relation(string from, bool isFoldersDate)
    {
        var columns = _columns.Keys.Select(name => $"{Column(name, isFoldersDate)} AS {Dialect.Identifier(name)}");
        return $"(SELECT {string.Join(", ", columns)}, hash(\"{Row}\") AS row_fingerprint, {Of("source_table")} AS source_table, {Of("source_date")} AS source_date FROM {from})";
    }

    private static string Date => $"strftime({Of("source_date")}, '%Y%m%d')";

    /// <summary>A value as it is known, and the shape that it then has; null where it has another form.</summary>
    private static (string Sql, SourceShape Shape)? Read(string sql, SourceShape found, SourceShape known, int depth = 0)
    {
        if (known.IsRepeated)
        {
            return ReadList(sql, found, known, depth);
        }

        if (found.IsRepeated || (known.Fields.Count > 0) != (found.Fields.Count > 0))
        {
            return null;
        }

        if (known.Fields.Count == 0)
        {
            return PlainType().IsMatch(found.Type) ? (sql, found) : null;
        }

        // DuckDB finds a record's fields in any case, so that the record itself stays as it is.
        var fields = new Dictionary<string, SourceShape>(StringComparer.Ordinal);
        foreach (var (name, shape) in known.Fields)
        {
            if (Find(found, name) is { } field && Read($"{sql}.{Dialect.Identifier(name)}", field, shape, depth) is { } read)
            {
                fields[name] = read.Shape;
            }
        }

        return (sql, new SourceShape(found.Type, fields));
    }

    /// <summary>A list, taken out of the records that writers put around it, and its elements out of theirs: list.element, array.</summary>
    private static (string Sql, SourceShape Shape)? ReadList(string sql, SourceShape found, SourceShape known, int depth)
    {
        while (!found.IsRepeated && found.Fields.Count == 1)
        {
            var (name, inner) = found.Fields.Single();
            (sql, found) = ($"{sql}.{Dialect.Identifier(name)}", inner);
        }

        if (!found.IsRepeated || found.Fields.Count == 0)
        {
            return null;
        }

        var element = $"e{depth}";
        var (path, fields) = (element, new SourceShape(found.Type, found.Fields));
        while (fields.Fields.Count == 1 && !known.Fields.Keys.Any(name => Find(fields, name) is not null))
        {
            var (name, inner) = fields.Fields.Single();
            if (inner.IsRepeated)
            {
                return null;
            }

            (path, fields) = ($"{path}.{Dialect.Identifier(name)}", inner);
        }

        var reads = known.Fields
            .Select(field => (field.Key, Read: Find(fields, field.Key) is { } shape ? Read($"{path}.{Dialect.Identifier(field.Key)}", shape, field.Value, depth + 1) : null))
            .Where(field => field.Read is not null)
            .ToDictionary(field => field.Key, field => field.Read!.Value, StringComparer.Ordinal);
        if (reads.Count == 0 || (known.Fields.ContainsKey("key") && reads.Count < known.Fields.Count))
        {
            return null;
        }

        var shape = new SourceShape(found.Type, reads.ToDictionary(read => read.Key, read => read.Value.Shape, StringComparer.Ordinal), IsRepeated: true);
        var isPlain = path == element && reads.All(read => read.Value.Sql == $"{path}.{Dialect.Identifier(read.Key)}");
        return (isPlain ? sql : $"list_transform({sql}, lambda {element}: {{{string.Join(", ", reads.Select(read => $"'{read.Key}': {read.Value.Sql}"))}}})", shape);
    }

    private static SourceShape? Find(SourceShape record, string name) =>
        record.Fields.FirstOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string Expected(SourceShape known) => known.IsRepeated ? "a list of records" : known.Fields.Count > 0 ? "a record" : "one value";

    /// <summary>The kind of a column, without the names in it.</summary>
    private static string Described(SourceShape shape) =>
        (shape.IsRepeated ? "a list of " : "") + (shape.Fields.Count > 0 ? $"record({string.Join(", ", shape.Fields.Take(5).Select(field => field.Key))})" : shape.Type);

    [GeneratedRegex(@"^[A-Z][A-Z0-9_ ]*(?:\([0-9]+,[0-9]+\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainType();
}
