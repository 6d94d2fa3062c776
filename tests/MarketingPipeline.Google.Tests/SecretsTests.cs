using System.Text;

namespace MarketingPipeline.Google.Tests;

public sealed class SecretsTests
{
    private const string Secret = "ya29.a0/Xy+Z_token-0123456789abcdef";

    public static TheoryData<string> Forms =>
    [
        Secret, Uri.EscapeDataString(Secret), Uri.EscapeDataString(Uri.EscapeDataString(Secret)), Secret.ToUpperInvariant(), Secret.Replace("/", "\\/", StringComparison.Ordinal),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), Convert.ToBase64String(Encoding.UTF8.GetBytes("Bearer " + Secret + "\r\n")), string.Join("\n ", Secret.Chunk(6).Select(part => new string(part))),
        string.Concat(Secret.Select(letter => $"\\u{(int)letter:x4}")), Secret[5..^3],
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_hidden_in_any_form(string form)
    {
        var secrets = new Secrets();
        secrets.Add(Secret);
        var shown = secrets.Hide($"Before {form} after");

        Assert.DoesNotContain(form, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", shown, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Quota exceeded: 100% of 5 tables/day, see https://cloud.google.com/bigquery/quotas?a=%20b")]
    [InlineData("C:\\users\\u1234 ภูเก็ต – 5 \\u0e20")]
    public void Other_words_stay(string text)
    {
        var secrets = new Secrets();
        secrets.Add(Secret);
        secrets.Add("short");

        Assert.Equal(text, secrets.Hide(text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task An_answer_that_holds_one_ends_there_wherever_it_is_cut(int piece)
    {
        var secrets = new Secrets();
        secrets.Add(Secret);
        using var patience = new CancellationTokenSource();
        await using var answer = new AnswerStream(new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 5000) + Secret + "y")), secrets.Watch(), patience, perPiece: null);
        var buffer = new byte[piece];

        await Assert.ThrowsAsync<ReflectedSecretException>(async () =>
        {
            while (await answer.ReadAsync(buffer) > 0)
            {
            }
        });
    }

    [Fact]
    public void Nothing_of_what_is_no_JSON_stays()
    {
        var secrets = new Secrets();
        secrets.Add(Secret);

        Assert.Empty(secrets.HideInJson("<html>"u8));
        Assert.Empty(secrets.HideInJson([(byte)'"', 0xff, (byte)'"']));
        Assert.Equal("""{"a":["***",1.50,true,null]}""", Encoding.UTF8.GetString(secrets.HideInJson(Encoding.UTF8.GetBytes($$"""{"a":["{{Secret}}",1.50,true,null]}"""))));
    }
}
