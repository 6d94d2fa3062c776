using DuckDB.NET.Data;
using MarketingPipeline.Core;
using MarketingPipeline.Core.Workspaces;
using MarketingPipeline.Workbench;

namespace MarketingPipeline.DuckDb.Tests.BadInput;

/// <summary>Patterns of channel rules, read by RE2 itself as a run would have it read them.</summary>
public sealed class ChannelPatternTests : IDisposable
{
    private readonly DuckDbPatternCheck _patterns = new();

    public void Dispose() => _patterns.Dispose();

    [Theory]
    [InlineData("facebook|instagram")]
    [InlineData("^(.*cp.*|ppc|retargeting|paid.*)$")]
    [InlineData(@"(?i)Brand\b[\d\s_-]{2,5}?")]
    [InlineData("(?P<year>[0-9]{4})")]
    [InlineData("(?i-s:a)(?:b)()")]
    [InlineData("[[:alpha:]][^[:digit:]a-z]")]
    [InlineData(@"\pN\p{Thai}\P{Lu}\p{^Greek}[\pL]")]
    [InlineData(@"\x41\x{1F3D6}\012\t\.\_\-")]
    [InlineData(@"\Qa.b*(\E+")]
    [InlineData("a{1,1000}")]
    [InlineData("ร้าน🏖+")]
    [InlineData("$1 ? '; DROP TABLE x; --")]
    public void What_RE2_reads_is_a_pattern(string pattern) => Assert.Null(_patterns.Fault(ChannelRule.Searched(pattern)));

    [Theory]
    [InlineData("a(?=b)", "invalid perl operator: (?=")]
    [InlineData("(?<!a)b", "invalid perl operator: (?<")]
    [InlineData(@"(a)\1", @"invalid escape sequence: \1")]
    [InlineData("(a", "missing ): (?i)(a")]
    [InlineData("a)", "unexpected ): (?i)a)")]
    [InlineData("[a", "missing ]: [a")]
    [InlineData("[b-a]", "invalid character class range: b-a")]
    [InlineData("[[:letter:]]", "invalid character class range: [:letter:]")]
    [InlineData("*a", "no argument for repetition operator: *")]
    [InlineData("a**", "bad repetition operator: **")]
    [InlineData("a{1001}", "invalid repetition size: {1001}")]
    [InlineData("((a{100}){100})", "invalid repetition size: {100}")]
    [InlineData(@"((\pL{30}){30})", "pattern too large - compile failed")]
    [InlineData(@"a\", @"trailing \")]
    [InlineData("(a\nb", "missing ): (?i)(a\nb")]
    [InlineData("a\0(b", "it holds the character U+0000")]
    public void What_RE2_refuses_is_none_and_RE2_says_why(string pattern, string fault) => Assert.Equal(fault, _patterns.Fault(ChannelRule.Searched(pattern)));

    [Fact]
    public void After_a_pattern_that_is_refused_the_next_is_read()
    {
        Assert.NotNull(_patterns.Fault("("));
        Assert.Null(_patterns.Fault("a"));
        Assert.NotNull(_patterns.Fault("["));
    }

    [Fact]
    public void Where_DuckDB_cannot_be_loaded_that_is_said_and_nothing_is_called_wrong()
    {
        using var patterns = new DuckDbPatternCheck(() => throw new DllNotFoundException("Unable to load shared library 'duckdb'"));

        var error = Assert.Throws<PipelineException>(() => patterns.Fault("a"));

        Assert.Equal(PipelineErrorKind.NotSupported, error.Kind);
        Assert.Contains("Unable to load shared library 'duckdb'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_pattern_no_database_is_opened()
    {
        using var bench = new Bench();
        var opened = 0;
        using (var patterns = new DuckDbPatternCheck(() => { opened++; return new DuckDBConnection("DataSource=:memory:"); }))
        {
            WorkspaceReader.Read(bench.Root, patterns);
        }

        Assert.Equal(0, opened);
    }
}
