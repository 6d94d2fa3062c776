namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A property that a settings file may have; <paramref name="Inner"/> where its value, or each item of it, is an object.</summary>
internal sealed record SettingsProperty(string Name, SettingsShape? Inner = null);

/// <summary>The properties that an object of a settings file may have. The reader cannot read one that is not listed here.</summary>
internal sealed record SettingsShape(params SettingsProperty[] Properties)
{
    /// <summary>pipeline.json.</summary>
    public static SettingsShape Pipeline { get; } = new(
        new("$schema"),
        new("engine"),
        new("duckDb", new(new SettingsProperty("path"))),
        new("bigQuery", new(
            new("project"),
            new("location"),
            new("maximumBytesBilled"),
            new("endpoint"),
            new("credentialsFile"),
            new("impersonate"),
            new("pricePerTiB"),
            new("partitionExpirationDays"))),
        new("googleAds", new(GoogleAdsConnection.Properties)),
        new("historyDays"),
        new("windowDays"),
        new("channelSites"),
        new("channelRules", new(new("channel"), new("source"), new("medium"), new("campaign"))),
        new("knownSites", new(new("site"), new("category"))));

    /// <summary>clients/&lt;name&gt;.json.</summary>
    public static SettingsShape Client { get; } = new(
        new("$schema"),
        new("name"),
        new("businessType"),
        new("timeZone"),
        new("currency"),
        new("historyDays"),
        new("windowDays"),
        new("outputDataset"),
        new("maximumBytesBilled"),
        new("ga4", new(
            new("dataset"),
            new("path"),
            new("sharedProperty"),
            new("hostnames"),
            new("unwantedReferrals"),
            new("streams"),
            new("conversionEvents", new(new("name"), new("category"))),
            new("engagementEvents"),
            new("engagedSeconds"))),
        new("googleAds", new([
            new("customerId"),
            new("source"),
            new("path"),
            new("dataset"),
            new("restatementDays"),
            .. GoogleAdsConnection.Properties])));

    /// <summary>The property of that name; null where the object has none.</summary>
    public SettingsProperty? Find(string name) => Array.Find(Properties, property => property.Name == name);

    /// <summary>The property that a misspelt name most likely means; null where none is near.</summary>
    public string? Closest(string name)
    {
        var near = Properties
            .Select(property => (property.Name, Distance: Distance(property.Name.ToUpperInvariant(), name.ToUpperInvariant())))
            .MinBy(candidate => candidate.Distance);
        return near.Distance <= Math.Max(1, near.Name.Length / 3) ? near.Name : null;
    }

    /// <summary>Edits that turn one name into the other, two letters swapped being one; a long name is far from all of ours.</summary>
    private static int Distance(string left, string right)
    {
        if (right.Length > 2 * left.Length)
        {
            return int.MaxValue;
        }

        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                var substitution = edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(substitution, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[left.Length, right.Length];
    }
}
