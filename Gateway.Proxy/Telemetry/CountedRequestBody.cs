using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Telemetry;

/// <summary>Counts what is read of a request's body, whether as a pipe or as a stream.</summary>
internal sealed class CountedRequestBody : PipeReader, IRequestBodyPipeFeature
{
    private readonly HttpRequest _request;
    private readonly PipeReader _body;
    private readonly Stream _stream;
    private readonly AccessRecord _record;
    private ReadOnlySequence<byte> _piece;
    private PipeReader? _other;
    private Stream? _otherStream;

    private CountedRequestBody(HttpRequest request, AccessRecord record)
    {
        _request = request;
        _body = request.BodyReader;
        _stream = AsStream(leaveOpen: true);
        _record = record;
    }

    // When other code has replaced the body stream, count its bytes.
    public PipeReader Reader
    {
        get
        {
            if (_request.Body == _stream)
                return this;
            if (_request.Body != _otherStream)
                (_otherStream, _other) = (_request.Body, Create(_request.Body, new StreamPipeReaderOptions(leaveOpen: true)));
            return _other!;
        }
    }

    public static void Install(HttpContext context, AccessRecord record)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return;
        CountedRequestBody counted = new(context.Request, record);
        context.Request.Body = counted._stream;
        context.Features.Set<IRequestBodyPipeFeature>(counted);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await _body.ReadAsync(cancellationToken);
        _piece = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        var hasRead = _body.TryRead(out result);
        _piece = result.Buffer;
        return hasRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _record.RequestBytes += _piece.Slice(_piece.Start, consumed).Length;
        _piece = default;
        _body.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _body.Complete(exception);
}
