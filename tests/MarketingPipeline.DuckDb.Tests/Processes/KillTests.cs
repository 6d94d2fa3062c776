using System.Diagnostics;
using System.Globalization;
using MarketingPipeline.Workbench;
using Xunit.Abstractions;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>
/// A run that is killed leaves each of its transactions done or not begun, in a file that opens; the next run ends in the
/// tables of one full refresh.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 100;
    private const int Lanes = 2;

    [Fact]
    public async Task Killed_at_a_hundred_random_moments_every_table_is_whole_and_the_next_run_finishes()
    {
        var seed = Environment.TickCount;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => new Lane(new Random(seed + lane), output).KillAsync(Kills / Lanes))));
    }

    /// <summary>A client whose runs are killed, one after the other.</summary>
    private sealed class Lane(Random random, ITestOutputHelper output)
    {
        private readonly SortedDictionary<string, int> _found = new(StringComparer.Ordinal);

        public async Task KillAsync(int kills)
        {
            using var client = new ChangingClient();
            var expected = new Holdings[ChangingClient.States];
            for (var state = 0; state < ChangingClient.States; state++)
            {
                client.Become(state);
                expected[state] = await client.RefreshedAsync();
            }

            var nothing = await client.HoldingsAsync();
            Assert.Equal(ChangingClient.States, expected.Distinct().Count());
            var lengths = new Dictionary<bool, TimeSpan>();
            var (at, killed) = (0, 0);
            for (var run = 0; killed < kills; run++)
            {
                Assert.True(run < 10 * kills, "The runs end before they are killed.");
                var isFirst = run < 2 ? run == 0 : random.Next(4) == 0;
                if (isFirst)
                {
                    client.Forget();
                }

                var before = isFirst ? nothing : expected[at];
                at = (at + random.Next(1, ChangingClient.States)) % ChangingClient.States;
                client.Become(at);
                using var child = await ChildRun.StartAsync(client.Bench.Root, ChangingClient.Name);
                var watch = Stopwatch.StartNew();
                child.Tell();
                if (run < 2)
                {
                    // The first two runs say how long a first load takes, and a later one.
                    Assert.Equal(0, await child.EndAsync());
                    lengths[isFirst] = watch.Elapsed;
                }
                else
                {
                    // How long it takes now, each run tells: one that ended before it was to be killed was shorter.
                    var moment = lengths[isFirst] * random.NextDouble();
                    await Task.Delay(moment);
                    var isKilled = await child.KillAsync();
                    killed += isKilled ? 1 : 0;
                    lengths[isFirst] = isKilled ? lengths[isFirst] * 1.05 : moment;
                }

                await AssertWholeAsync(client, before, expected[at]);
                await client.Bench.RunAsync(ChangingClient.Name);
                Assert.Equal(expected[at], await client.HoldingsAsync());
                await client.Bench.AssertMartSumsHoldAsync(ChangingClient.Name);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{killed} killed; {string.Join(", ", _found.Select(found => $"{found.Value} {found.Key}"))}"));
        }

        /// <summary>Each transaction is done or not begun, and they are done in their order.</summary>
        private async Task AssertWholeAsync(ChangingClient client, Holdings before, Holdings after)
        {
            Assert.Empty(await client.MiscountsAsync());
            var found = await client.HoldingsAsync();
            bool[] done = [IsDone(before.Ga4, after.Ga4, found.Ga4), IsDone(before.GoogleAds, after.GoogleAds, found.GoogleAds), IsDone(before.Built, after.Built, found.Built)];
            Assert.Equal(done.OrderDescending(), done);
            var text = $"after {done.Count(isDone => isDone)} of 3 transactions";
            _found[text] = _found.GetValueOrDefault(text) + 1;
        }

        private static bool IsDone(string before, string after, string found)
        {
            Assert.NotEqual(before, after);
            Assert.True(found == before || found == after, $"neither as before nor as after the run:\n{found}\n{before}\n{after}");
            return found == after;
        }
    }
}
