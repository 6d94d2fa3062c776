using MarketingPipeline.Core.Running;
using MarketingPipeline.Workbench;
using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Processes;

/// <summary>
/// A workspace of clients whose runs are killed, all at the same time. A seed says from which state of its sources to which
/// other each client comes, whether that is its first run, and when the run is killed.
/// </summary>
internal sealed class KillStage : IDisposable
{
    private readonly Bench _bench = new();
    private readonly ChangingClient[] _clients;
    private readonly Dictionary<string, Holdings> _nothing = [];
    private readonly Dictionary<(string Client, int State), Holdings> _refreshed = [];
    private int _callsOfFirst;
    private int _callsOfLater;

    private KillStage(int clients) => _clients = [.. Enumerable.Range(1, clients).Select(number => new ChangingClient(_bench, $"client_{number}"))];

    /// <summary>How many transactions of their run the killed ones had done: how often none, one, two, all.</summary>
    public int[] Found { get; } = new int[4];

    public static async Task<KillStage> PreparedAsync(int clients)
    {
        var stage = new KillStage(clients);
        try
        {
            await stage.PrepareAsync();
            return stage;
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    /// <summary>Kills a run of each client, and lets the next one finish.</summary>
    public async Task KillAsync(int seed)
    {
        var random = new Random(seed);
        var cases = _clients.Select(client => Case(client, random)).ToArray();
        var children = new List<ChildRun>();
        try
        {
            foreach (var (client, _, _, death) in cases)
            {
                children.Add(await ChildRun.StartAsync(_bench.Root, client.Name, death: death));
            }

            children.ForEach(child => child.Tell());
            foreach (var (child, at) in children.Zip(cases))
            {
                Assert.True(await child.DieAsync(), $"The run of {at.Client.Name} that was to die at {at.Death} ended: {await child.HearAsync()}");
            }
        }
        finally
        {
            children.ForEach(child => child.Dispose());
        }

        foreach (var (client, before, after, _) in cases)
        {
            await AssertWholeAsync(client, before, after);
            await _bench.RunAsync(client.Name);
            Assert.Equal(after, await client.HoldingsAsync());
            await _bench.AssertMartSumsHoldAsync(client.Name);
        }
    }

    public void Dispose() => _bench.Dispose();

    private (ChangingClient Client, Holdings Before, Holdings After, Death Death) Case(ChangingClient client, Random random)
    {
        var isFirst = random.Next(4) == 0;
        var from = random.Next(ChangingClient.States);
        var to = (from + random.Next(1, ChangingClient.States)) % ChangingClient.States;
        var death = new Death(random.Next(isFirst ? _callsOfFirst : _callsOfLater), random.Next(2) * random.Next(1, 250));
        var folder = _bench.Workspace.DuckDbPath;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(folder, client.Name + ".*"))
        {
            File.Delete(file);
        }

        if (!isFirst)
        {
            File.Copy(Path.Combine(FolderOf(from), client.Name + ".duckdb"), Path.Combine(folder, client.Name + ".duckdb"));
        }

        client.Become(to);
        return (client, isFirst ? _nothing[client.Name] : _refreshed[(client.Name, from)], _refreshed[(client.Name, to)], death);
    }

    /// <summary>What each state is when it is refreshed, in a warehouse to copy; and how many calls a run has.</summary>
    private async Task PrepareAsync()
    {
        foreach (var client in _clients)
        {
            _nothing[client.Name] = await client.HoldingsAsync();
            for (var state = 0; state < ChangingClient.States; state++)
            {
                client.Become(state);
                _refreshed[(client.Name, state)] = await client.RefreshedAsync(FolderOf(state));
            }

            Assert.Equal(ChangingClient.States, _refreshed.Where(entry => entry.Key.Client == client.Name).Select(entry => entry.Value).Distinct().Count());
        }

        _clients[0].Become(0);
        _callsOfFirst = await CallsAsync(_clients[0]);
        _clients[0].Become(1);
        _callsOfLater = await CallsAsync(_clients[0]);
    }

    private async Task<int> CallsAsync(ChangingClient client)
    {
        var calls = 0;
        var pipeline = _bench.PipelineOn(workspace => new WatchedWarehouse(new DuckDbWarehouse(workspace.DuckDbPath), effect =>
        {
            calls++;
            return effect();
        }));
        await pipeline.RefreshStagingAsync(_bench.Find(client.Name), new StagingRequest(), null, default);
        await pipeline.BuildMartsAsync(_bench.Find(client.Name), new BuildRequest(), null, default);
        return calls;
    }

    private string FolderOf(int state) => Path.Combine(_bench.Root, FormattableString.Invariant($"refreshed {state}"));

    /// <summary>Each transaction is done or not begun, and they are done in their order.</summary>
    private async Task AssertWholeAsync(ChangingClient client, Holdings before, Holdings after)
    {
        Assert.Empty(await client.MiscountsAsync());
        var found = await client.HoldingsAsync();
        bool[] done = [IsDone(before.Ga4, after.Ga4, found.Ga4), IsDone(before.GoogleAds, after.GoogleAds, found.GoogleAds), IsDone(before.Built, after.Built, found.Built)];
        Assert.Equal(done.OrderDescending(), done);
        Found[done.Count(isDone => isDone)]++;
    }

    private static bool IsDone(string before, string after, string found)
    {
        Assert.NotEqual(before, after);
        Assert.True(found == before || found == after, $"neither as before nor as after the run:\n{found}\n{before}\n{after}");
        return found == after;
    }
}
