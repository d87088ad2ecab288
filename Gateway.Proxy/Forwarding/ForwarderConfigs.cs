using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>A route's settings for YARP's forwarder. YARP's activity timeout applies to upgraded connections only; <see cref="Deadline"/> has all other limits.</summary>
internal sealed class ForwarderConfigs(RouteSettings route)
{
    private const string EventStream = "text/event-stream";
    private const string Grpc = "application/grpc";

    private readonly ForwarderRequestConfig _plain = Config(route, Timeout.InfiniteTimeSpan);
    private readonly ForwarderRequestConfig _upgrade = Config(route, route.Timeouts.StreamIdle);

    public ForwarderRequestConfig Select(ForwardedRequest request) => request.IsUpgrade ? _upgrade : _plain;

    /// <summary>Limits the time between two reads of a response body, and ends streams at shutdown.</summary>
    public void ApplyReadTimeout(HttpResponseMessage response, ForwardedRequest request)
    {
        if (IsUpgraded(response) || response.Content.Headers.ContentLength == 0)
            return;
        var isStream = IsStream(request.Context.Response.ContentType);

        // A body with a Content-Length cannot end early.
        var isClosable = isStream && request.Context.Response.ContentLength is null;
        response.Content = request.ResponseBody.Limit(response.Content, isStream ? route.Timeouts.StreamIdle : route.Timeouts.Read, isClosable ? request.Gateway.Shutdown.StreamsClosing : default);
    }

    public static bool IsEventStream(string? contentType) => contentType?.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) == true;

    public static bool IsGrpc(string? contentType) => contentType?.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsStream(string? contentType) => IsEventStream(contentType) || IsGrpc(contentType);

    private static bool IsUpgraded(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.SwitchingProtocols || (response.StatusCode == HttpStatusCode.OK && response.RequestMessage?.Headers.Protocol is not null);

    private static ForwarderRequestConfig Config(RouteSettings route, TimeSpan activityTimeout) => route.HttpVersion switch
    {
        UpstreamHttpVersion.Http1 => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        UpstreamHttpVersion.Http2 => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        _ => new() { ActivityTimeout = activityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower },
    };
}
