using System.Text.RegularExpressions;
using Grpc.Core;
using MarketingPipeline.BigQueryEmulator.Statements;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>The engine's errors as BigQuery words them.</summary>
public static partial class SqlErrors
{
    public static SqlException Of(RpcException error) => error.StatusCode switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.AlreadyExists => new SqlException("invalidQuery", Worded(error.Status.Detail)),
        // What follows the first line is the engine's tree.
        StatusCode.Unimplemented => new SqlException("notImplemented", Worded(error.Status.Detail.Split('\n')[0])),
        StatusCode.ResourceExhausted => new SqlException("resourcesExceeded", $"Resources exceeded during query execution: {Worded(error.Status.Detail)}"),
        _ => new SqlException("internalError", $"The SQL engine failed: {error.StatusCode}: {error.Status.Detail}"),
    };

    private static string Worded(string message) =>
        Location().Replace(message, " at [$1:$2]").Replace("Unexpected end of statement", "Unexpected end of script", StringComparison.Ordinal);

    [GeneratedRegex(@" \[at (?:<[^>]*>:)?(\d+):(\d+)\]")]
    private static partial Regex Location();
}
