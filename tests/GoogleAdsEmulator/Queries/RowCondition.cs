using System.Globalization;
using System.Text.RegularExpressions;
using MarketingPipeline.GoogleAdsEmulator.Reports;

namespace MarketingPipeline.GoogleAdsEmulator.Queries;

/// <summary>A condition on anything but a date, as a question to ask of each row.</summary>
internal static class RowCondition
{
    private static readonly string[] Equalities = ["=", "!=", "IN", "NOT IN", "IS NULL", "IS NOT NULL"];
    private static readonly string[] Comparisons = [.. Equalities, "<", "<=", ">", ">="];
    private static readonly string[] Texts = [.. Equalities, "LIKE", "NOT LIKE"];

    public static Func<ReportRow, bool> Of(Field field, GaqlCondition condition)
    {
        var allowed = field.Type switch
        {
            FieldType.Integer or FieldType.Number => Comparisons,
            FieldType.Text or FieldType.ResourceName => Texts,
            _ => Equalities,
        };
        if (!allowed.Contains(condition.Operator))
        {
            throw QueryError.Of("OPERATOR_FIELD_MISMATCH", $"Error in WHERE clause: operator '{condition.Operator}' cannot be used with the field '{field.Name}'.");
        }

        if (condition.Values.Select(value => value.Kind).Distinct().Count() > 1)
        {
            throw QueryError.Of("PROHIBITED_VALUE_COMBINATION_IN_LIST", "Error in WHERE clause: a list contains values of different types.");
        }

        var values = condition.Values.Select(value => Value(field, value)).ToArray();
        var read = field.Read;
        return condition.Operator switch
        {
            "IS NULL" => row => read(row).Kind == FieldKind.Unset,
            "IS NOT NULL" => row => read(row).Kind != FieldKind.Unset,
            "=" or "IN" => row => values.Contains(read(row)),
            "!=" or "NOT IN" => row => !values.Contains(read(row)),
            "LIKE" => Like(read, values[0].Text ?? "", expected: true),
            "NOT LIKE" => Like(read, values[0].Text ?? "", expected: false),
            "<" => row => read(row).CompareTo(values[0]) < 0,
            "<=" => row => read(row).CompareTo(values[0]) <= 0,
            ">" => row => read(row).CompareTo(values[0]) > 0,
            _ => row => read(row).CompareTo(values[0]) >= 0,
        };
    }

    private static FieldValue Value(Field field, GaqlToken token)
    {
        switch (field.Type)
        {
            case FieldType.Integer:
                return long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : throw Bad(field, token);
            case FieldType.Number:
                return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(field, token);
            case FieldType.Boolean:
                return bool.TryParse(token.Text, out var boolean) ? boolean : throw Bad(field, token);
            case FieldType.Enum:
                return field.Constants.Count == 0 || field.Constants.Contains(token.Text)
                    ? token.Text
                    : throw QueryError.Of("BAD_ENUM_CONSTANT", $"Error in WHERE clause: invalid enum value cannot be included in WHERE clause: '{token.Text}'.");
            default:
                return token.Kind == GaqlTokenKind.Text ? token.Text : throw QueryError.Of("INVALID_STRING_VALUE", $"Error in WHERE clause: the value {token.Text} of '{field.Name}' is not a string.");
        }
    }

    private static Exception Bad(Field field, GaqlToken token) => QueryError.Of("BAD_VALUE", $"Error in WHERE clause: invalid value '{token.Text}' of '{field.Name}'.");

    private static Func<ReportRow, bool> Like(Func<ReportRow, FieldValue> read, string pattern, bool expected)
    {
        var regex = new Regex("^" + Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.') + "$", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return row => regex.IsMatch(read(row).Text ?? "") == expected;
    }
}
