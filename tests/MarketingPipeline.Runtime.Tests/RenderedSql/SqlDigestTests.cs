using MarketingPipeline.Core.Modeling;
using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Warehouses;
using MarketingPipeline.DuckDb;

namespace MarketingPipeline.Runtime.Tests.RenderedSql;

/// <summary>
/// Staging's fingerprint tells by which SQL a date was staged: a change of whatever makes that SQL, and of the product's schema
/// version, stages all dates again, and no run's own values do.
/// </summary>
public sealed class SqlDigestTests : IDisposable
{
    private static readonly ISqlDialect Dialect = new DuckDbDialect();

    private readonly Scenarios _scenarios = new();

    [Theory]
    [InlineData("shared/ga4_rows.sql")]
    [InlineData("shared/ga4_stored.sql")]
    [InlineData("shared/ga4_unique.sql")]
    [InlineData("shared/google_ads_newest.sql")]
    [InlineData("shared/google_ads_sums.sql")]
    public void A_change_of_what_models_share_reaches_it(string file)
    {
        var shared = ModelFiles.Named("shared/").Select(entry => entry.Name == file ? (entry.Name, entry.Text + " /* changed */") : entry).ToArray();

        Assert.NotEqual(Staged(ModelRenderer.Of(Dialect), "full"), Staged(new ModelRenderer(Dialect, shared), "full"));
    }

    [Theory]
    [InlineData("md5")]
    [InlineData("extract")]
    [InlineData("url_decode")]
    [InlineData("timestamp")]
    [InlineData("millionth")]
    [InlineData("last")]
    public void A_change_of_a_dialects_helper_reaches_it(string helper) =>
        Assert.NotEqual(Staged(ModelRenderer.Of(Dialect), "full"), Staged(new ModelRenderer(new ChangedDialect(helper), ModelFiles.Named("shared/")), "full"));

    /// <summary>How each kind of column is read stands in what is hashed: to text, to whole numbers and to decimals, from text and from doubles, and NULL for none.</summary>
    [Theory]
    [InlineData("DuckDb", "TRY_CAST(round(", "regexp_matches(\"event_timestamp\", '^[+-]?[0-9]+$')", "CAST(NULL AS DECIMAL(38, 9))", "< 1e-10", "= trunc(")]
    [InlineData("BigQuery", "SAFE_CAST(event_timestamp AS INT64)", "REGEXP_CONTAINS(event_timestamp, '^[+-]?[0-9]+$')", "CAST(NULL AS NUMERIC)", "FORMAT('%.16g'", "AS BIGNUMERIC) AS STRING)")]
    public void Whatever_columns_a_day_table_has_is_in_it(string engine, params string[] readings)
    {
        var dialect = Scenarios.Dialects.Single(found => found.Name == engine);
        var values = ModelValues.Of(_scenarios.Run("full"), dialect).WithSources(_scenarios.Find("full"), Core.Sources.Ga4Shape.Every(dialect));

        var text = ModelRenderer.Of(dialect).Render(ModelGraph.Load()["stg_ga4_events"], values).Text;

        Assert.All(readings, reading => Assert.Contains(reading, text, StringComparison.Ordinal));
    }

    [Fact]
    public void How_a_day_table_is_read_and_the_schema_version_reach_it()
    {
        var run = _scenarios.Run("full");
        Assert.NotEqual(Ga4Fingerprint.Of(run, ModelRenderer.Of(Dialect), "read_parquet"), Ga4Fingerprint.Of(run, ModelRenderer.Of(Dialect), "read_json"));
        Assert.NotEqual(SqlDigest.Of(["SELECT 1"], 1), SqlDigest.Of(["SELECT 1"], 2));
        Assert.Equal(SqlDigest.Of(["SELECT 1"], SqlDigest.SchemaVersion), SqlDigest.Of(["SELECT 1"]));
    }

    [Fact]
    public void Rows_that_a_statement_is_given_are_in_it_and_a_runs_own_values_are_not()
    {
        SqlStatement given = new("SELECT", new Dictionary<string, object> { ["known_sites"] = new LiteralRows(["site", "category"], [["a.example", "social"]]), ["as_of"] = Scenarios.Some.AsOf });
        SqlStatement otherSites = given with { Parameters = new Dictionary<string, object>(given.Parameters) { ["known_sites"] = new LiteralRows(["site", "category"], [["a.example", "video"]]) } };
        SqlStatement otherRun = given with { Parameters = new Dictionary<string, object>(given.Parameters) { ["as_of"] = Scenarios.Some.AsOf.AddDays(1) } };

        Assert.NotEqual(SqlDigest.Of([given]), SqlDigest.Of([otherSites]));
        Assert.Equal(SqlDigest.Of([given]), SqlDigest.Of([otherRun]));
    }

    [Fact]
    public void It_is_the_same_for_every_run()
    {
        var (renderer, later) = (ModelRenderer.Of(Dialect), (Scenarios.Some.AsOf.AddDays(400), "20270720T000000000Z-00000000", Scenarios.Some.LoadedAt.AddDays(400)));

        Assert.Equal(Ga4Fingerprint.Of(_scenarios.Run("full"), renderer, "r"), Ga4Fingerprint.Of(_scenarios.Run("full", later), renderer, "r"));
        Assert.Equal(GoogleAdsFingerprint.Of(_scenarios.Run("full"), renderer).Sql, GoogleAdsFingerprint.Of(_scenarios.Run("full", later), renderer).Sql);
    }

    [Fact]
    public void Owners_of_a_shared_property_are_in_it_for_themselves()
    {
        var one = Ga4Fingerprint.Of(_scenarios.Run("shared_one"), ModelRenderer.Of(Dialect), "r");

        Assert.NotEmpty(one.Owners);
        Assert.NotEqual(one.Owners, Ga4Fingerprint.Of(_scenarios.Run("shared_two"), ModelRenderer.Of(Dialect), "r").Owners);
        Assert.Empty(Ga4Fingerprint.Of(_scenarios.Run("full"), ModelRenderer.Of(Dialect), "r").Owners);
        Assert.Equal(one, Ga4Fingerprint.Parse(one.ToString()));
    }

    public void Dispose() => _scenarios.Dispose();

    private string Staged(ModelRenderer renderer, string client)
    {
        var run = _scenarios.Run(client);
        return $"{Ga4Fingerprint.Of(run, renderer, "r")} {GoogleAdsFingerprint.Of(run, renderer)}";
    }

    /// <summary>DuckDB's SQL with one helper of another version.</summary>
    private sealed class ChangedDialect(string helper) : ISqlDialect
    {
        public string Name => Dialect.Name;

        public string TypeName(ColumnType type) => Dialect.TypeName(type);

        public string Literal(object? value) => Dialect.Literal(value);

        public string Parameter(string name, object value) => Dialect.Parameter(name, value);

        public string Identifier(string name) => Dialect.Identifier(name);

        public string Text(string value, ColumnType type) => Dialect.Text(value, type);

        public string EmptyTable(string table, IReadOnlyList<ModelColumn> columns) => Dialect.EmptyTable(table, columns);

        public void Register(SqlVocabulary vocabulary)
        {
            Dialect.Register(vocabulary);
            vocabulary.Add(helper, arguments => $"changed({string.Join(", ", arguments)})");
        }
    }
}
