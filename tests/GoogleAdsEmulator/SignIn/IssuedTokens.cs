using System.Collections.Concurrent;

namespace MarketingPipeline.GoogleAdsEmulator.SignIn;

internal enum TokenState
{
    Valid,
    Unknown,
    Expired,
    OfOtherScope,
}

/// <summary>The access tokens that were given out.</summary>
internal sealed class IssuedTokens(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset End, string Scope)> _tokens = new();

    public string Add(TimeSpan life, string scope)
    {
        var token = "ya29.emulator-" + Guid.NewGuid().ToString("N");
        _tokens[token] = (clock.GetUtcNow() + life, scope);
        return token;
    }

    public void Expire()
    {
        foreach (var token in _tokens.Keys)
        {
            _tokens.AddOrUpdate(token, (DateTimeOffset.MinValue, ""), (_, found) => (DateTimeOffset.MinValue, found.Scope));
        }
    }

    public TokenState State(string token, string scope)
    {
        if (!_tokens.TryGetValue(token, out var found))
        {
            return TokenState.Unknown;
        }

        if (found.End <= clock.GetUtcNow())
        {
            return TokenState.Expired;
        }

        return found.Scope.Split(' ').Contains(scope) ? TokenState.Valid : TokenState.OfOtherScope;
    }
}
