using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

/// <summary>The kind of the request's body: none, buffered and replayable, or streamed once.</summary>
internal readonly record struct RequestBody(bool Exists, BufferedBody? Buffer)
{
    public static RequestBody Of(HttpContext context, bool isUpgrade) =>
        new(!isUpgrade && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }, null);

    /// <summary>Whether attempts read the body from the client.</summary>
    public bool IsStreamed => Exists && Buffer is null;

    /// <summary>Whether the request can be sent again.</summary>
    public bool IsReplayable => !Exists || Buffer is not null;
}
