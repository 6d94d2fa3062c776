using System.Globalization;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>What an engine that bills by the byte reads, in a few words; nothing where there is nothing to say.</summary>
public static class CostText
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>A plan's message with its bytes and price, where it has them.</summary>
    public static string After(string message, long? bytes, decimal? price) => bytes is not { } known || known == 0
        ? message
        : $"{message}; reads {Bytes(known)}" + (price is null ? "" : $", price {Figure.Price(price)}");

    /// <summary>What a run is billed; empty on an engine that does not bill by the byte.</summary>
    public static string Billed(WarehouseCost? cost) => cost is null ? "" : Bytes(cost.BytesBilled);

    private static string Bytes(long bytes)
    {
        var unit = 0;
        var amount = (decimal)bytes;
        for (; amount >= 1024 && unit < Units.Length - 1; unit++)
        {
            amount /= 1024;
        }

        return amount.ToString("#,0.##", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
