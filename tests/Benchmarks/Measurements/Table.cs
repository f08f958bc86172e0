namespace Pipelines.Benchmarks.Measurements;

/// <summary>A table of plain text: the first column to the left, the others to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Adds the usual row of a time: what it is, the first run, then the least, the middle and the greatest.</summary>
    public void Add(string name, Samples seconds) =>
        Add(name, $"{seconds.First:0.000}", $"{seconds.Min:0.000}", $"{seconds.Median:0.000}", $"{seconds.Max:0.000}");

    /// <summary>A table of times in seconds.</summary>
    public static Table OfSeconds(string subject) => new(subject, "first run", "min", "median", "max");

    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, _rows.Max(row => row.Length)).Select(column => _rows.Max(row => column < row.Length ? row[column].Length : 0)).ToList();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            output.WriteLine("  " + string.Join("  ", cells).TrimEnd());
        }
    }
}
