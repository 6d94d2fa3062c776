using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.Core.Tests.Workspaces;

public sealed class Re2PatternTests
{
    [Theory]
    [InlineData("facebook|instagram")]
    [InlineData("^(.*cp.*|ppc|retargeting|paid.*)$")]
    [InlineData("^(.*(([^a-df-z]|^)shop|shopping).*)$")]
    [InlineData(@"(?i)brand\b[\d\s_-]{2,5}?")]
    [InlineData("(?P<year>[0-9]{4})")]
    [InlineData("(?i-s:a)(?:b)()")]
    [InlineData("[[:alpha:]][^[:digit:]a-z]")]
    [InlineData(@"\pN\p{Thai}\P{Lu}\p{^Greek}[\pL]")]
    [InlineData(@"\x41\x{1F3D6}\012\t\.\_\-")]
    [InlineData(@"\Qa.b*(\E+")]
    [InlineData("[]a][^]]")]
    [InlineData("a{,3}b{c}{")]
    [InlineData("^*a||b")]
    [InlineData("ร้าน🏖+")]
    public void What_RE2_reads_is_a_pattern(string pattern) => Assert.Null(Re2Pattern.Fault(pattern, out _));

    [Theory]
    [InlineData("a(?=b)")]
    [InlineData("a(?!b)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    [InlineData(@"(?P<x>a)\k<x>")]
    [InlineData("(?>a)")]
    [InlineData("(?#comment)")]
    [InlineData("(?x)a")]
    [InlineData("(?'n'a)")]
    [InlineData("(?")]
    [InlineData("(?)")]
    [InlineData("(?P<>a)")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[b-a]")]
    [InlineData(@"[a-\d]")]
    [InlineData("[[:letter:]]")]
    [InlineData("*a")]
    [InlineData("a|+")]
    [InlineData("(?i)*")]
    [InlineData("{2}")]
    [InlineData("a**")]
    [InlineData("a{2}{3}")]
    [InlineData("a++")]
    [InlineData("a{3,2}")]
    [InlineData("a{1001}")]
    [InlineData("((a{100}){100})")]
    [InlineData(@"\Q\E{2}")]
    [InlineData(@"a\")]
    [InlineData(@"\u0041")]
    [InlineData(@"\Z")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"\x4")]
    [InlineData(@"\p{IsGreek}")]
    [InlineData(@"\p")]
    [InlineData(@"\ปี")]
    public void What_RE2_refuses_is_none(string pattern) => Assert.NotNull(Re2Pattern.Fault(pattern, out _));

    [Fact]
    public void The_deepest_nesting_is_refused_and_not_run_into()
    {
        Assert.NotNull(Re2Pattern.Fault(new string('(', 500) + new string(')', 500), out _));
        Assert.Null(Re2Pattern.Fault(new string('(', 100) + new string(')', 100), out _));
    }

    [Theory]
    [InlineData("Brand", true)]
    [InlineData("(?i)Brand", false)]
    [InlineData(@"\S\W\pL\QABC\E[A-Z]", false)]
    [InlineData("brand", false)]
    public void Upper_case_letters_are_told_from_classes(string pattern, bool expected)
    {
        Re2Pattern.Fault(pattern, out var hasUpperCase);
        Assert.Equal(expected, hasUpperCase);
    }
}
