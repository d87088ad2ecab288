namespace Gateway.Proxy.Targets;

/// <summary>Sends requests, and keeps the handler from sending one twice behind our back.</summary>
/// <remarks>
/// The handler sends a request without a body again when a kept connection closes before the answer, whatever its method.
/// A POST may have been carried out by then. With a body, even an empty one, the handler leaves it to us.
/// </remarks>
internal sealed class UpstreamInvoker(ConnectionSettings settings, HttpMessageHandler handler) : HttpMessageInvoker(handler)
{
    public ConnectionSettings Settings => settings;

    /// <summary>How many targets send with it; <see cref="UpstreamInvokers"/> counts.</summary>
    public int Users { get; set; }

    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is null && !Idempotent.Is(request.Method.Method))
            request.Content = new ByteArrayContent([]);
        return base.SendAsync(request, cancellationToken);
    }
}
