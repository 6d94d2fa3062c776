using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarketingPipeline.Core.Warehouses;

namespace MarketingPipeline.Core.Modeling;

/// <summary>
/// What a table was made by, in sixteen hexadecimal digits: rows whose digest is another one are made again. The SQL is hashed
/// as it is rendered, so that a change of a model, of what models share, of a dialect and of a setting all reach it.
/// </summary>
internal static class SqlDigest
{
    /// <summary>
    /// The product's schema version, which is in every digest. Raise it where code that is no SQL changes what tables hold: how
    /// report files and answers are read, how values are loaded.
    /// </summary>
    public const int SchemaVersion = 1;

    /// <summary>Of statements: their text and the rows that they are given. What changes from run to run is not in it.</summary>
    public static string Of(IEnumerable<SqlStatement> statements, int schemaVersion = SchemaVersion)
    {
        var text = new StringBuilder(schemaVersion.ToString(CultureInfo.InvariantCulture));
        foreach (var statement in statements)
        {
            text.Append('\n').Append(statement.Text);
            foreach (var rows in statement.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal).Select(parameter => parameter.Value).OfType<LiteralRows>())
            {
                text.Append('\n').Append(rows.Lines());
            }
        }

        return Of(text.ToString());
    }

    /// <summary>Of a text.</summary>
    public static string Of(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16].ToLower(CultureInfo.InvariantCulture);
}
