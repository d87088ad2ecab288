namespace Gateway.Bench.Reports;

/// <summary>A table whose first column is text and whose others are figures.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var rule = columns.Select((_, index) => index == 0 ? "---" : "---:").ToArray();
        return string.Join('\n', new[] { columns, rule }.Concat(_rows).Select(cells => $"| {string.Join(" | ", cells)} |")) + "\n";
    }
}
