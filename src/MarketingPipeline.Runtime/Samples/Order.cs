using System.Globalization;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>An order as a site reports it.</summary>
internal sealed record Order
{
    /// <summary>Null where the site forgot it; also the placeholder (not set).</summary>
    public required string? TransactionId { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>In <see cref="Currency"/>.</summary>
    public required decimal Revenue { get; init; }

    public required decimal Tax { get; init; }

    public required string Currency { get; init; }

    public string? Coupon { get; init; }

    public decimal RevenueUsd => ToUsd(Revenue, Currency);

    public static decimal ToUsd(decimal amount, string currency) => decimal.Round(amount * UsdPer(currency), 6);

    /// <summary>Draws what a visitor of the site orders, with the flaws that real orders have.</summary>
    public static Order Draw(Site site, SampleRandom random)
    {
        var currency = random.Chance(60) ? site.ForeignCurrency : site.Currency;
        var first = new OrderLine(random.Pick(site.Products), random.Between(1, 3));
        var second = new OrderLine(random.Pick(site.Products), 1);
        var lines = (first.Product != second.Product && random.Chance(250) ? [first, second] : new[] { first })
            .Select(line => line with { Price = decimal.Round(line.Product.Price * UsdPer(site.Currency) / UsdPer(currency), currency == "THB" ? 0 : 2) })
            .ToList();
        var coupon = random.Chance(90) ? "SUNSET10" : null;
        var revenue = decimal.Round(lines.Sum(line => line.Price * line.Quantity) * (coupon is null ? 1m : 0.9m), 2);
        var id = site.OrderPrefix + random.Between(100000, 999999).ToString(CultureInfo.InvariantCulture);
        return new Order
        {
            TransactionId = random.Below(100) switch { < 4 => null, < 7 => "(not set)", _ => id },
            Lines = lines,
            Revenue = revenue,
            Tax = decimal.Round(revenue * 7m / 107m, 2),
            Currency = currency,
            Coupon = coupon,
        };
    }

    // Fixed: the sample needs a rate, not today's.
    private static decimal UsdPer(string currency) => currency switch
    {
        "THB" => 0.0278m,
        "EUR" => 1.08m,
        _ => 1m,
    };
}

/// <summary>A product of an order; the price is of one, in the order's currency.</summary>
internal sealed record OrderLine(Product Product, int Quantity)
{
    public decimal Price { get; init; } = Product.Price;
}
