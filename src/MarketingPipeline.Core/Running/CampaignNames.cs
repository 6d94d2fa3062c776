using System.Runtime.CompilerServices;
using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.Core.Running;

/// <summary>
/// The latest name of each campaign, which all its staged dates show: that of the latest date among the reports of the run,
/// which know names that the staged rows no longer show; a campaign that they lack, or of which there are rows after the run's
/// as-of date, keeps what is staged. Only campaigns whose rows would differ are renamed: to rewrite staging for each month that
/// is read would cost more than to load it.
/// </summary>
internal sealed class CampaignNames(ClientRun run)
{
    /// <summary>The temporary table of campaigns to rename, which google_ads_names reads.</summary>
    public const string Table = "google_ads_renamed_campaigns";

    private static readonly ModelColumn[] Columns = [new("id", ColumnType.String, "The campaign."), new("name", ColumnType.String, "Its latest name.")];

    private readonly Dictionary<string, LatestName> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mixed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _later = new(StringComparer.Ordinal);
    private Dictionary<string, string?>? _staged;

    public void Add(GoogleAdsRow row)
    {
        if (!_read.TryGetValue(row.CampaignId, out var latest))
        {
            _read[row.CampaignId] = new(row.Date, row.SourceOrder, row.Grain, row.CampaignName);
            return;
        }

        if (row.CampaignName != latest.Name)
        {
            _mixed.Add(row.CampaignId);
        }

        if (row.CampaignName is not null && latest.IsBefore(row))
        {
            _read[row.CampaignId] = new(row.Date, row.SourceOrder, row.Grain, row.CampaignName);
        }
    }

    /// <summary>Loads the campaigns to rename; false where there are none.</summary>
    public async Task<bool> LoadRenamedAsync(bool isAnythingStaged, CancellationToken cancellation)
    {
        _staged ??= isAnythingStaged ? await StagedAsync(cancellation).ConfigureAwait(false) : new(StringComparer.Ordinal);
        var renamed = _read.Keys.Select(campaign => (Id: campaign, Name: NameOf(campaign)))
            .Where(campaign => campaign.Name is not null && (IsMixed(campaign.Id) || campaign.Name != _read[campaign.Id].Name || (_staged.TryGetValue(campaign.Id, out var staged) && staged != campaign.Name)))
            .ToArray();
        if (renamed.Length == 0)
        {
            return false;
        }

        await run.Warehouse.LoadAsync(Table, Columns, Rows(renamed, cancellation), cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>What was read is staged now, under one name each.</summary>
    public void Staged()
    {
        foreach (var campaign in _read.Keys)
        {
            _staged![campaign] = NameOf(campaign);
        }

        _mixed.Clear();
    }

    /// <summary>The name that a campaign which was read shows from now on.</summary>
    private string? NameOf(string campaign) => _later.GetValueOrDefault(campaign) ?? _read[campaign].Name ?? _staged!.GetValueOrDefault(campaign);

    /// <summary>True where rows of a campaign were read under several names, or without one.</summary>
    private bool IsMixed(string campaign) => _mixed.Contains(campaign) || _read[campaign].Name is null;

    /// <summary>The name that each campaign shows; NULL where none of its rows has one.</summary>
    private async Task<Dictionary<string, string?>> StagedAsync(CancellationToken cancellation)
    {
        var staged = new Dictionary<string, string?>(StringComparer.Ordinal);
        await foreach (var row in run.Warehouse.QueryAsync(run.Renderer.RenderQuery("google_ads_staged_names", ModelValues.Of(run.Model, run.Dialect)), cancellation).ConfigureAwait(false))
        {
            var campaign = row.Get<string>("campaign_id")!;
            var name = row.Get<string>("campaign_name");
            if (!staged.TryAdd(campaign, name))
            {
                staged[campaign] ??= name;
                _mixed.Add(campaign);
            }

            if (name is not null && row.Get<DateOnly>("last_date") > run.AsOf)
            {
                _later[campaign] = name;
            }
        }

        return staged;
    }

    private static async IAsyncEnumerable<object?[]> Rows((string Id, string? Name)[] renamed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var (id, name) in renamed)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return [id, name];
        }
    }

    /// <summary>A name and where it was read. Which of two is the later does not depend on the order in which rows arrive.</summary>
    private readonly record struct LatestName(DateOnly Date, int Order, ReportGrain Grain, string? Name)
    {
        /// <summary>As staging has it: the later date and source, of these the campaign report, then the text decides.</summary>
        public bool IsBefore(GoogleAdsRow row)
        {
            if (Name is null)
            {
                return true;
            }

            var place = (row.Date, row.SourceOrder, row.Grain == ReportGrain.Campaign).CompareTo((Date, Order, Grain == ReportGrain.Campaign));
            return place > 0 || (place == 0 && string.CompareOrdinal(row.CampaignName, Name) > 0);
        }
    }
}
