using Grpc.Core;
using MarketingPipeline.BigQueryEmulator.Statements;
using MarketingPipeline.BigQueryEmulator.Storage;
using Zetasql;
using Zetasql.LocalService;
using Zetasql.OptionProtos;
using Client = Zetasql.LocalService.ZetaSqlLocalService.ZetaSqlLocalServiceClient;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>GoogleSQL: parses, types and evaluates statements. Knows no stored tables but those that are handed in.</summary>
public sealed class SqlEngine : IAsyncDisposable
{
    private readonly ZetaSqlProcess _process = new();
    private readonly AnswerCache _answers = new();
    private AnalyzerOptionsProto? _options;

    public ZetaSqlProcess Process => _process;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Types a statement over tables that it may call by their whole name, their dataset's or their own.</summary>
    /// <exception cref="SqlException">The statement is wrong.</exception>
    public async Task<Analysis> AnalyzeAsync(string sql, IEnumerable<StoredTable> tables, CancellationToken cancellation = default) =>
        await AnalyzeAsync(await WithSplitNamesAsync(sql, cancellation), new SqlContext(SqlCatalog.Of(tables)), cancellation);

    /// <summary>Types a statement whose names are quoted by part.</summary>
    /// <exception cref="SqlException">The statement is wrong.</exception>
    public async Task<Analysis> AnalyzeAsync(string sql, SqlContext context, CancellationToken cancellation = default)
    {
        var options = await OptionsAsync(cancellation);
        var request = new AnalyzeRequest { SqlStatement = sql, Options = context.Options(options), SimpleCatalog = context.Catalog.Build(Functions(options)) };
        var answer = await _answers.GetAsync(request, () => CallAsync((client, token) => client.AnalyzeAsync(request, cancellationToken: token), cancellation));
        return AnalysisReader.Read(answer.ResolvedStatement, context.Catalog);
    }

    /// <summary>The tables' names in a statement, by part; names of its own (WITH, aliases) are not among them.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> ExtractTableNamesAsync(string sql, CancellationToken cancellation = default)
    {
        var text = await WithSplitNamesAsync(sql, cancellation);
        var options = await OptionsAsync(cancellation);
        var request = new ExtractTableNamesFromStatementRequest { SqlStatement = text, Options = options.LanguageOptions };
        var answer = await _answers.GetAsync(request, () => CallAsync((client, token) => client.ExtractTableNamesFromStatementAsync(request, cancellationToken: token), cancellation));
        return [.. answer.TableName.Select(name => (IReadOnlyList<string>)[.. name.TableNameSegment])];
    }

    /// <summary>A script's tree, as written.</summary>
    public async Task<ASTScriptProto> ParseScriptAsync(string sql, CancellationToken cancellation = default)
    {
        var options = await OptionsAsync(cancellation);
        var request = new ParseRequest { SqlStatement = sql, AllowScript = true, Options = options.LanguageOptions };
        var answer = await _answers.GetAsync(request, () => CallAsync((client, token) => client.ParseAsync(request, cancellationToken: token), cancellation));
        return answer.ParsedScript;
    }

    /// <summary>Evaluates a SELECT over tables with rows, known by one name each.</summary>
    public async Task<TableData> EvaluateQueryAsync(string sql, SqlContext context, IReadOnlyDictionary<string, TableData> rows, CancellationToken cancellation = default)
    {
        var options = await OptionsAsync(cancellation);
        var request = new EvaluateQueryRequest { Sql = sql, Options = context.Options(options), SimpleCatalog = context.Catalog.Build(Functions(options)) };
        foreach (var (name, data) in rows)
        {
            request.TableContent.Add(name, new TableContent { TableData = data });
        }

        request.Params.AddRange(ParametersOf(context));
        RequestSize.Check(request.CalculateSize(), rows);
        var answer = await CallAsync((client, token) => client.EvaluateQueryAsync(request, cancellationToken: token), cancellation);
        return answer.Content?.TableData ?? new TableData();
    }

    /// <summary>A resolved expression as SQL.</summary>
    public async Task<string> BuildSqlAsync(AnyResolvedExprProto expression, SqlContext context, CancellationToken cancellation = default)
    {
        var request = new BuildSqlRequest { ResolvedExpression = expression, SimpleCatalog = context.Catalog.Build(Functions(await OptionsAsync(cancellation))), DescriptorPoolList = new DescriptorPoolListProto() };
        // Parts of dates are an enum of the engine's own.
        request.DescriptorPoolList.Definitions.Add(new DescriptorPoolListProto.Types.Definition { Builtin = new DescriptorPoolListProto.Types.Builtin() });
        return (await CallAsync((client, token) => client.BuildSqlAsync(request, cancellationToken: token), cancellation)).Sql;
    }

    /// <summary>A statement with its names quoted by part; as it is where it cannot be parsed, for the analyzer to say so.</summary>
    public async Task<string> WithSplitNamesAsync(string sql, CancellationToken cancellation)
    {
        if (!sql.Contains('`', StringComparison.Ordinal))
        {
            return sql;
        }

        try
        {
            return SqlText.SplitQuotedNames(sql, await ParseScriptAsync(sql, cancellation));
        }
        catch (SqlException error) when (error.Reason == "invalidQuery")
        {
            return sql;
        }
    }

    private static ZetaSQLBuiltinFunctionOptionsProto Functions(AnalyzerOptionsProto options) => new() { LanguageOptions = options.LanguageOptions };

    private static IEnumerable<Parameter> ParametersOf(SqlContext context) =>
        context.Parameters.Select(parameter => new Parameter { Name = parameter.Name, Value = parameter.Value });

    private async Task<AnalyzerOptionsProto> OptionsAsync(CancellationToken cancellation)
    {
        if (_options is { } known)
        {
            return known;
        }

        var maximum = await CallAsync((client, token) => client.GetLanguageOptionsAsync(new LanguageOptionsRequest { MaximumFeatures = true }, cancellationToken: token), cancellation);
        return _options = ZetaSqlLanguage.Analyzer(ZetaSqlLanguage.ForBigQuery(maximum));
    }

    /// <summary>Asks the engine; where the question has ended it, once more.</summary>
    private async Task<T> CallAsync<T>(Func<Client, CancellationToken, AsyncUnaryCall<T>> call, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            Client? client = null;
            try
            {
                client = await _process.ClientAsync(cancellation);
                return await call(client, cancellation);
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
            catch (RpcException error)
            {
                if (!await EndedAsync(error))
                {
                    throw SqlErrors.Of(error);
                }

                // Also one that still runs, but cannot be reached any more.
                if (client is not null)
                {
                    _process.Forget(client);
                }

                // Another statement may have ended it: hence a third try.
                if (attempt == 3)
                {
                    throw new SqlException("internalError", "The SQL engine ended repeatedly on this statement; it cannot evaluate it.");
                }
            }
        }
    }

    // The connection breaks a moment before the process is known to have ended.
    private async Task<bool> EndedAsync(RpcException error)
    {
        if (error.StatusCode is not (StatusCode.Unavailable or StatusCode.Internal))
        {
            return false;
        }

        for (var wait = 0; wait < 40 && !_process.HasEnded; wait++)
        {
            await Task.Delay(25);
        }

        return _process.HasEnded || error.StatusCode == StatusCode.Unavailable;
    }
}
