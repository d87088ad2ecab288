using System.Globalization;

namespace Gateway.Proxy.Access.Cors;

/// <summary>Answers preflights, and tells browsers whether a page may read the response.</summary>
/// <remarks>
/// Not the framework's <c>ICorsService</c>: it leaves <c>Vary</c> out when one origin is allowed and when an origin is refused,
/// and adds it beside one that is there.
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
            // A cache must not give this response to a page.
            context.Response.OnStarting(static state => VaryByOrigin((HttpResponse)state), context.Response);
            return new(true);
        }

        var allowed = _origins.Count == 0 ? "*" : _origins.Contains(headers.Origin.ToString()) ? headers.Origin.ToString() : null;
        if (HttpMethods.IsOptions(context.Request.Method) && headers.AccessControlRequestMethod.Count > 0)
        {
            AnswerPreflight(context, allowed);
            return new(false);
        }

        // Once the response begins, whoever made it: an upstream, the gateway's own problem, another gate.
        context.Response.OnStarting(static state => ((Started)state).Apply(), new Started(this, context.Response, allowed));
        return new(true);
    }

    private void AnswerPreflight(HttpContext context, string? allowed)
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
        // Without origins of our own, an upstream that cares about CORS knows better.
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
