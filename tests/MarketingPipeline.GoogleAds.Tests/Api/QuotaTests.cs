using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.Core;
using MarketingPipeline.GoogleAdsEmulator.Faults;

namespace MarketingPipeline.GoogleAds.Tests.Api;

public sealed partial class QuotaTests : ApiStage
{
    [Fact]
    public async Task A_short_quota_is_waited_for_as_long_as_Google_asks_and_said()
    {
        Google.Faults.Add(Fault.QuotaSpent(TimeSpan.FromSeconds(100)), report: "campaign", nth: 1);
        var heard = new Heard();
        var rows = await ReadAsync(Reports(), waiting: heard);

        Assert.Equal(90, rows.Count);
        Assert.InRange(Assert.Single(Clock.Waits), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(125));
        var sentence = Assert.Single(heard.Sentences);
        Assert.StartsWith("customers/1234567890: ", sentence, StringComparison.Ordinal);
        Assert.Contains("quotaError.RESOURCE_EXHAUSTED", sentence, StringComparison.Ordinal);
        Assert.Contains("UTC", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quota_of_a_day_ends_the_run_with_the_time_at_which_to_come_back()
    {
        Google.Faults.Add(Fault.QuotaSpent(), report: "ad_group");
        var now = Clock.GetUtcNow();
        var error = await RefusedAsync(Reports());

        Assert.Equal((PipelineErrorKind.QuotaExhausted, "customers/1234567890"), (error.Kind, error.Target));
        Assert.InRange(TimeIn(error.Message), now.AddSeconds(40591), now.AddSeconds(40591 + 60));
        Assert.Contains(Asked("ad_group").Single().RequestId, error.Message, StringComparison.Ordinal);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_quota_that_does_not_say_when_is_over_within_a_day()
    {
        Google.Faults.Add(Fault.LongTermConsumption, report: "campaign");
        var now = Clock.GetUtcNow();
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.QuotaExhausted, error.Kind);
        Assert.InRange(TimeIn(error.Message), now.AddHours(24), now.AddHours(24).AddMinutes(1));
    }

    [Fact]
    public async Task Too_much_read_at_once_is_waited_for_in_minutes_and_not_for_ever()
    {
        Google.Faults.Add(Fault.ShortTermConsumption, report: "campaign");
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.QuotaExhausted, error.Kind);
        Assert.All(Clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6.25)));
        Assert.InRange(Clock.Waits.Count, 4, 8);
    }

    [Fact]
    public async Task A_quota_that_never_ends_ends_the_run()
    {
        Google.Faults.Add(Fault.TemporarilyExhausted, report: "campaign");
        var error = await RefusedAsync(Reports());

        Assert.Equal(PipelineErrorKind.QuotaExhausted, error.Kind);
        Assert.Contains("RESOURCE_TEMPORARILY_EXHAUSTED", error.Message, StringComparison.Ordinal);
        Assert.True(TimeIn(error.Message) > Clock.GetUtcNow());
    }

    [Fact]
    public async Task Who_is_shut_out_does_not_try_again()
    {
        Google.Faults.Add(Fault.AccessProhibited, report: "campaign");

        Assert.Equal(PipelineErrorKind.SourceRefused, (await RefusedAsync(Reports())).Kind);
        Assert.Empty(Clock.Waits);
    }

    private static DateTimeOffset TimeIn(string message) =>
        DateTimeOffset.ParseExact(Moment().Match(message).Value, "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} UTC")]
    private static partial Regex Moment();
}
