namespace Gateway.Proxy.Http;

/// <summary>A request's body that tells whether anybody has begun to read it.</summary>
internal sealed class WatchedBody(Stream body) : ReadOnlyStream
{
    public bool WasRead { get; private set; }

    public static WatchedBody Watch(HttpRequest request)
    {
        WatchedBody body = new(request.Body);
        request.Body = body;
        return body;
    }

    /// <summary>Closes the connection when the response begins and nobody has read the body, which its client sends only when it is told to.</summary>
    /// <remarks>
    /// RFC 9110 section 10.1.1: whether the client sends the body all the same is not known. So whatever follows on the connection could be
    /// body or request.
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
