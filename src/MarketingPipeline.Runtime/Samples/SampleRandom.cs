using System.Text;

namespace MarketingPipeline.Runtime.Samples;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a fixed algorithm in integers, so that the same seed gives the same data on every
/// runtime, platform and culture. <see cref="Random"/> does not promise that its algorithm stays.
/// </summary>
internal sealed class SampleRandom
{
    private ulong _state;

    private SampleRandom(ulong seed) => _state = seed;

    /// <summary>A stream of its own for each named part, so that a change in one part leaves the others as they are.</summary>
    public static SampleRandom For(string name)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var value in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return new SampleRandom(hash);
    }

    /// <summary>0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary><paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Chance(int perMille) => Below(1000) < perMille;

    /// <summary>A count near <paramref name="mean"/>: half to one and a half of it, the middle most likely; fractions are rounded by chance.</summary>
    public int Around(decimal mean)
    {
        var percent = 50 + Below(51) + Below(51);
        var value = mean * percent / 100m;
        var whole = decimal.Floor(value);
        return (int)whole + (Chance((int)((value - whole) * 1000)) ? 1 : 0);
    }

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public T Pick<T>(IReadOnlyList<T> list, Func<T, int> weight)
    {
        var place = Below(list.Sum(weight));
        foreach (var item in list)
        {
            place -= weight(item);
            if (place < 0)
            {
                return item;
            }
        }

        throw new InvalidOperationException("No item has a weight.");
    }

    /// <summary>Text of so many characters out of <paramref name="alphabet"/>.</summary>
    public string Text(int length, string alphabet)
    {
        var text = new char[length];
        for (var i = 0; i < length; i++)
        {
            text[i] = alphabet[Below(alphabet.Length)];
        }

        return new string(text);
    }

    /// <summary>What Google's click ids and request ids look like.</summary>
    public string Token(int length) => Text(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
