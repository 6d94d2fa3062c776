using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Grpc.Core;
using Grpc.Net.Client;
using Zetasql.LocalService;
using Client = Zetasql.LocalService.ZetaSqlLocalService.ZetaSqlLocalServiceClient;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>The native engine, in a process of its own: it ends with ours, and is started anew where it has ended.</summary>
public sealed class ZetaSqlProcess : IAsyncDisposable
{
    // The shell holds our end of a pipe: however we end, the pipe closes and the engine is killed.
    private const string Guard = "exec 3<&0; \"$0\" \"$@\" </dev/null & child=$!; (cat <&3 >/dev/null; kill -9 $child) 2>/dev/null & wait $child";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Process? _process;
    private GrpcChannel? _channel;
    private Client? _client;
    private bool _disposed;

    /// <summary>How often the engine was started; more than once where it ended by itself.</summary>
    public int Starts { get; private set; }

    public bool HasEnded => _process is null or { HasExited: true };

    /// <summary>The running engine's client; starts the engine where it does not run.</summary>
    public async Task<Client> ClientAsync(CancellationToken cancellation)
    {
        if (_client is { } running && !HasEnded)
        {
            return running;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _client is { } started && !HasEnded ? started : await StartAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says that a client cannot reach its engine: the next one that is asked for is of an engine started anew.</summary>
    public void Forget(Client client) => Interlocked.CompareExchange(ref _client, null, client);

    /// <summary>Ends the engine, as if it had ended by itself.</summary>
    public void Kill() => _process?.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        _disposed = true;
        Stop();
        _gate.Release();
    }

    private static string Executable()
    {
        var library = typeof(ZetaSqlProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ZetaSqlLibrary").Value!;
        var name = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "remote_server_arm.so" : "remote_server.so";
        return Path.GetFullPath(Path.Combine(library, "node_modules/@fivetrandevelopers/zetasql/lib/zetasql", name));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<Client> StartAsync(CancellationToken cancellation)
    {
        Stop();
        var port = FreePort();
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", Guard, Executable(), "localhost", $"{port}"])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The SQL engine did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        Starts++;
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure, MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        var client = new Client(_channel);
        await ReadyAsync(client, process, cancellation);
        _client = client;
        return client;
    }

    private static async Task ReadyAsync(Client client, Process process, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await client.GetLanguageOptionsAsync(new LanguageOptionsRequest { MaximumFeatures = false }, cancellationToken: cancellation);
                return;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && !process.HasExited && waited.Elapsed < _patience)
            {
                await Task.Delay(20, cancellation);
            }
        }
    }

    private void Stop()
    {
        _client = null;
        _channel?.Dispose();
        _channel = null;
        if (_process is { } process)
        {
            process.StandardInput.Dispose();
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
            _process = null;
        }
    }
}
