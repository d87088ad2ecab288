using Microsoft.Extensions.Primitives;

namespace Fakes.Control.Behaviors;

/// <summary>Puts a behaviour's status and headers on a response, whoever writes it.</summary>
internal static class ResponseChanges
{
    public static void Register(HttpResponse response, Behavior behavior)
    {
        if (behavior.Status is null && behavior.Headers.Count == 0) return;

        response.OnStarting(() =>
        {
            response.StatusCode = behavior.Status ?? response.StatusCode;
            foreach (var (name, values) in behavior.Headers)
                response.Headers[name] = new StringValues(values);
            return Task.CompletedTask;
        });
    }
}
