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
        new("bigQuery", new(new("project"), new("location"), new("maximumBytesBilled"), new("endpoint"))),
        new("historyDays"),
        new("windowDays"),
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
        new("ga4", new(
            new("dataset"),
            new("path"),
            new("sharedProperty"),
            new("hostnames"),
            new("streams"),
            new("conversionEvents", new(new("name"), new("category"))),
            new("engagementEvents"),
            new("engagedSeconds"))),
        new("googleAds", new(
            new("customerId"),
            new("loginCustomerId"),
            new("source"),
            new("path"),
            new("restatementDays"))));

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

    /// <summary>Edits (Levenshtein) that turn one name into the other; a long name is far from all of ours.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > left.Length)
            return int.MaxValue;

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
