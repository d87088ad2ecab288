using System.IO.Pipelines;

namespace Gateway.Proxy.Http;

/// <summary>A request body that records whether it was read.</summary>
internal sealed class WatchedBody(Stream body, PipeReader pipe) : ReadOnlyStream
{
    private Stream _body = body;

    public bool WasRead { get; private set; }

    public static WatchedBody Watch(HttpRequest request)
    {
        if (request.Body is WatchedBody watched)
            return watched;
        WatchedBody body = new(request.Body, request.BodyReader);
        request.Body = body;
        return body;
    }

    /// <summary>Closes the connection when the response starts before the body was read and the client waits for 100 (Continue).</summary>
    /// <remarks>
    /// RFC 9110 section 10.1.1: the client may or may not send the body after all. So the next bytes on the connection could be
    /// a body or a request.
    /// </remarks>
    public static void WatchExpected(HttpContext context) => context.Response.OnStarting(
        static state =>
        {
            var (body, context) = ((WatchedBody, HttpContext))state;
            if (!body.WasRead)
                RequestFraming.CloseConnection(context);
            return Task.CompletedTask;
        },
        (Watch(context.Request), context));

    /// <summary>From now on the body is read from its pipe.</summary>
    public WatchedBody FromPipe(HttpContext context)
    {
        _body = new PipeBody(context, pipe);
        return this;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        WasRead = true;
        return _body.ReadAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        WasRead = true;
        return _body.Read(buffer, offset, count);
    }
}
