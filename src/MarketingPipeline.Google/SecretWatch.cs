namespace MarketingPipeline.Google;

/// <summary>Looks through a body, as it comes, for secrets; also for one that two pieces share.</summary>
internal sealed class SecretWatch(SecretForms forms)
{
    private byte[] _tail = [];

    /// <summary>Looks through the next piece.</summary>
    /// <exception cref="ReflectedSecretException">A secret is in it, or ends in it.</exception>
    public void Look(ReadOnlySpan<byte> piece)
    {
        if (forms.Longest == 0 || piece.Length == 0)
        {
            return;
        }

        var seam = new byte[_tail.Length + Math.Min(piece.Length, forms.Longest)];
        _tail.CopyTo(seam, 0);
        piece[..(seam.Length - _tail.Length)].CopyTo(seam.AsSpan(_tail.Length));
        if (forms.AreIn(seam) || forms.AreIn(piece))
        {
            throw new ReflectedSecretException();
        }

        var kept = piece.Length >= forms.Longest ? piece[^forms.Longest..] : seam;
        _tail = kept[Math.Max(0, kept.Length - forms.Longest)..].ToArray();
    }
}

/// <summary>An answer holds what was given to sign in.</summary>
internal sealed class ReflectedSecretException() : Exception("The answer holds a secret.");
