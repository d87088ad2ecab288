namespace Fakes.Shared;

/// <summary>Every response names the instance that gave it, faults and errors included.</summary>
internal static class IdentityHeaders
{
    private const string Instance = "X-Fake-Instance";
    private const string Version = "X-CoreRL-Version";

    public static void UseIdentityHeaders(this WebApplication app, FakeIdentity identity)
    {
        var instance = app.Configuration["Fake:Instance"] ?? app.Configuration["OTEL_SERVICE_NAME"] ?? identity.Service;

        app.Use((context, next) =>
        {
            // Added at the last moment: whatever clears the response cannot lose them.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.TryAdd(Instance, instance);
                if (identity.Version is not null) context.Response.Headers.TryAdd(Version, identity.Version);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
