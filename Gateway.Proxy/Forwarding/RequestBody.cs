using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

/// <summary>What is known of the request's body: none, kept for another attempt, or streamed once.</summary>
internal readonly record struct RequestBody(bool Exists, ReplayStream? Kept)
{
    public static RequestBody Of(HttpContext context, bool isUpgrade) =>
        new(!isUpgrade && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }, null);

    /// <summary>Whether the request can be sent once more after it was sent.</summary>
    public bool CanBeSentAgain => !Exists || Kept is not null;
}
