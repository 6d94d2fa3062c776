namespace MarketingPipeline.BigQuery.Tests.OnEmulator;

/// <summary>What stands beside the repository, in ../shared.</summary>
internal static class SharedFiles
{
    /// <summary>The whole path of one of its files or folders; null where it is not there.</summary>
    public static string? Find(string path)
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            var found = Path.Combine([place.FullName, "shared", .. path.Split('/')]);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}
