using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using DuckDBErrorType = DuckDB.NET.Native.DuckDBErrorType;
using NativeMethods = DuckDB.NET.Native.NativeMethods;

namespace MarketingPipeline.DuckDb;

/// <summary>
/// Has patterns read by the RE2 that DuckDB brings, in a database in memory that is made for the first pattern and kept until
/// this is disposed of.
/// </summary>
/// <remarks>
/// A pattern is a parameter, never SQL. RE2 bounds what one may cost: repetitions of at most 1000, and 8 MiB compiled, which
/// takes it up to about half a second. Where DuckDB's native library cannot be loaded (a platform that its package does not
/// have), patterns are not checked: that is one warning of the workspace, which can still be used, since BigQuery needs no
/// DuckDB; there a bad pattern fails in the first build, with BigQuery's words.
/// </remarks>
public sealed class DuckDbPatternCheck : IPatternCheck, IDisposable
{
    private const string Prefix = "Invalid Input Error: ";

    private readonly Func<DuckDBConnection> _open;
    private DuckDBConnection? _connection;

    /// <summary>Makes the check; nothing is opened before there is a pattern.</summary>
    public DuckDbPatternCheck()
        : this(OpenInMemory)
    {
    }

    internal DuckDbPatternCheck(Func<DuckDBConnection> open) => _open = open;

    /// <inheritdoc/>
    public string? Fault(string pattern)
    {
        // DuckDB's texts end at it.
        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            return "it holds the character U+0000";
        }

        try
        {
            using var command = (_connection ??= _open()).CreateCommand();
            command.CommandText = "SELECT regexp_matches('', $1)";
            command.Parameters.Add(new DuckDBParameter(pattern));
            command.ExecuteScalar();
            return null;
        }
        catch (DuckDBException e) when (e.ErrorType == DuckDBErrorType.InvalidInput)
        {
            return e.Message.StartsWith(Prefix, StringComparison.Ordinal) ? e.Message[Prefix.Length..] : e.Message;
        }
        catch (Exception e) when (e is DuckDBException or DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new PipelineException(
                PipelineErrorKind.NotSupported,
                $"DuckDB, which checks regular expressions, cannot be used here: {(e.InnerException ?? e).Message.Split([". ", "\n"], 2, StringSplitOptions.None)[0].Trim().TrimEnd('.')}.",
                "Check the workspace on a machine that DuckDB runs on; here a wrong expression fails in the first build.",
                inner: e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    private static DuckDBConnection OpenInMemory()
    {
        // Asked for first: after one connection that could not load it, the next ones fail without a reason.
        _ = NativeMethods.Startup.DuckDBLibraryVersion();
        var connection = new DuckDBConnection(new DuckDBConnectionStringBuilder
        {
            DataSource = ":memory:",
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
            ["threads"] = "1",
            ["enable_external_access"] = "false",
            ["lock_configuration"] = "true",
        }.ConnectionString);
        connection.Open();
        return connection;
    }
}
