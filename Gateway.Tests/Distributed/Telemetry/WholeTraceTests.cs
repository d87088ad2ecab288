namespace Gateway.Tests.Distributed.Telemetry;

public sealed class WholeTraceTests
{
    private static readonly ReceivedSpan Root = Span("root", under: "client", SpanKind.Server) with { Service = "gateway" };
    private static readonly ReceivedSpan Attempt = Span("attempt", under: "root", SpanKind.Internal);
    private static readonly ReceivedSpan Call = Span("call", under: "attempt", SpanKind.Client);
    private static readonly ReceivedSpan Upstream = Span("upstream", under: "call", SpanKind.Server);

    [Fact]
    public void It_has_one_root_and_what_each_client_span_called()
    {
        Assert.True(WholeTrace.Is([Root, Attempt, Call, Upstream]));
        Assert.True(WholeTrace.Is([Upstream, Call, Attempt, Root]));
    }

    [Fact]
    public void Without_any_of_its_spans_it_is_not_whole()
    {
        ReceivedSpan[] all = [Root, Attempt, Call, Upstream];

        Assert.False(WholeTrace.Is([]));
        Assert.False(WholeTrace.Is([Upstream]));
        foreach (var missing in all)
            Assert.False(WholeTrace.Is([.. all.Except([missing])]), $"Without {missing.Name}");
    }

    private static ReceivedSpan Span(string id, string under, SpanKind kind) =>
        new("", "", id, under, id, kind, SpanStatus.Unset, new Dictionary<string, string>());
}
