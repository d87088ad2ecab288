using System.Security;
using System.Text;
using Gateway.Bench.Measuring;

namespace Gateway.Bench.Reports;

/// <summary>Two bar charts side by side: processor time for each request, and requests each second.</summary>
internal static class SvgChart
{
    private const int Width = 860;
    private const int Margin = 24;
    private const int BarHeight = 24;
    private const int RowHeight = 36;
    private const int LabelWidth = 84;
    private const int ValueWidth = 62;
    private const int PanelWidth = (Width - 3 * Margin) / 2;
    private const int PanelTop = 78;

    public static string Of(ScenarioResult result, Machine machine)
    {
        var height = PanelTop + 30 + result.Peers.Count * RowHeight + 34;
        StringBuilder svg = new();
        svg.AppendLine(Invariant($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" aria-labelledby="title description">
            <title id="title">Gateway beside its peers: {Text(result.Scenario.Title)}</title>
            <desc id="description">{Text(Description(result))}</desc>
            """));
        svg.AppendLine("""
            <style>
            text { font: 14px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f }
            .card { fill: #ffffff; stroke: #d0d7de }
            .heading { font-size: 18px; font-weight: 600 }
            .panel { font-weight: 600 }
            .soft { fill: #57606a; font-size: 13px }
            .bar { fill: #afb8c1 }
            .ours { fill: #0969da }
            .strong { font-weight: 600 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 }
            .card { fill: #0d1117; stroke: #30363d }
            .soft { fill: #9198a1 }
            .bar { fill: #57606a }
            .ours { fill: #4493f8 }
            }
            </style>
            """);
        svg.AppendLine(Invariant($"""
            <rect class="card" x="0.5" y="0.5" width="{Width - 1}" height="{height - 1}" rx="8"/>
            <text class="heading" x="{Margin}" y="36">{Text(result.Scenario.Title)}</text>
            """));
        Panel(svg, result, Margin, "CPU per request, µs", "less is better", round => round.CpuPerRequest, "N1");
        Panel(svg, result, 2 * Margin + PanelWidth, "Requests per second", "more is better", round => round.RequestsPerSecond, "N0");
        svg.AppendLine(Invariant($"""<text class="soft" x="{Margin}" y="{height - 18}">{Text($"{machine}; client, proxy and upstream share them. Medians of {result.Peers[0].Rounds.Count} rounds, {machine.At:yyyy-MM-dd}.")}</text>"""));
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, ScenarioResult result, int left, string title, string direction, Func<Measurement, double> value, string format)
    {
        var most = result.Peers.Max(peer => peer.Median(value));
        svg.AppendLine(Invariant($"""<text x="{left}" y="{PanelTop}"><tspan class="panel">{title}</tspan><tspan class="soft" dx="8">{direction}</tspan></text>"""));
        for (var i = 0; i < result.Peers.Count; i++)
        {
            var peer = result.Peers[i];
            var ours = peer.Peer.Name == "gateway";
            var top = PanelTop + 18 + i * RowHeight;
            var baseline = top + BarHeight / 2 + 5;
            var width = (PanelWidth - LabelWidth - ValueWidth) * peer.Median(value) / most;
            var label = ours ? "strong" : "";
            svg.AppendLine(Invariant($"""
                <text class="{label}" x="{left}" y="{baseline}">{Text(peer.Peer.Title)}</text>
                <rect class="bar{(ours ? " ours" : "")}" x="{left + LabelWidth}" y="{top}" width="{width:F1}" height="{BarHeight}" rx="3"/>
                <text class="{label}" x="{left + LabelWidth + width + 8:F1}" y="{baseline}">{peer.Median(value).ToString(format, null)}</text>
                """));
        }
    }

    private static string Description(ScenarioResult result) => string.Join("; ", result.Peers.Select(peer =>
        $"{peer.Peer.Title}: {peer.Median(round => round.CpuPerRequest):N1} µs CPU per request, {peer.Median(round => round.RequestsPerSecond):N0} requests per second")) + ".";

    private static string Text(string text) => SecurityElement.Escape(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
