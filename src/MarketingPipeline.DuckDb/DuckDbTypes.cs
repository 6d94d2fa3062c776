using MarketingPipeline.Core.Sources;

namespace MarketingPipeline.DuckDb;

/// <summary>Reads DuckDB's type names, nested ones too: <c>STRUCT("key" VARCHAR, "value" STRUCT(int_value BIGINT))[]</c>.</summary>
internal ref struct DuckDbTypes
{
    private readonly string _text;
    private int _position;

    private DuckDbTypes(string text) => _text = text;

    public static SourceShape Parse(string text) => new DuckDbTypes(text).Type();

    private SourceShape Type()
    {
        var start = _position;
        var fields = new Dictionary<string, SourceShape>(StringComparer.Ordinal);
        if (string.CompareOrdinal(_text, _position, "STRUCT(", 0, 7) == 0)
        {
            _position += 7;
            while (true)
            {
                var name = Name();
                _position++;
                fields[name] = Type();
                if (_text[_position++] == ')')
                {
                    break;
                }

                _position++;
            }
        }
        else
        {
            var depth = 0;
            while (_position < _text.Length && (depth > 0 || _text[_position] is not (',' or ')' or '[')))
            {
                depth += _text[_position] switch { '(' => 1, ')' => -1, _ => 0 };
                _position++;
            }
        }

        var type = _text[start.._position];
        var repeated = false;
        while (_position < _text.Length && _text[_position] == '[')
        {
            repeated = true;
            _position = _text.IndexOf(']', _position) + 1;
        }

        return new SourceShape(type, fields, repeated);
    }

    private string Name()
    {
        if (_text[_position] != '"')
        {
            var space = _text.IndexOf(' ', _position);
            var plain = _text[_position..space];
            _position = space;
            return plain;
        }

        var name = new System.Text.StringBuilder();
        _position++;
        while (_text[_position] != '"' || (_position + 1 < _text.Length && _text[_position + 1] == '"'))
        {
            _position += _text[_position] == '"' ? 1 : 0;
            name.Append(_text[_position++]);
        }

        _position++;
        return name.ToString();
    }
}
