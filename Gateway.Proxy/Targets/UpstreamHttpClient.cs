using System.Net;

namespace Gateway.Proxy.Targets;

/// <summary>Sends each request once: only the attempt loop decides on retries.</summary>
internal sealed class UpstreamHttpClient(ConnectionSettings settings, HttpMessageHandler handler) : HttpMessageInvoker(handler)
{
    public ConnectionSettings Settings => settings;

    /// <summary>The number of targets that use it; maintained by <see cref="UpstreamHttpClients"/>.</summary>
    public int RefCount { get; set; }

    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body && !(body.Headers.ContentLength <= UploadContent.Threshold) && !IsHttp2Only(request))
            request.Content = new UploadContent(body, request.Headers.ExpectContinue == true, cancellationToken);
        return base.SendAsync(request, cancellationToken);
    }

    private static bool IsHttp2Only(HttpRequestMessage request) =>
        request.Version == HttpVersion.Version20 && request.VersionPolicy == HttpVersionPolicy.RequestVersionExact;
}
