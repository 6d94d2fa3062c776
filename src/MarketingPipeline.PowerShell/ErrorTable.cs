using System.Management.Automation;
using MarketingPipeline.Core;

namespace MarketingPipeline.PowerShell;

/// <summary>The one table from what went wrong to PowerShell's error ids and categories. Ids are stable: scripts compare them.</summary>
internal static class ErrorTable
{
    /// <summary>What every id begins with.</summary>
    private const string Prefix = "MarketingPipeline.";

    /// <summary>The id of an error that is a defect of the product.</summary>
    private const string Unexpected = Prefix + "Unexpected";

    private static readonly Dictionary<PipelineErrorKind, ErrorCategory> Categories = new()
    {
        [PipelineErrorKind.Settings] = ErrorCategory.InvalidData,
        [PipelineErrorKind.NotFound] = ErrorCategory.ObjectNotFound,
        [PipelineErrorKind.Argument] = ErrorCategory.InvalidArgument,
        [PipelineErrorKind.SourceMissing] = ErrorCategory.ResourceUnavailable,
        [PipelineErrorKind.SourceUnreadable] = ErrorCategory.ReadError,
        [PipelineErrorKind.SourceStale] = ErrorCategory.LimitsExceeded,
        [PipelineErrorKind.NotBuilt] = ErrorCategory.InvalidOperation,
        [PipelineErrorKind.WarehouseBusy] = ErrorCategory.ResourceBusy,
        [PipelineErrorKind.WarehouseFailed] = ErrorCategory.WriteError,
        [PipelineErrorKind.BudgetExceeded] = ErrorCategory.LimitsExceeded,
        [PipelineErrorKind.DataTestsFailed] = ErrorCategory.InvalidResult,
        [PipelineErrorKind.NotSupported] = ErrorCategory.NotImplemented,
        [PipelineErrorKind.SignInFailed] = ErrorCategory.AuthenticationError,
        [PipelineErrorKind.SourceRefused] = ErrorCategory.PermissionDenied,
        [PipelineErrorKind.SourceUnavailable] = ErrorCategory.ConnectionError,
        [PipelineErrorKind.QuotaExhausted] = ErrorCategory.QuotaExceeded,
    };

    /// <summary>An exception as an error record.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="client">The client concerned; null where the error concerns everything.</param>
    internal static ErrorRecord Record(Exception failure, string? client) => failure is PipelineException known
        ? Record(known, client, Prefix + known.Kind, Categories.GetValueOrDefault(known.Kind, ErrorCategory.NotSpecified))
        : new ErrorRecord(failure, Unexpected, ErrorCategory.NotSpecified, client)
        {
            ErrorDetails = new ErrorDetails(Named(client, ShownText.Clean(failure.Message)))
            {
                RecommendedAction = "This is a defect of the module. Report it with the output of 'Get-Error'; the other clients are not affected.",
            },
        };

    private static ErrorRecord Record(PipelineException failure, string? client, string id, ErrorCategory category) =>
        new(failure, id, category, client ?? failure.Target)
        {
            ErrorDetails = new ErrorDetails(Named(client, failure.Message)) { RecommendedAction = failure.Advice },
        };

    // One run is on many clients, and a log shows the message alone: it has to say whose error it is.
    private static string Named(string? client, string message) =>
        client is null || message.Contains(client, StringComparison.Ordinal) ? message : $"{client}: {message}";
}
