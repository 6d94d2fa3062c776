using System.Threading.Channels;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// Rows that are read while something else is still done: some of them wait here until they are asked for, and the reading
/// waits for that. What ends the reading ends whoever asks for the rows.
/// </summary>
internal sealed class RowsAhead<T> : IAsyncDisposable
{
    private const int MostWaiting = 32_768;

    private readonly Channel<T> _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _end;
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="read">Gives the rows; asked once.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public RowsAhead(Func<CancellationToken, IAsyncEnumerable<T>> read, CancellationToken cancellation)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _reading = Task.Run(() => ReadAsync(read, _end.Token), CancellationToken.None);
    }

    /// <summary>The rows, once.</summary>
    public IAsyncEnumerable<T> RowsAsync(CancellationToken cancellation) => _waiting.Reader.ReadAllAsync(cancellation);

    /// <summary>Ends the reading where it still goes on, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task ReadAsync(Func<CancellationToken, IAsyncEnumerable<T>> read, CancellationToken cancellation)
    {
        try
        {
            await foreach (var row in read(cancellation).WithCancellation(cancellation).ConfigureAwait(false))
            {
                await _waiting.Writer.WriteAsync(row, cancellation).ConfigureAwait(false);
            }

            _waiting.Writer.Complete();
        }
        catch (Exception e)
        {
            // Whoever asks for the rows gets it; where nobody does any more, it has no meaning.
            _waiting.Writer.Complete(e);
        }
    }
}
