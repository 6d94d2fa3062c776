namespace MarketingPipeline.Core.Warehouses;

/// <summary>What an engine that bills by the byte has done for a run so far.</summary>
public sealed record WarehouseCost
{
    /// <summary>Bytes that dry runs said the statements would read.</summary>
    public long BytesEstimated { get; init; }

    /// <summary>Bytes that they read.</summary>
    public long BytesProcessed { get; init; }

    /// <summary>Bytes that are billed: rounded up by the engine, with a minimum per table.</summary>
    public long BytesBilled { get; init; }

    /// <summary>Processing time of all slots, milliseconds.</summary>
    public long SlotMilliseconds { get; init; }
}
