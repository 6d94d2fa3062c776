using Google.Protobuf;
using MarketingPipeline.BigQueryEmulator.Engine;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>Reads a condition's comparisons of columns with constants.</summary>
public sealed class ConstraintReader(IReadOnlyList<SqlParameter> parameters, IReadOnlyDictionary<string, SimpleConstantProto> variables)
{
    private static readonly Dictionary<string, string> _turned = new()
    {
        ["$equal"] = "$equal",
        ["$less"] = "$greater",
        ["$less_or_equal"] = "$greater_or_equal",
        ["$greater"] = "$less",
        ["$greater_or_equal"] = "$less_or_equal",
    };

    private readonly List<AnyResolvedExprProto> _unknown = [];

    /// <summary>Constants that were computed beforehand.</summary>
    public IReadOnlyDictionary<AnyResolvedExprProto, ValueProto> Folded { get; init; } = new Dictionary<AnyResolvedExprProto, ValueProto>();

    /// <summary>Constants that would have to be computed.</summary>
    public IReadOnlyCollection<AnyResolvedExprProto> Unknown => _unknown;

    public IEnumerable<(long Column, ColumnConstraint Constraint)> Read(IMessage? condition)
    {
        if (ResolvedTree.Unwrap(condition) is not ResolvedFunctionCallProto call)
        {
            return [];
        }

        var name = NameOf(call);
        var arguments = call.Parent.ArgumentList;
        if (name == "$and")
        {
            return arguments.SelectMany(Read);
        }

        if (name == "$or")
        {
            return Either([.. arguments.Select(argument => Read(argument).ToArray())]);
        }

        if (name == "$is_null" && ResolvedTree.Unwrap(arguments[0]) is ResolvedColumnRefProto { IsCorrelated: false } nullable)
        {
            return [(nullable.Column.ColumnId, new ColumnConstraint("$is_null", false, []))];
        }

        if (name is "$between" or "$in")
        {
            return Compared(name, arguments[0], [.. arguments.Skip(1)]);
        }

        return arguments is [var left, var right] && _turned.TryGetValue(name, out var turned)
            ? Compared(name, left, [right]).Concat(Compared(turned, right, [left]))
            : [];
    }

    /// <summary>A column that each side compares is constrained to what any of them allows.</summary>
    private static IEnumerable<(long, ColumnConstraint)> Either((long Column, ColumnConstraint Constraint)[][] sides) =>
        sides.SelectMany(side => side).Select(entry => entry.Column).Distinct()
            .Where(column => sides.All(side => side.Any(entry => entry.Column == column)))
            .Select(column => (column, new ColumnConstraint("$or", false, []) { Sides = [.. sides.Select(side => side.First(entry => entry.Column == column).Constraint)] }));

    private static string NameOf(ResolvedFunctionCallProto call) => call.Parent.Function.Name.Split(':')[^1];

    private IEnumerable<(long, ColumnConstraint)> Compared(string name, AnyResolvedExprProto left, IReadOnlyList<AnyResolvedExprProto> constants)
    {
        var (column, onDay) = ResolvedTree.Unwrap(left) switch
        {
            ResolvedColumnRefProto { IsCorrelated: false } plain => (plain.Column, false),
            ResolvedCastProto { Parent.Type.TypeKind: TypeKind.TypeDate } cast when ResolvedTree.Unwrap(cast.Expr) is ResolvedColumnRefProto { IsCorrelated: false } inner => (inner.Column, true),
            ResolvedFunctionCallProto call when NameOf(call) == "date" && call.Parent.ArgumentList is [var only] && ResolvedTree.Unwrap(only) is ResolvedColumnRefProto { IsCorrelated: false } inner => (inner.Column, true),
            _ => (null, false),
        };
        if (column is null || constants.Any(constant => ResolvedTree.All(constant).Any(node => node is ResolvedColumnRefProto or ResolvedSubqueryExprProto)))
        {
            yield break;
        }

        ValueProto?[] values = [.. constants.Select(ValueOf)];
        yield return values.Any(value => value is null)
            ? (column.ColumnId, new ColumnConstraint("", onDay, []))
            : (column.ColumnId, new ColumnConstraint(name, onDay, values!));
    }

    private ValueProto? ValueOf(AnyResolvedExprProto constant)
    {
        var value = Folded.GetValueOrDefault(constant) ?? KnownOf(constant);
        if (value is null && !ResolvedTree.All<ResolvedFunctionCallProto>(constant).Any(call => NameOf(call) is "rand" or "generate_uuid"))
        {
            _unknown.Add(constant);
        }

        return value;
    }

    private ValueProto? KnownOf(AnyResolvedExprProto constant) => ResolvedTree.Unwrap(constant) switch
    {
        ResolvedLiteralProto literal => literal.Value.Value,
        ResolvedParameterProto named => parameters.FirstOrDefault(parameter => parameter.Name.Equals(named.Name, StringComparison.OrdinalIgnoreCase))?.Value,
        ResolvedConstantProto constantRef => variables.GetValueOrDefault(constantRef.Constant.Name)?.Value,
        _ => null,
    };
}
