namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>
/// The clients of one GA4 property, and what they contradict each other in. An event has one owner: two that claim the same
/// stream or host, or one that does not know of the other, would count it twice.
/// </summary>
internal static class SharedProperties
{
    /// <summary>The owners of each property by its source, ordered by name; adds a finding to each client that contradicts another.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<PropertyOwner>> Check(IReadOnlyList<ClientSettings> clients)
    {
        var properties = new Dictionary<string, IReadOnlyList<PropertyOwner>>(StringComparer.Ordinal);
        foreach (var property in clients.Where(client => client.File.Name is not null && client.Ga4?.SourceKey is not null).GroupBy(client => client.Ga4!.SourceKey!))
        {
            var owners = property.OrderBy(client => client.File.Name).ToList();
            if (owners.Count > 1)
            {
                CheckAllKnow(owners);
                CheckDistinct(owners, "stream", ga4 => ga4.Streams);
                CheckDistinct(owners, "host", ga4 => ga4.Hosts);
            }

            properties[property.Key] = owners.ConvertAll(client => new PropertyOwner(
                client.File.Name!,
                client.Ga4!.Streams.Select(stream => stream.Value).ToList(),
                client.Ga4.Hosts.Select(host => host.Value).ToList()));
        }

        return properties;
    }

    private static void CheckAllKnow(List<ClientSettings> owners)
    {
        foreach (var client in owners.Where(client => !client.Ga4!.IsShared))
        {
            client.Findings.Error(
                "ga4.sharedProperty",
                $"The GA4 property is also that of {Others(owners, client)}: the client would count their events as its own.",
                "Set sharedProperty: true and give hostnames, or streams.");
        }
    }

    private static void CheckDistinct(List<ClientSettings> owners, string kind, Func<Ga4Reading, IReadOnlyList<Owned>> list)
    {
        var claims = owners.SelectMany(client => list(client.Ga4!).Select(owned => (Client: client, Owned: owned)));
        foreach (var claim in claims.GroupBy(claim => claim.Owned.Value, StringComparer.Ordinal).Where(claim => claim.Count() > 1))
        {
            var claimants = claim.Select(claimant => claimant.Client).ToList();
            foreach (var (client, owned) in claim)
            {
                client.Findings.Error(
                    owned.Property,
                    $"The {kind} {ShownText.Quote(owned.Value)} is also listed by {Others(claimants, client)}, on the same GA4 property.",
                    $"Leave the {kind} to one of them: an event has one owner.");
            }
        }
    }

    private static string Others(List<ClientSettings> clients, ClientSettings self) =>
        string.Join(", ", clients.Where(client => client != self).Select(client => client.File.Label).Distinct());
}
