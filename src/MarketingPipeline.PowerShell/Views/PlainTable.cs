using System.Text;

namespace MarketingPipeline.PowerShell.Views;

/// <summary>A column of a <see cref="PlainTable"/>.</summary>
/// <param name="Width">How wide it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsText">True for text, which stands at the left.</param>
internal sealed record PlainColumn(int Width, string Title, bool IsText = false);

/// <summary>A table in plain text: a first column of names, and figures at the right.</summary>
internal sealed class PlainTable(params PlainColumn[] columns)
{
    /// <summary>The lines, titles first; none where there are no rows.</summary>
    internal IReadOnlyList<string> Rows(IEnumerable<string[]> rows)
    {
        var lines = rows.Select(Line).ToList();
        return lines.Count == 0 ? [] : [Line([.. columns.Select(column => column.Title)]), .. lines];
    }

    private string Line(string[] cells)
    {
        var line = new StringBuilder();
        for (var index = 0; index < columns.Length; index++)
        {
            var (column, text) = (columns[index], PlainText.Clean(cells[index]));

            // A blank between two columns, whatever stands in them.
            line.Append(index == 0 || column.IsText ? PlainText.Left(text, column.Width - 1) + " " : PlainText.Right(text, column.Width));
        }

        return line.ToString().TrimEnd();
    }
}
