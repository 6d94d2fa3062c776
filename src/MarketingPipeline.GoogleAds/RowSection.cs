using System.Text.Json;
using MarketingPipeline.Core;

namespace MarketingPipeline.GoogleAds;

/// <summary>
/// A section of a row, <c>campaign</c> or <c>metrics</c>, as the bytes come. A null is an absent value, as proto3 JSON has it;
/// of a value that is given twice the last one counts. What is wrong is kept until the row is whole, so that an error names
/// the first thing that matters, not the first that came.
/// </summary>
internal abstract class RowSection(string name)
{
    private bool _isOther;

    /// <summary>True where the row has it.</summary>
    public bool IsThere { get; private set; }

    protected string Name => name;

    /// <summary>Forgets the last row's.</summary>
    public virtual void Clear() => (IsThere, _isOther) = (false, false);

    /// <summary>Reads the value that the reader stands on; false where the bytes end inside it.</summary>
    public bool TryRead(ref Utf8JsonReader reader, TextCache texts)
    {
        Clear();
        IsThere = reader.TokenType == JsonTokenType.StartObject;
        if (!IsThere)
        {
            _isOther = reader.TokenType != JsonTokenType.Null;
            return reader.TrySkip();
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            if (!TryProperty(ref reader, texts))
            {
                return false;
            }
        }

        return false;
    }

    /// <exception cref="PipelineException">The row has something else under the section's name.</exception>
    public void Check(RowPlace place, ReportFault fault)
    {
        if (_isOther)
        {
            throw fault.At(place.ToString(), $"'{Name}' is no object.");
        }
    }

    /// <summary>Reads the property that the reader stands on, and its value.</summary>
    protected abstract bool TryProperty(ref Utf8JsonReader reader, TextCache texts);
}
