using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Telemetry;

/// <summary>docs/observability.md, beside what the code has.</summary>
public sealed partial class TelemetryDocTests
{
    private static readonly NamedBlocks Page = new("docs/observability.md");

    [Fact]
    public async Task Every_metric_has_its_row_with_instrument_unit_and_attributes()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using Measured measured = new(gateway);
        (await gateway.Client.GetAsync("/api/x", TestContext.Current.CancellationToken)).Dispose();
        (await gateway.Client.GetAsync("/nowhere", TestContext.Current.CancellationToken)).Dispose();

        var rows = Page.Rows("Metrics");

        Assert.Equal(
            measured.Instruments.Select(instrument => (instrument.Name, KindOf(instrument), instrument.Unit)).Order(),
            rows.Select(row => (Code(row[0]).Single(), row[1], Code(row[2]).SingleOrDefault())).Order());
        foreach (var row in rows)
        {
            var name = Code(row[0]).Single();
            foreach (var tag in measured.Of(name).Concat(measured.Collect(name)).SelectMany(measurement => measurement.Tags.Keys))
                Assert.Contains(tag, Code(row[3]));
        }
    }

    [Fact]
    public async Task Every_field_of_the_status_has_its_row()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var status = JsonDocument.Parse(await gateway.Client.GetStringAsync("/gateway/status", TestContext.Current.CancellationToken));
        var route = status.RootElement.GetProperty("routes").EnumerateArray().First();

        Assert.Equal(
            FieldsOf(status.RootElement).Except(["config"]).Concat(FieldsOf(status.RootElement.GetProperty("config")).Select(name => $"config.{name}"))
                .Concat(FieldsOf(route).Except(["targets"])).Concat(FieldsOf(route.GetProperty("targets")[0])).Distinct().Order(StringComparer.Ordinal),
            Page.Rows("Status").SelectMany(row => Code(row[0])).Distinct().Order(StringComparer.Ordinal));

        static IEnumerable<string> FieldsOf(JsonElement element) => element.EnumerateObject().Select(field => field.Name);
    }

    [Fact]
    public async Task Every_attribute_that_the_gateway_puts_on_a_span_is_listed()
    {
        using Spans spans = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", """ "MaxRetries": 1, "Retry": { "BaseDelay": "00:00:00.001" } """));
        await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\ntraceparent: {spans.TraceParent}\r\n\r\n");

        var listed = Code(Page.Rows("Spans").Single(row => row[0].Contains("gateway.attempt", StringComparison.Ordinal))[2]);

        Assert.Equal(2, spans.Attempts.Count);
        Assert.All(spans.Attempts.SelectMany(span => span.TagObjects), tag => Assert.Contains(tag.Key, listed));
    }

    [Fact]
    public void Every_log_event_has_a_number_of_its_own_and_its_row()
    {
        var events = typeof(GatewayRoutes).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(each => each.Event is not null)
            .Select(each => (Where: $"{each.Method.DeclaringType!.Name}.{each.Method.Name}", Event: each.Event!)).ToArray();

        Assert.All(events, each => Assert.True(each.Event.EventId > 0, $"{each.Where} has no number of EventIds"));
        Assert.Equal(
            events.Select(each => $"{each.Event.EventId} {each.Event.EventName} {(each.Event.Level == LogLevel.None ? LogLevel.Information : each.Event.Level)}").Order(StringComparer.Ordinal),
            Page.Rows("Log events").Select(row => $"{row[0]} {row[1].Trim('`')} {row[2]}").Order(StringComparer.Ordinal));
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0].Replace("Observable", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private static string[] Code(string cell) => [.. CodeSpan().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
