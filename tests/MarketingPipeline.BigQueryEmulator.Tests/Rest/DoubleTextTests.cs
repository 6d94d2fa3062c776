using MarketingPipeline.BigQueryEmulator.Rest;
using Zetasql;

namespace MarketingPipeline.BigQueryEmulator.Tests.Rest;

/// <summary>Doubles in answers: what is read again is what was written.</summary>
public sealed class DoubleTextTests
{
    [Theory]
    [InlineData(1e-6, "1.0E-6")]
    [InlineData(1.5e-7, "1.5E-7")]
    [InlineData(1e23, "1.0E23")]
    [InlineData(12345678.125, "1.2345678125E7")]
    [InlineData(-5e-324, "-5.0E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(0.001, "0.001")]
    [InlineData(-12.0, "-12.0")]
    public void A_double_has_its_shortest_digits_and_the_exponent_that_goes_with_them(double number, string text) =>
        Assert.Equal(text, RowJson.Text(new ValueProto { DoubleValue = number }, TimestampFormat.Micros));
}
