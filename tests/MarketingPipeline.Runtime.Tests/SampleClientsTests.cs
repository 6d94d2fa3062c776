using MarketingPipeline.Runtime.Samples;

namespace MarketingPipeline.Runtime.Tests;

/// <summary>The six clients' settings speak of the data that is there.</summary>
[Collection(nameof(SampleCollection))]
public sealed class SampleClientsTests(SampleFixture sample)
{
    [Fact]
    public void Two_clients_stand_for_each_scenario()
    {
        Assert.Equal(["barracuda_phuket", "bydlofts_phuket"], Names(ga4: true, ads: true));
        Assert.Equal(["island_escape", "roost_glamping"], Names(ga4: true, ads: false));
        Assert.Equal(["gofresh_ct", "gofresh_fuel"], Names(ga4: false, ads: true));
    }

    [Fact]
    public void Every_folder_that_the_settings_name_has_files()
    {
        var folders = SampleClients.All.SelectMany(client => new[] { client.Ga4Path, client.GoogleAdsPath }).OfType<string>().ToList();

        Assert.Equal(8, folders.Count);
        Assert.All(folders, folder => Assert.NotEmpty(Directory.GetFiles(Path.Combine(sample.Root, folder))));
    }

    [Fact]
    public void The_clients_of_one_property_are_told_apart_by_hostname()
    {
        var shared = SampleClients.All.Where(client => client.SharedProperty).ToList();

        Assert.Equal(["bydlofts_phuket", "roost_glamping"], shared.Select(client => client.Name.Value).Order(StringComparer.Ordinal));
        Assert.Single(shared.Select(client => client.Ga4Path).Distinct());
        Assert.All(shared, client => Assert.Single(client.Hostnames));
        Assert.NotEqual(shared[0].Hostnames, shared[1].Hostnames);
    }

    [Fact]
    public void Every_event_that_the_settings_name_is_in_the_data()
    {
        foreach (var client in SampleClients.All)
        {
            foreach (var name in client.ConversionEvents.Concat(client.EngagementEvents))
            {
                Assert.True(sample.Count($"SELECT count(*) FROM events WHERE event_name = '{name}' AND host LIKE '%{client.Hostnames[0]}'") > 0, name);
            }
        }
    }

    private static IEnumerable<string> Names(bool ga4, bool ads) => SampleClients.All
        .Where(client => (client.Ga4Path is not null) == ga4 && (client.CustomerId is not null) == ads)
        .Select(client => client.Name.Value)
        .Order(StringComparer.Ordinal);
}
