using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Modeling;

/// <summary>Renders models and the product's other .sql templates in one dialect.</summary>
public sealed partial class ModelRenderer
{
    private readonly IHandlebars _handlebars;
    private readonly ConcurrentDictionary<string, HandlebarsTemplate<object, object>> _compiled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string File, string Text)> _queries;

    /// <summary>What the rendering of this thread is given: a helper within a block within a partial is not told the template's values.</summary>
    private readonly ThreadLocal<GivenValues> _given = new();

    /// <summary>Compiling the templates takes longer than a small client's run, and they never change: once a process.</summary>
    private static readonly ConcurrentDictionary<Type, ModelRenderer> OfDialects = new();

    /// <summary>The renderer of a dialect.</summary>
    public static ModelRenderer Of(ISqlDialect dialect) => OfDialects.GetOrAdd(dialect.GetType(), _ => new ModelRenderer(dialect, ModelFiles.Named("shared/")));

    internal ModelRenderer(ISqlDialect dialect, IEnumerable<(string Name, string Text)> shared)
    {
        Dialect = dialect;
        _handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });
        _handlebars.RegisterHelper("lit", (writer, _, arguments) => writer.WriteSafeString(dialect.Literal(arguments[0])));
        _handlebars.RegisterHelper("given", (Context _, Arguments arguments) => (object)_given.Value!.Name((string)arguments[0]!));
        _handlebars.RegisterHelper("ref", (writer, context, arguments) => writer.WriteSafeString(TableOf(context, (string)arguments[0]!)));

        var vocabulary = new SqlVocabulary(_handlebars, dialect);

        // Ratios are floating, zero or NULL below gives NULL; both engines speak this.
        vocabulary.Add("div", arguments => Ratio(arguments[0], arguments[1]));
        vocabulary.Add("div_suffixed", arguments => Ratio(arguments[0] + arguments[2], arguments[1] + arguments[2]));
        vocabulary.Add("change", arguments => Ratio($"({arguments[0]} - {arguments[0]}_prev)", $"{arguments[0]}_prev"));

        // NULL is the same as NULL; a join on IS NOT DISTINCT FROM is refused by BigQuery.
        vocabulary.Add("same", arguments => $"COALESCE('=' || {arguments[0]}, '') = COALESCE('=' || {arguments[1]}, '')");
        vocabulary.Add("concat", string.Concat);
        vocabulary.Add("joined", Joined);
        vocabulary.Add("text_of", arguments => Dialect.Text(arguments[0], SqlVocabulary.TypeOf(arguments[1])));
        vocabulary.Add("content_of", arguments => ContentOf(ModelGraph.Load()[arguments[0]], Listed(arguments[1])));
        vocabulary.Add("union_by_name", arguments => UnionByName(arguments[0], arguments[1], arguments[2..]));
        vocabulary.Add("on_any_date", arguments => SqlStatements.OnAnyDate(arguments[0]));
        dialect.Register(vocabulary);
        foreach (var (name, text) in shared)
        {
            _handlebars.RegisterTemplate(Path.GetFileNameWithoutExtension(name), Body(name, text));
        }

        _queries = ModelFiles.Named("queries/").ToDictionary(file => Path.GetFileNameWithoutExtension(file.Name), file => (file.Name, file.Text), StringComparer.Ordinal);
    }

    /// <summary>The dialect.</summary>
    public ISqlDialect Dialect { get; }

    /// <summary>A model's SELECT.</summary>
    /// <exception cref="InvalidOperationException">The template uses a name that is neither a value nor a helper.</exception>
    public SqlStatement Render(Model model, IReadOnlyDictionary<string, object?> values) => Render(model.File, model.File, model.Template, values);

    /// <summary>One of the product's queries, by name.</summary>
    public SqlStatement RenderQuery(string name, IReadOnlyDictionary<string, object?> values) => Render("queries/" + name, _queries[name].File, _queries[name].Text, values);

    /// <summary>A model's SELECT for people: with what is given in its place, and of given rows what they are.</summary>
    public string RenderToRead(Model model, IReadOnlyDictionary<string, object?> values) => Render(model.File, model.File, model.Template, new GivenValues(values, Read));

    private SqlStatement Render(string name, string file, string template, IReadOnlyDictionary<string, object?> values)
    {
        var given = new GivenValues(values, Dialect.Parameter);
        return new(Render(name, file, template, given), given.Named);
    }

    private string Render(string name, string file, string template, GivenValues given)
    {
        var compiled = _compiled.GetOrAdd(name, _ => _handlebars.Compile(Body(file, template)));
        _given.Value = given;
        try
        {
            return Tidy(compiled(given.All));
        }
        catch (HandlebarsException e)
        {
            throw new InvalidOperationException($"Template {name}: {e.Message}", e);
        }
    }

    private string Read(string name, object value) => value is LiteralRows rows
        ? string.Create(CultureInfo.InvariantCulture, $"{Dialect.Identifier(name)} /* {rows.Rows.Count} {rows.Description} */")
        : Dialect.Literal(value);

    private string Ratio(string above, string below)
    {
        var type = Dialect.TypeName(ColumnType.Float64);
        return $"CAST({above} AS {type}) / NULLIF(CAST({below} AS {type}), 0)";
    }

    /// <summary>
    /// Steps put below each other: the columns that all have, and of the typed ones (<c>users INT64, cost NUMERIC</c>) what a step
    /// has, else NULL. The steps follow as pairs of a name and its columns; one without a name is none.
    /// </summary>
    private string UnionByName(string shared, string typed, string[] steps) => string.Join("\n  UNION ALL\n  ", steps.Chunk(2).Where(step => step[0].Length > 0).Select(step =>
    {
        var own = Listed(step[1]);
        var columns = Listed(typed).Select(column => column.Split(' ')).Select(column => own.Contains(column[0], StringComparer.Ordinal) ? column[0] : $"CAST(NULL AS {Dialect.TypeName(SqlVocabulary.TypeOf(column[1]))}) AS {column[0]}");
        return $"SELECT {string.Join(", ", Listed(shared))},\n    {string.Join(",\n    ", columns.Chunk(6).Select(line => string.Join(", ", line)))}\n  FROM {step[0]}";
    }));

    /// <summary>The texts of a model's columns, in their order but for some, joined by a bar: alike on every engine.</summary>
    private string ContentOf(Model model, string[] without) =>
        Joined([.. model.Columns.Where(column => !without.Contains(column.Name, StringComparer.Ordinal)).Select(column => Dialect.Text(column.Name, column.Type))]);

    /// <summary>Texts joined by a bar, NULL as nothing. One call: an engine of tests ends on a chain of as many operators.</summary>
    private static string Joined(string[] texts) => $"CONCAT({string.Join(", '|', ", texts.Select(text => $"COALESCE({text}, '')"))})";

    private static string[] Listed(string columns) => columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The client's table; of a model that the client lacks, as it lacks its source, no rows of the model's columns.</summary>
    private string TableOf(Context context, string name)
    {
        var values = (IReadOnlyDictionary<string, object?>)Root(context);
        if (name == "ledger")
        {
            return Dialect.Identifier(Ledger.LedgerTables.Ledger);
        }

        var model = ModelGraph.Load()[name];
        return values.GetValueOrDefault("lacking") is IReadOnlySet<string> lacking && lacking.Contains(name)
            ? $"(SELECT {string.Join(", ", model.Columns.Select(column => $"CAST(NULL AS {Dialect.TypeName(column.Type)}) AS {column.Name}"))} LIMIT 0)"
            : Dialect.Identifier(model.TableFor((ClientName)values["client_name"]!));
    }

    private static object Root(Context context) =>
        context.Value is IReadOnlyDictionary<string, object?> values && values.ContainsKey("client_name")
            ? values
            : ((IReadOnlyDictionary<string, object?>)context["@root"]!);

    /// <summary>A template without its header; where the dialect wants them, with the lines' marks.</summary>
    private string Body(string file, string text)
    {
        var lines = text.Split('\n');
        var first = Array.FindIndex(lines, line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal));
        return Dialect.MarksLines ? string.Join('\n', Marked(file, lines, first)) : string.Join('\n', lines[first..]);
    }

    private static IEnumerable<string> Marked(string file, string[] lines, int first)
    {
        var isInTag = false;
        for (var index = first; index < lines.Length; index++)
        {
            var line = lines[index];
            isInTag = line.LastIndexOf("{{", StringComparison.Ordinal) is var opened && line.LastIndexOf("}}", StringComparison.Ordinal) is var closed && opened == closed ? isInTag : opened > closed;
            yield return isInTag || BlockTags().IsMatch(line) ? line : string.Create(CultureInfo.InvariantCulture, $"{line} /*{file}:{index + 1}*/");
        }
    }

    /// <summary>A line without SQL of its own: blank, or only tags that open and close blocks or insert a partial.</summary>
    [GeneratedRegex(@"^\s*(\{\{(#|/|else|>)[^}]*\}\}\s*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex BlockTags();

    /// <summary>The values of one rendering, and which of them the text names: <c>{{given "as_of"}}</c>.</summary>
    private sealed class GivenValues(IReadOnlyDictionary<string, object?> all, Func<string, object, string> spell)
    {
        private readonly Dictionary<string, object> _named = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, object?> All => all;

        public IReadOnlyDictionary<string, object> Named => _named;

        public string Name(string name)
        {
            _named[name] = all.GetValueOrDefault(name) ?? throw new HandlebarsRuntimeException($"'{name}' is not given");
            return spell(name, _named[name]);
        }
    }

    private static string Tidy(string sql) => string.Join('\n', sql.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)) + "\n";
}
