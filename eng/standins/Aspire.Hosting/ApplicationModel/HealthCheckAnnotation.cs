// Stands in for Aspire.Hosting.ApplicationModel.HealthCheckAnnotation, and for the health check registered under its key.
namespace Aspire.Hosting.ApplicationModel;

public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}

internal sealed class HttpHealthCheckAnnotation(string key, Func<CancellationToken, ValueTask<Uri>> address, int statusCode)
    : HealthCheckAnnotation(key)
{
    public Func<CancellationToken, ValueTask<Uri>> Address { get; } = address;

    public int StatusCode { get; } = statusCode;
}
