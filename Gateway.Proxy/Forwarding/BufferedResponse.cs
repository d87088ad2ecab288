using Gateway.Proxy.Http;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>A failed upstream response, kept while the request is retried. If no later attempt gets a response, the client receives this one.</summary>
internal sealed class BufferedResponse
{
    /// <summary>The largest body that is buffered.</summary>
    private const int Limit = 64 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly UpstreamEndpoint _from;
    private readonly ReadOnlyMemory<byte> _body;

    private BufferedResponse(HttpResponseMessage response, UpstreamEndpoint from, ReadOnlyMemory<byte> body)
    {
        _response = response;
        _from = from;
        _body = body;
    }

    public int Status => (int)_response.StatusCode;

    /// <summary>Reads the whole response; null when it is too large, invalid or incomplete.</summary>
    public static async ValueTask<BufferedResponse?> ReadAsync(HttpResponseMessage response, UpstreamEndpoint from, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > Limit)
            return null;
        try
        {
            ResponseFraming.Check(response, isUpgrade: false);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffered = await BufferedBody.ReadAsync(body, response.Content.Headers.ContentLength, Limit, cancellationToken);
            return buffered.IsComplete ? new(response, from, buffered.Buffer) : null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Sends the response to the client, unchanged.</summary>
    public async Task WriteAsync(ForwardedRequest request)
    {
        var context = request.Context;
        request.Gateway.Headers.Restart(context);
        context.Response.StatusCode = (int)_response.StatusCode;
        request.CopyHeaders(_response, _from, isUpgrade: false);
        if (_body.IsEmpty)
            return;
        try
        {
            await context.Response.Body.WriteAsync(_body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected.
        }
    }
}
