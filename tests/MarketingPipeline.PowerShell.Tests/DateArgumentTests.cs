using System.Globalization;

namespace MarketingPipeline.PowerShell.Tests;

public sealed class DateArgumentTests : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    public void Dispose() => CultureInfo.CurrentCulture = _culture;

    [Theory]
    [InlineData("")]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("en-US")]
    public void A_date_is_the_same_in_every_culture(string culture)
    {
        using var session = new ModuleSession();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(new DateOnly(2021, 1, 14), Transform(session, "'2021-01-14'"));
        Assert.Equal(new DateOnly(2021, 1, 14), Transform(session, "[DateTime]::new(2021, 1, 14, 23, 59, 0)"));
        Assert.Equal(new DateOnly(2021, 1, 14), Transform(session, "[DateOnly]::new(2021, 1, 14)"));
    }

    [Theory]
    [InlineData("'14/01/2021'")]
    [InlineData("'2021-02-30'")]
    [InlineData("'yesterday'")]
    [InlineData("(2021-01-14)")]
    public void Anything_else_is_refused_and_says_how_to_write_it(string argument)
    {
        using var session = new ModuleSession();

        var error = session.Run($"Invoke-StagingRefresh -Client x -AsOf {argument}").SingleError("ParameterArgumentTransformationError");

        Assert.Contains("yyyy-MM-dd", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_one_error()
    {
        using var session = new ModuleSession();

        var error = session.Run("Invoke-StagingRefresh -Client a, b -From 2021-01-14 -To 2021-01-13").SingleError("MarketingPipeline.Argument");

        Assert.Contains("2021-01-14 is after -To 2021-01-13", error.ToString(), StringComparison.Ordinal);
    }

    // What the engine would bind, culture and all, without any work done.
    private static DateOnly Transform(ModuleSession session, string argument) => (DateOnly)session.Run($$"""
        $attribute = (Get-Command Invoke-StagingRefresh).Parameters['AsOf'].Attributes | Where-Object { $_.GetType().Name -eq 'DateArgumentAttribute' }
        $attribute.Transform($ExecutionContext, {{argument}})
        """).ShouldSucceed().Output.Single().BaseObject;
}
