using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MarketingPipeline.Google.Tests.Hostile;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Head">The request line and the headers.</param>
/// <param name="Body">The body.</param>
internal sealed record WireRequest(string Head, string Body)
{
    public string Line => Head.Split("\r\n")[0];

    public string Path => Line.Split(' ')[1];

    /// <summary>What the headers say, without their names.</summary>
    public string HeaderValues => string.Join(' ', Head.Split("\r\n").Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));

    public string All => Head + "\n" + Body;
}

/// <summary>A server on this machine that answers whatever a test wants, byte by byte, and keeps what it was sent.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireRequest, IEnumerable<byte[]>> _answer;
    private readonly Task _serving;

    public HostileServer(Func<WireRequest, IEnumerable<byte[]>> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public ConcurrentQueue<WireRequest> Seen { get; } = new();

    public static IEnumerable<byte[]> Answer(int status, string body, string type = "application/json", params (string Name, string Value)[] headers) =>
        Answer(status, Encoding.UTF8.GetBytes(body), type, headers);

    public static IEnumerable<byte[]> Answer(int status, byte[] body, string type, params (string Name, string Value)[] headers)
    {
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        yield return Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Answer\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{lines}\r\n"));
        yield return body;
    }

    /// <summary>An answer whose body never ends.</summary>
    public static IEnumerable<byte[]> Endless(int status, string piece)
    {
        yield return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"));
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 1 + (64 * 1024 / piece.Length))));
        while (true)
        {
            yield return bytes;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(connection));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                connection.NoDelay = true;
                var stream = connection.GetStream();
                var request = await ReadAsync(stream);
                Seen.Enqueue(request);
                foreach (var piece in _answer(request))
                {
                    await stream.WriteAsync(piece, _stop.Token);
                }
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or SocketException)
            {
                // The client has had enough.
            }
        }
    }

    private async Task<WireRequest> ReadAsync(NetworkStream stream)
    {
        var bytes = new MemoryStream();
        var piece = new byte[65536];
        var end = -1;
        while (end < 0)
        {
            var count = await stream.ReadAsync(piece, _stop.Token);
            if (count == 0)
            {
                throw new IOException("No request.");
            }

            bytes.Write(piece, 0, count);
            end = bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.Latin1.GetString(bytes.GetBuffer(), 0, end);
        var length = head.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)).FirstOrDefault();
        while (bytes.Length < end + 4 + length)
        {
            var count = await stream.ReadAsync(piece, _stop.Token);
            if (count == 0)
            {
                throw new IOException("Half a request.");
            }

            bytes.Write(piece, 0, count);
        }

        return new WireRequest(head, Encoding.UTF8.GetString(bytes.GetBuffer(), end + 4, length));
    }
}
