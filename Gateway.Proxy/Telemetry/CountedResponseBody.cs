using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Telemetry;

/// <summary>Counts what is written of a response's body, whether to a pipe or to a stream.</summary>
internal sealed class CountedResponseBody : PipeWriter, IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _body;
    private readonly AccessRecord _record;

    private CountedResponseBody(IHttpResponseBodyFeature body, AccessRecord record)
    {
        _body = body;
        _record = record;
        Stream = AsStream(leaveOpen: true);
    }

    public Stream Stream { get; }

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => _body.Writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => _body.Writer.UnflushedBytes;

    public static void Install(HttpContext context, AccessRecord record) =>
        context.Features.Set<IHttpResponseBodyFeature>(new CountedResponseBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), record));

    public override Memory<byte> GetMemory(int sizeHint = 0) => _body.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _body.Writer.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        _record.ResponseBytes += bytes;
        _body.Writer.Advance(bytes);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        _record.ResponseBytes += source.Length;
        return _body.Writer.WriteAsync(source, cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => _body.Writer.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => _body.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => _body.Writer.Complete(exception);

    public Task StartAsync(CancellationToken cancellationToken = default) => _body.StartAsync(cancellationToken);

    public Task CompleteAsync() => _body.CompleteAsync();

    public void DisableBuffering() => _body.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);
}
