using MarketingPipeline.Workbench.Histories;

namespace MarketingPipeline.DuckDb.Tests.Refreshing;

/// <summary>
/// design.md, Refreshing: an incremental history of any kind ends in the same tables as one full refresh. The histories are
/// those of <see cref="KeptHistories"/>; those of each kind of client are played beside those of the others.
/// </summary>
public static class KeptHistoryTests
{
    public sealed class OfClientsWithBothSources
    {
        [Theory]
        [KeptHistories(ClientKind.Full)]
        public Task End_in_the_tables_of_one_full_refresh(string place) => DuckDbHistoryStage.PlayAsync(KeptHistories.All[place]);
    }

    public sealed class OfClientsWithGa4Only
    {
        [Theory]
        [KeptHistories(ClientKind.Ga4Only)]
        public Task End_in_the_tables_of_one_full_refresh(string place) => DuckDbHistoryStage.PlayAsync(KeptHistories.All[place]);
    }

    public sealed class OfOtherClients
    {
        [Theory]
        [KeptHistories(ClientKind.GoogleAdsOnly, ClientKind.SharedFull, ClientKind.SharedGa4Only)]
        public Task End_in_the_tables_of_one_full_refresh(string place) => DuckDbHistoryStage.PlayAsync(KeptHistories.All[place]);
    }
}
