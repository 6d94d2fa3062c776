using System.Text;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class MalformedFileTests
{
    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{ 'engine': }", "line 1, column 13")]
    [InlineData("{\n  'engine': 'DuckDb'\n  'historyDays': 1\n}", "line 3, column 3")]
    [InlineData("{\r\n  'duckDb': { 'path': 'ร้านค้า' x } }", "line 2, column 33")]
    [InlineData("{ 'engine': 'DuckDb', }", "line 1, column 23")]
    [InlineData("{ // the engine\n}", "line 1, column 3")]
    [InlineData("{ 'engine': 'Duck", "line 1, column 18")]
    [InlineData("{} {}", "line 1, column 4")]
    public void Malformed_JSON_is_found_at_its_line_and_column(string json, string place)
    {
        using var files = new TemporaryWorkspace(json);
        var finding = Assert.Single(files.Refused());

        Assert.Contains(place + ":", finding.Message, StringComparison.Ordinal);
        Assert.Contains("no comments, no trailing commas", finding.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", finding.Message, StringComparison.Ordinal);
        Assert.Null(finding.Property);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("'text'")]
    [InlineData("null")]
    public void A_file_that_is_no_object_is_refused(string json)
    {
        using var files = new TemporaryWorkspace(json);

        Assert.Contains("not an object", Assert.Single(files.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_and_moves_no_column()
    {
        using var files = new TemporaryWorkspace();
        File.WriteAllText(files.InRoot("pipeline.json"), "{}", new UTF8Encoding(true));
        Assert.Empty(files.Findings());

        File.WriteAllText(files.InRoot("pipeline.json"), "{ x", new UTF8Encoding(true));
        Assert.Contains("line 1, column 3:", Assert.Single(files.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_are_refused()
    {
        using var files = new TemporaryWorkspace();
        File.WriteAllText(files.InRoot("pipeline.json"), "{}", Encoding.Unicode);
        Assert.Contains("UTF-8", Assert.Single(files.Refused()).Message, StringComparison.Ordinal);

        File.WriteAllText(files.InRoot("pipeline.json"), """{ "engine": "é" }""", Encoding.Latin1);
        Assert.Contains("UTF-8", Assert.Single(files.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_and_nesting_have_limits()
    {
        using var files = new TemporaryWorkspace("{" + new string(' ', 1 << 20) + "}");
        Assert.Contains("1 MiB", Assert.Single(files.Refused()).Message, StringComparison.Ordinal);

        files.Pipeline(string.Concat(Enumerable.Repeat("{ 'x': ", 100)) + "1" + new string('}', 100));
        Assert.Contains("depth", Assert.Single(files.Refused()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_in_names_and_in_values()
    {
        using var files = new TemporaryWorkspace("""{ 'engine': '\ud800', '\udc00': 1 }""");

        Assert.Equal(["engine", null], files.Refused().Select(finding => finding.Property));
    }

    [Fact]
    public void A_duplicate_property_is_refused_at_any_depth()
    {
        using var files = new TemporaryWorkspace("""{ 'engine': 'DuckDb', '\u0065ngine': 'DuckDb', 'duckDb': { 'path': 'a', 'path': 'b' } }""");

        Assert.Equal(["engine", "duckDb.path"], files.Refused().Select(finding => finding.Property));
    }

    [Theory]
    [InlineData("{ 'histroyDays': 1 }", "histroyDays", "Did you mean historyDays?")]
    [InlineData("{ 'Engine': 'DuckDb' }", "Engine", "Did you mean engine?")]
    [InlineData("{ 'duckDb': { 'paht': 'x' } }", "duckDb.paht", "Did you mean path?")]
    [InlineData("{ 'colour': 'blue' }", "colour", "Known here: $schema, engine,")]
    [InlineData("{ 'a.b c': 1 }", "['a.b c']", "Known here:")]
    public void An_unknown_property_is_refused_with_the_nearest_known(string json, string property, string advice)
    {
        using var files = new TemporaryWorkspace(json);
        var finding = Assert.Single(files.Refused());

        Assert.Equal(property, finding.Property);
        Assert.StartsWith(advice, finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clientSecret")]
    [InlineData("refresh_token")]
    [InlineData("Developer-Token")]
    [InlineData("privateKey")]
    [InlineData("PASSWORD")]
    [InlineData("accessToken")]
    [InlineData("api_key")]
    public void A_secret_is_refused_with_its_advice_and_never_shown(string name)
    {
        using var files = new TemporaryWorkspace().Client("a", $"'ga4': {{ 'path': 'x' }}, 'googleAds': {{ 'customerId': '8743828607', '{name}': 'hunter2' }}");
        var finding = Assert.Single(files.Findings());

        Assert.Equal($"googleAds.{name}", finding.Property);
        Assert.Contains("environment variable or a secret store", finding.Advice, StringComparison.Ordinal);
        Assert.Contains("-GoogleAdsCredential", finding.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_of_Google_Ads_is_refused_in_the_workspaces_file_too()
    {
        using var files = new TemporaryWorkspace("{ 'googleAds': { 'developerToken': 'hunter2' } }");
        var finding = Assert.Single(files.Refused());

        Assert.Contains("GOOGLE_ADS_", finding.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_is_refused_wherever_it_stands()
    {
        using var files = new TemporaryWorkspace("""{ 'auth': { 'json': '-----BEGIN PRIVATE KEY-----\nMIIabc' } }""");
        var findings = files.Refused();

        Assert.Equal(["auth.json", "auth"], findings.Select(finding => finding.Property));
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("MII", StringComparison.Ordinal));
    }

    [Fact]
    public void An_offending_value_is_shown_short_and_harmless()
    {
        using var files = new TemporaryWorkspace($$"""{ 'engine': '\u001b[2J{{new string('x', 500)}}\u202e' }""");

        Assert.All(files.Refused(), finding =>
        {
            Assert.DoesNotContain(finding.Message, letter => char.IsControl(letter) || letter == '\u202e');
            Assert.Contains(@"\u001b[2J", finding.Message, StringComparison.Ordinal);
            Assert.Contains("x…'", finding.Message, StringComparison.Ordinal);
            Assert.InRange(finding.Message.Length, 1, 200);
        });
    }

    [Fact]
    public void A_flood_of_faults_is_cut_and_says_so()
    {
        using var files = new TemporaryWorkspace("{" + string.Join(", ", Enumerable.Range(0, 20_000).Select(number => $"'x{number}': 1")) + "}");
        var findings = files.Refused();

        Assert.Equal(101, findings.Count);
        Assert.Contains("more", findings[^1].Message, StringComparison.Ordinal);
    }
}
