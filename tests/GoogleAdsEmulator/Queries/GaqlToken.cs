namespace MarketingPipeline.GoogleAdsEmulator.Queries;

internal enum GaqlTokenKind
{
    Word,
    Number,
    Text,
    Symbol,
    End,
}

/// <summary>A piece of a query; a text's without its quotes.</summary>
internal readonly record struct GaqlToken(GaqlTokenKind Kind, string Text)
{
    public bool IsWord(string word) => Kind == GaqlTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == GaqlTokenKind.Symbol && Text == symbol;
}
