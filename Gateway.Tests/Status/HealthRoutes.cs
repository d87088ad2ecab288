using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Status;

/// <summary>Two services whose health is asked for only when somebody wants to know it.</summary>
internal static class HealthRoutes
{
    public static string TwoServices(string coredinator, string coretelemetry) => $$"""
        { "Routes": {
            "coredinator": { "Path": "/api/v1/coredinator/{**path}", "Targets": "{{coredinator}}", "HealthCheckPath": "/api/healthcheck", "HealthCheck": { "Interval": "1.00:00:00" } },
            "coretelemetry": { "Path": "/api/v1/coretelemetry/{**path}", "Targets": "{{coretelemetry}}", "HealthCheckPath": "/health", "HealthCheck": { "Interval": "1.00:00:00" } } } }
        """;

    public static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway)
    {
        using var response = await gateway.Client.GetAsync("/health");
        return response.StatusCode;
    }

    public static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
