namespace Gateway.Proxy.Http;

/// <summary>A request body that records whether it was read.</summary>
internal sealed class WatchedBody(Stream body) : ReadOnlyStream
{
    public bool WasRead { get; private set; }

    public static WatchedBody Watch(HttpRequest request)
    {
        WatchedBody body = new(request.Body);
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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        WasRead = true;
        return body.ReadAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        WasRead = true;
        return body.Read(buffer, offset, count);
    }
}
