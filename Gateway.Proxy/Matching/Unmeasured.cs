using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.Proxy.Matching;

/// <summary>The services of an application for a second instance of its middleware: what this one does is in no metric, and no listener is notified of it.</summary>
/// <remarks>A service that is made of the meter factory alone is made once more. One that is not made so stays the application's, and measures.</remarks>
internal sealed class Unmeasured(IServiceProvider services) : IServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(IMeterFactory) ? NoMeters.Instance
        : serviceType == typeof(DiagnosticListener) ? Disposed(new DiagnosticListener(nameof(Unmeasured)))
        : Measures(serviceType) ? ActivatorUtilities.CreateInstance(this, serviceType)
        : services.GetService(serviceType);

    private static bool Measures(Type type) =>
        !type.IsAbstract && type.GetConstructors() is [var constructor] && constructor.GetParameters() is [var parameter] && parameter.ParameterType == typeof(IMeterFactory);

    // A listener or a meter that is disposed is never enabled.
    private static T Disposed<T>(T value)
        where T : IDisposable
    {
        value.Dispose();
        return value;
    }

    private sealed class NoMeters : IMeterFactory
    {
        public static readonly NoMeters Instance = new();

        public Meter Create(MeterOptions options) => Disposed(new Meter(options));

        public void Dispose()
        {
        }
    }
}
