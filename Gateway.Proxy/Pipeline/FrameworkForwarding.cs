using Gateway.Proxy.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Pipeline;

/// <summary>
/// The framework's own handling of forwarded headers, which <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> turns on. It believes every client, so it has no
/// effect on the gateway, for which <c>Gateway:TrustedProxies</c> decides. The endpoints of an application get what the framework makes of the headers.
/// </summary>
internal static class FrameworkForwarding
{
    /// <summary>The key of the variable. The framework reads it when the application is built.</summary>
    public const string Key = "ForwardedHeaders_Enabled";

    public static bool IsOn(IConfiguration configuration) => string.Equals(configuration[Key], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Keeps what is received; the framework's middleware is a startup filter too, and runs after this one.</summary>
    public static void Keep(WebApplicationBuilder builder)
    {
        if (IsOn(builder.Configuration))
            builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, Outermost>());
    }

    /// <summary>
    /// What follows gets the other connection: after the framework's middleware the received one, which the gateway's middleware uses, then the changed one again, for the application.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="applies">For which requests; null: for all.</param>
    public static void UseOtherConnection(this IApplicationBuilder app, Func<HttpContext, bool>? applies = null)
    {
        if (IsOn(app.ApplicationServices.GetRequiredService<IConfiguration>()))
            app.Use(next => context => applies?.Invoke(context) == false ? next(context) : ExchangedAsync(context, next));
    }

    private static async Task ExchangedAsync(HttpContext context, RequestDelegate next)
    {
        ReceivedConnection.Exchange(context);
        try
        {
            await next(context);
        }
        finally
        {
            ReceivedConnection.Exchange(context);
        }
    }

    private sealed class Outermost(IOptions<ForwardedHeadersOptions> options) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            var fields = FieldsOf(options.Value);
            application.Use(following => context =>
            {
                ReceivedConnection.Keep(context, fields);
                return following(context);
            });
            next(application);
        };

        // What the framework's middleware reads, and what it writes.
        private static string[] FieldsOf(ForwardedHeadersOptions options)
        {
            string[] fields =
            [
                HeaderNames.Host,
                options.ForwardedForHeaderName, options.ForwardedProtoHeaderName, options.ForwardedHostHeaderName, options.ForwardedPrefixHeaderName,
                options.OriginalForHeaderName, options.OriginalProtoHeaderName, options.OriginalHostHeaderName, options.OriginalPrefixHeaderName,
            ];
            return [.. fields.Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }
}
