using System.Reflection;
using Aspire.Hosting.Building;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost's entry point in this process as far as <c>builder.Build()</c>, and keeps the builder.</summary>
internal static class EntryPoint
{
    public static async Task<DistributedApplicationBuilder> CaptureAsync(
        Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure, CancellationToken cancellationToken)
    {
        var main = appHost.EntryPoint ?? throw new InvalidOperationException($"{appHost.GetName().Name} has no entry point.");
        var capture = new BuilderCapture(appHost, args, (options, settings) =>
        {
            options.DisableDashboard = true;
            settings.Configuration!.AddInMemoryCollection(LaunchSettings(settings.ContentRootPath!));
            configure(options, settings);
        });

        // A task of its own: what is ambient in it stays in it, so that several can run side by side.
        await Task.Run(() => Run(main, capture), cancellationToken);
        return capture.Builder ?? throw new InvalidOperationException($"{appHost.GetName().Name} ended without building its application.");
    }

    private static void Run(MethodInfo main, BuilderCapture capture)
    {
        BuilderCapture.Current = capture;
        object?[]? parameters = main.GetParameters().Length == 0 ? null : [Array.Empty<string>()];
        try
        {
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, parameters, culture: null);
        }
        catch (HostAbortedException) when (capture.Builder is not null)
        {
            // Built, as wanted.
        }
    }

    /// <summary>The environment that the AppHost's launch profile names, as a default. Its addresses are no use: ports are random here.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> LaunchSettings(string appHostDirectory) =>
        LaunchProfile.Of(appHostDirectory, preferred: null)?.Environment.TryGetValue("DOTNET_ENVIRONMENT", out var environment) == true
            ? [new(HostDefaults.EnvironmentKey, environment)]
            : [];
}
