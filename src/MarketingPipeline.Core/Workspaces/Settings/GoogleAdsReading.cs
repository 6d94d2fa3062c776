namespace MarketingPipeline.Core.Workspaces.Settings;

/// <summary>A client's googleAds as its file says it.</summary>
internal sealed record GoogleAdsReading(string CustomerId, GoogleAdsSourceKind Source, string? Path, string? Dataset, int? RestatementDays, GoogleAdsConnection Connection)
{
    /// <summary>The settings; null where an error leaves them incomplete.</summary>
    public static GoogleAdsReading? Read(SettingsObject settings, string root, WarehouseEngine? engine)
    {
        var customerId = GoogleAdsConnection.RequiredId(settings, "customerId");
        var connection = GoogleAdsConnection.Read(settings, root);
        var path = SettingsFolder.Of(settings.Find("path"), root);
        var dataset = settings.Find("dataset")?.Shaped(ClientSettings.Dataset(), "is not a dataset's name", ClientSettings.DatasetAdvice);
        var restatementDays = settings.Find("restatementDays")?.Whole(1, 90);
        var source = SourceOf(settings);

        if (source == GoogleAdsSourceKind.Files && settings.Find("path") is null)
        {
            settings.Findings.Error(settings.PathOf("path"), "The source is Files, and path is missing.", "Give the folder of saved reports, or another source.");
        }

        if (source is not (null or GoogleAdsSourceKind.Files) && settings.Find("path") is { } unused)
        {
            unused.Refuse($"A path is given, but the source is {source}.", "Leave path out, or use the source Files.");
        }

        if (source == GoogleAdsSourceKind.Transfer && engine != WarehouseEngine.DuckDb && settings.Find("dataset") is null)
        {
            settings.Findings.Error(settings.PathOf("dataset"), "The source is Transfer, and dataset is missing.", "Give the BigQuery dataset into which the Google Ads transfer delivers, or another source.");
        }

        if (source is not (null or GoogleAdsSourceKind.Transfer) && settings.Find("dataset") is { } superfluous)
        {
            superfluous.Refuse($"A dataset is given, but the source is {source}.", "Leave dataset out, or use the source Transfer.");
        }

        if (source == GoogleAdsSourceKind.Transfer && engine == WarehouseEngine.DuckDb)
        {
            settings.Findings.Error(settings.PathOf("source"), "The source is Transfer, and the engine DuckDb: Transfer tables are in BigQuery.", "Use the source Api or Files, or the engine BigQuery.");
        }

        return customerId is null || source is null ? null : new GoogleAdsReading(customerId, source.Value, path, dataset, restatementDays, connection);
    }

    /// <summary>The settings, with what the workspace says where the client says nothing.</summary>
    public GoogleAdsSettings ToSettings(GoogleAdsConnection? workspace)
    {
        var connection = Connection.Over(workspace);
        return new GoogleAdsSettings
        {
            CustomerId = CustomerId,
            LoginCustomerId = connection.LoginCustomerId,
            Source = Source,
            Path = Path,
            Dataset = Dataset,
            RestatementDays = RestatementDays ?? 30,
            ApiVersion = connection.ApiVersion ?? GoogleAdsSettings.DefaultApiVersion,
            Method = connection.Method ?? GoogleAdsMethod.SearchStream,
            Endpoint = connection.Endpoint,
            CredentialsFile = connection.CredentialsFile,
        };
    }

    private static GoogleAdsSourceKind? SourceOf(SettingsObject settings)
    {
        if (settings.Find("source") is not { } value)
        {
            return settings.Find("path") is not null ? GoogleAdsSourceKind.Files : settings.Find("dataset") is not null ? GoogleAdsSourceKind.Transfer : GoogleAdsSourceKind.Api;
        }

        return value.Choice(
            ("Api", GoogleAdsSourceKind.Api),
            ("Transfer", GoogleAdsSourceKind.Transfer),
            ("Files", GoogleAdsSourceKind.Files));
    }
}
