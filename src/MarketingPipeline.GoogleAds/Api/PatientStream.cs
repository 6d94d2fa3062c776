namespace MarketingPipeline.GoogleAds.Api;

/// <summary>A body that may take any time as a whole, but not stop: each piece has to come within some time.</summary>
internal sealed class PatientStream(Stream body, CancellationTokenSource patience, TimeSpan perPiece) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        patience.CancelAfter(perPiece);
        return await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("The body is read asynchronously.");
}
