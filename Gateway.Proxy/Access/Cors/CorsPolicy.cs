using System.Globalization;

namespace Gateway.Proxy.Access.Cors;

/// <summary>Responds to preflight requests and adds the CORS headers to responses.</summary>
/// <remarks>
/// Does not use the framework's <c>ICorsService</c>: it omits <c>Vary</c> when only one origin is allowed and when an origin is rejected,
/// and adds a second one when the response already has it.
/// </remarks>
internal sealed class CorsPolicy(CorsSettings settings, IReadOnlyList<string> methods) : IAccessPolicy
{
    private readonly HashSet<string> _origins = new(settings.Origins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);
    private readonly string _exposed = string.Join(", ", settings.ExposedHeaders);
    private readonly string _methods = string.Join(", ", methods);
    private readonly string _maxAge = ((int)settings.MaxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    public ValueTask<bool> AdmitAsync(HttpContext context, string route)
    {
        var headers = context.Request.Headers;
        if (headers.Origin.Count == 0)
        {
            // A cache must not serve this response to a page.
            context.Response.OnStarting(static state => VaryByOrigin((HttpResponse)state), context.Response);
            return new(true);
        }

        var allowed = _origins.Count == 0 ? "*" : _origins.Contains(headers.Origin.ToString()) ? headers.Origin.ToString() : null;
        if (HttpMethods.IsOptions(context.Request.Method) && headers.AccessControlRequestMethod.Count > 0)
        {
            RespondToPreflight(context, allowed);
            return new(false);
        }

        // Runs when the response starts, whatever produced it: an upstream, a problem of the gateway, another access policy.
        context.Response.OnStarting(static state => ((Started)state).Apply(), new Started(this, context.Response, allowed));
        return new(true);
    }

    private void RespondToPreflight(HttpContext context, string? allowed)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        if (allowed is null)
            return;
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        response.AccessControlAllowOrigin = allowed;
        response.AccessControlAllowMethods = _methods.Length > 0 ? _methods : request.AccessControlRequestMethod;
        if (request.AccessControlRequestHeaders.Count > 0)
            response.AccessControlAllowHeaders = request.AccessControlRequestHeaders;
        response.AccessControlMaxAge = _maxAge;
        if (settings.Credentials)
            response.AccessControlAllowCredentials = "true";
    }

    private void AddTo(IHeaderDictionary response, string? allowed)
    {
        // Without configured origins, the upstream's own CORS headers take precedence.
        if (_origins.Count == 0 && response.AccessControlAllowOrigin.Count > 0)
            return;

        response.Remove("Access-Control-Allow-Credentials");
        response.AccessControlAllowOrigin = allowed;
        if (allowed is null)
            return;
        if (settings.Credentials)
            response.AccessControlAllowCredentials = "true";
        if (_exposed.Length > 0)
            response.AccessControlExposeHeaders = _exposed;
    }

    private static Task VaryByOrigin(HttpResponse response)
    {
        var vary = response.Headers.Vary;
        if (vary.Count == 0)
            response.Headers.Vary = "Origin";
        else if (!Names(vary.ToString()))
            response.Headers.Vary = $"{vary}, Origin";
        return Task.CompletedTask;
    }

    private static bool Names(ReadOnlySpan<char> vary)
    {
        foreach (var name in vary.Split(','))
        {
            if (vary[name].Trim() is "*" || vary[name].Trim().Equals("Origin", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private sealed record Started(CorsPolicy Gate, HttpResponse Response, string? Allowed)
    {
        public Task Apply()
        {
            Gate.AddTo(Response.Headers, Allowed);
            return VaryByOrigin(Response);
        }
    }
}
