using System.Globalization;
using HandlebarsDotNet;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// The helpers that templates call. A helper's arguments reach it as text: SQL as it stands, dates as literals; a name that
/// is not defined fails.
/// </summary>
public sealed class SqlVocabulary
{
    /// <summary>How a whole number is written in a text.</summary>
    public const string WholeNumber = "^[+-]?[0-9]+$";

    /// <summary>How a number is written in a text (definitions.md, ground rules): digits, a decimal point, an exponent; no separators.</summary>
    public const string Number = @"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$";

    /// <summary>The type of a number's text.</summary>
    public const string Unbounded = "number";

    private readonly IHandlebars _handlebars;
    private readonly ISqlDialect _dialect;

    internal SqlVocabulary(IHandlebars handlebars, ISqlDialect dialect)
    {
        _handlebars = handlebars;
        _dialect = dialect;
    }

    /// <summary>A helper that gives SQL for its arguments.</summary>
    public void Add(string name, Func<string[], string> render) =>
        _handlebars.RegisterHelper(name, (writer, _, arguments) => writer.WriteSafeString(render(Texts(arguments))));

    /// <summary>A helper that stands within <c>{{#each sources}}</c> and gives SQL for its arguments and the columns of the export there.</summary>
    public void AddForExport(string name, Func<SourceShape, string[], string> render) =>
        _handlebars.RegisterHelper(name, (writer, context, arguments) =>
        {
            var source = (Ga4Relation)((IReadOnlyDictionary<string, object?>)context.Value!)["source"]!;
            writer.WriteSafeString(render(source.Shape, Texts(arguments)));
        });

    /// <summary>A helper that makes a relation of literal rows.</summary>
    public void AddForRows(string name, Func<LiteralRows, string> render) =>
        _handlebars.RegisterHelper(name, (writer, _, arguments) => writer.WriteSafeString(render((LiteralRows)arguments[0]!)));

    /// <summary>
    /// The slots of an event parameter in the order in which they are asked for a value: text first for text, numbers first
    /// for numbers, and all of them for an id, which may stand in any.
    /// </summary>
    public static IReadOnlyList<string> ParameterSlots(string type) => type switch
    {
        "string" => ["string_value", "int_value"],
        "id" => ["string_value", "int_value", "double_value", "float_value"],
        "integer" => ["int_value"],
        _ => ["int_value", "double_value", "float_value", "string_value"],
    };

    /// <summary>
    /// The type that a template names, for example <c>int64</c>; an id is text, an integer is what stands in the integer slot, and
    /// a number is the text of one, also of one that is out of all bounds or none at all.
    /// </summary>
    public static ColumnType TypeOf(string name) => name switch
    {
        "id" or Unbounded => ColumnType.String,
        "integer" => ColumnType.Int64,
        _ => Enum.Parse<ColumnType>(name, ignoreCase: true),
    };

    private string[] Texts(Arguments arguments) => [.. arguments.Select(argument => argument switch
    {
        string text => text,
        DateOnly date => _dialect.Literal(date),
        UndefinedBindingResult missing => throw new HandlebarsRuntimeException($"'{missing.Value}' is not defined"),
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "",
    })];
}
