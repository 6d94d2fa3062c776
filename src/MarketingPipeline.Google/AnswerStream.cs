namespace MarketingPipeline.Google;

/// <summary>
/// The body of an answer that has begun well. It ends with an error where it holds a secret, which Google's answers never do;
/// and where it stops: each piece has to come within some time.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="watch">Looks for secrets.</param>
/// <param name="patience">Stops the waiting.</param>
/// <param name="perPiece">How long a piece may take; null where the whole answer has one time.</param>
internal sealed class AnswerStream(Stream body, SecretWatch watch, CancellationTokenSource patience, TimeSpan? perPiece) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (perPiece is { } limit)
        {
            patience.CancelAfter(limit);
        }

        var count = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
        watch.Look(buffer.Span[..count]);
        return count;
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("The body is read asynchronously.");
}
