using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Forwarding;

internal static class HttpResponseExtensions
{
    /// <summary>Takes back what a failed attempt left: the forwarder sends only when the response is untouched.</summary>
    public static void ResetForNextAttempt(this HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        response.HttpContext.Features.Set<Yarp.ReverseProxy.Forwarder.IForwarderErrorFeature>(null);
    }
}
