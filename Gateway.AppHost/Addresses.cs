using Microsoft.Extensions.DependencyInjection;

/// <summary>Where everything is and what to try, for the terminal.</summary>
internal static class Addresses
{
    private static readonly string[] Web = ["http", "https"];

    /// <summary>Writes the addresses once the gateway is healthy. It is the last one, because it waits for all others.</summary>
    public static IResourceBuilder<ProjectResource> WriteAddressesWhenReady(this IResourceBuilder<ProjectResource> gateway) =>
        gateway.OnResourceReady((_, ready, _) =>
        {
            var url = gateway.GetEndpoint("http").Url;
            Console.WriteLine($"""

                Everything is up:
                {string.Join("\n", All(ready.Services.GetRequiredService<DistributedApplicationModel>()))}

                Try:
                  curl {url}/health
                  curl {url}/api/v1/coredinator/api/agents/
                  curl "{url}/api/v1/coretelemetry/api/data/agent_one?metric=reward"

                The canary: X-Fake-Instance in the response is the version, coretelemetry-next for 3 of 10 requests, for every tester, and for 3 of 10 users:
                  curl -i {url}/api/canary/coretelemetry/health
                  curl -i -H "X-Tester: yes" {url}/api/canary/coretelemetry/health
                  curl -i -H "X-User: ann" {url}/api/canary/coretelemetry/health

                The gateway's documentation is at {url}/docs. Ctrl+C ends all of it.

                """);
            return Task.CompletedTask;
        });

    private static IEnumerable<string> All(DistributedApplicationModel model) =>
        from resource in model.Resources.OfType<IResourceWithEndpoints>()
        from endpoint in resource.GetEndpoints()
        where Web.Contains(endpoint.EndpointName) && endpoint.IsAllocated
        select $"  {resource.Name,-20}{endpoint.Url}";
}
