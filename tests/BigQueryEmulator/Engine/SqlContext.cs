using MarketingPipeline.BigQueryEmulator.Statements;
using Zetasql;
using Zetasql.OptionProtos;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>What a statement is typed and run with, apart from its text.</summary>
public sealed record SqlContext(SqlCatalog Catalog)
{
    public IReadOnlyList<SqlParameter> Parameters { get; init; } = [];

    /// <summary>System variables such as @@row_count are known by these names.</summary>
    public IReadOnlyList<SqlParameter> SystemVariables { get; init; } = [];

    public AnalyzerOptionsProto Options(AnalyzerOptionsProto template)
    {
        var options = template.Clone();
        options.ParameterMode = Parameters.Any(parameter => parameter.Name.Length == 0) ? ParameterMode.ParameterPositional : ParameterMode.ParameterNamed;
        foreach (var parameter in Parameters)
        {
            if (parameter.Name.Length == 0)
            {
                options.PositionalQueryParameters.Add(parameter.Type);
            }
            else
            {
                options.QueryParameters.Add(new AnalyzerOptionsProto.Types.QueryParameterProto { Name = parameter.Name, Type = parameter.Type });
            }
        }

        foreach (var variable in SystemVariables)
        {
            var proto = new AnalyzerOptionsProto.Types.SystemVariableProto { Type = variable.Type };
            proto.NamePath.Add(variable.Name);
            options.SystemVariables.Add(proto);
        }

        return options;
    }
}
