using System.Globalization;
using System.Text;

namespace MarketingPipeline.Core.Workspaces;

/// <summary>
/// Checks a pattern against RE2's syntax, which both engines speak, so that a bad one is a finding here and not a failed
/// statement in the middle of a run. .NET's own parser is no judge of it: it knows look-around and back-references, and
/// does not know <c>(?P&lt;name&gt;)</c>, <c>[[:alpha:]]</c> or <c>\pN</c>. Where RE2's versions differ, the older one holds.
/// </summary>
internal sealed class Re2Pattern
{
    private const int MaximumNesting = 100;
    private const int MaximumRepetition = 1000;
    private const int End = -1;

    private readonly int[] runes;
    private int position;
    private bool upperCase;
    private bool anyCase;

    private Re2Pattern(string pattern) => runes = pattern.EnumerateRunes().Select(rune => rune.Value).ToArray();

    /// <summary>Null where RE2 reads the pattern, else what it would refuse.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="hasUpperCase">True where it looks for an upper-case letter without <c>(?i)</c>: never found in a lower-cased value.</param>
    public static string? Fault(string pattern, out bool hasUpperCase)
    {
        var parser = new Re2Pattern(pattern);
        try
        {
            parser.Alternatives(0);
            if (parser.Peek() == ')')
                throw new FormatException("a ) closes nothing");
            hasUpperCase = parser.upperCase && !parser.anyCase;
            return null;
        }
        catch (FormatException fault)
        {
            hasUpperCase = false;
            return string.Create(CultureInfo.InvariantCulture, $"{fault.Message}, at character {Math.Min(parser.position, parser.runes.Length) + 1}");
        }
    }

    private int Peek(int ahead = 0) => position + ahead < runes.Length ? runes[position + ahead] : End;

    private bool Skip(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Peek(i) != text[i])
                return false;
        }

        position += text.Length;
        return true;
    }

    /// <returns>The most copies that repetitions inside make of one another: RE2 writes them out.</returns>
    private int Alternatives(int nesting)
    {
        if (nesting > MaximumNesting)
            throw new FormatException("groups are nested too deep");

        var copies = Sequence(nesting);
        while (Skip("|"))
            copies = Math.Max(copies, Sequence(nesting));
        return copies;
    }

    private int Sequence(int nesting)
    {
        var most = 1;
        var repeatable = false;
        while (Peek() is not (End or '|' or ')'))
        {
            if (!repeatable && (Peek() is '*' or '+' or '?' || Counted(out _)))
                throw new FormatException("there is nothing to repeat");

            var flagsOnly = false;
            var copies = Atom(nesting, ref flagsOnly);
            repeatable = !flagsOnly;
            if (repeatable && Repetition() is { } times)
            {
                copies *= Math.Max(1, times);
                repeatable = false;
                if (copies > MaximumRepetition)
                    throw new FormatException("it repeats more than 1000 times");
                if (Peek() is '*' or '+' or '?' || Counted(out _))
                    throw new FormatException("a repetition is repeated");
            }

            most = Math.Max(most, copies);
        }

        return most;
    }

    /// <returns>How often at most, 1 for no bound; null where nothing is repeated.</returns>
    private int? Repetition()
    {
        var start = position;
        if (Skip("*") || Skip("+") || Skip("?"))
        {
            Skip("?");
            return 1;
        }

        if (!Counted(out var times))
            return null;
        if (times is null)
        {
            position = start;
            throw new FormatException("the repetition's bounds are wrong (at most 1000, the smaller first)");
        }

        Skip("?");
        return times;
    }

    /// <summary>Reads {2}, {2,} or {2,5}; any other { is a letter like others.</summary>
    private bool Counted(out int? times)
    {
        times = null;
        var start = position;
        if (!Skip("{"))
            return false;

        var least = Number();
        var most = Skip(",") ? (Peek() == '}' ? least : Number()) : least;
        if (least is null || most is null || !Skip("}"))
        {
            position = start;
            return false;
        }

        times = least <= most && most <= MaximumRepetition ? most : null;
        return true;
    }

    private int? Number()
    {
        int? number = null;
        for (; Peek() is >= '0' and <= '9'; position++)
            number = Math.Min(((number ?? 0) * 10) + (Peek() - '0'), 1_000_000);
        return number;
    }

    private int Atom(int nesting, ref bool flagsOnly)
    {
        switch (Peek())
        {
            case '(':
                return Group(nesting, ref flagsOnly);
            case '[':
                Class();
                return 1;
            case '\\':
                Re2Escape.Read(runes, ref position, inClass: false);
                return 1;
            default:
                upperCase |= Rune.IsUpper(new Rune(Peek()));
                position++;
                return 1;
        }
    }

    private int Group(int nesting, ref bool flagsOnly)
    {
        var start = position;
        Skip("(");
        if (Skip("?"))
        {
            if (Peek() is '=' or '!' || (Peek() == '<' && Peek(1) is '=' or '!'))
                throw new FormatException("it looks ahead or behind, which RE2 cannot");
            if (Skip("P<"))
                Name();
            else if (Flags())
                return Flagged(ref flagsOnly);
        }

        return Inside(nesting, start);

        int Flagged(ref bool only)
        {
            only = Skip(")");
            if (only)
                return 1;
            position++;
            return Inside(nesting, start);
        }
    }

    private int Inside(int nesting, int start)
    {
        var copies = Alternatives(nesting + 1);
        if (Skip(")"))
            return copies;

        position = start;
        throw new FormatException("a ( is not closed");
    }

    private void Name()
    {
        var start = position;
        while (Peek() is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
            position++;
        if (position == start || !Skip(">"))
            throw new FormatException("the group's name is wrong");
    }

    /// <summary>Reads the flags of (?i) or (?i-s: up to the ) or the colon.</summary>
    private bool Flags()
    {
        var negated = false;
        var any = false;
        for (; ; position++)
        {
            switch (Peek())
            {
                case 'i':
                    anyCase |= !negated;
                    any = true;
                    break;
                case 'm' or 's' or 'U':
                    any = true;
                    break;
                case '-' when !negated:
                    negated = true;
                    any = false;
                    break;
                case ':' when any || !negated:
                case ')' when any:
                    return true;
                default:
                    throw new FormatException("RE2 has no such (? group; use (?: ), (?i) or (?P<name> )");
            }
        }
    }

    private void Class()
    {
        var start = position;
        Skip("[");
        Skip("^");
        for (var first = true; first || Peek() != ']'; first = false)
        {
            if (Peek() == End)
            {
                position = start;
                throw new FormatException("a [ is not closed");
            }

            if (Peek() == '[' && Peek(1) == ':' && Re2Escape.PosixClass(runes, ref position))
                continue;
            if (Member() is not { } low)
                continue;
            if (Peek() == '-' && Peek(1) is not (']' or End))
            {
                position++;
                if (Member() is not { } high || high < low)
                    throw new FormatException("a range of [ ] ends before it begins");
            }
        }

        position++;
    }

    /// <returns>The character; null for a class such as \d.</returns>
    private int? Member() => Peek() == '\\' ? Re2Escape.Read(runes, ref position, inClass: true) : runes[position++];
}
