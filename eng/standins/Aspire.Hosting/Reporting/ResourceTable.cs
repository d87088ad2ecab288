using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Reporting;

/// <summary>A table of resources, one line for each link.</summary>
internal sealed class ResourceTable
{
    private readonly List<string[]> _rows = [["resource", "state", "link", "url"]];

    public void Add(string name, string state, IReadOnlyCollection<UrlSnapshot> links)
    {
        foreach (var (index, link) in links.DefaultIfEmpty(new UrlSnapshot(null, "", IsInternal: false)).Index())
            _rows.Add([index == 0 ? name : "", index == 0 ? state : "", link.DisplayProperties.DisplayName, link.Url]);
    }

    public override string ToString()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder().AppendLine();
        foreach (var (index, row) in _rows.Index())
        {
            text.AppendLine("  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (index == 0)
                text.AppendLine("  " + string.Join("  ", widths.Select(width => new string('-', width))));
        }

        return text.ToString();
    }
}
