using System.Collections.Concurrent;
using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Distributed.Telemetry;

/// <summary>Receives OTLP over gRPC, as the dashboard does, and keeps the spans. Logs and metrics are taken and dropped.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static readonly TimeSpan ArrivalLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        OtlpReceiver receiver = new(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The spans of the trace that <paramref name="isOfIt"/> finds, once it is whole: they are sent in batches, by each process.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> TraceAsync(Predicate<ReceivedSpan> isOfIt)
    {
        IReadOnlyList<ReceivedSpan> trace = [];
        await Eventually.BecomesTrueAsync(
            () =>
            {
                var id = _spans.FirstOrDefault(span => isOfIt(span))?.TraceId;
                trace = [.. _spans.Where(span => span.TraceId == id)];
                return Task.FromResult(WholeTrace.Is(trace));
            },
            ArrivalLimit,
            () => $"a whole trace; received were:{Environment.NewLine}{string.Join(Environment.NewLine, _spans)}");
        return trace;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream message = new();
        await context.Request.Body.CopyToAsync(message);

        // A gRPC message: one byte that says whether it is compressed, four of length, then itself.
        if (context.Request.Path == Traces)
        {
            foreach (var span in OtlpTraces.Read(message.ToArray().AsSpan(5)))
                _spans.Enqueue(span);
        }

        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
