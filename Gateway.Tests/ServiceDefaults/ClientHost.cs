using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.ServiceDefaults;

/// <summary>A service with the shared HttpClient and quick retries.</summary>
internal static class ClientHost
{
    public static IHost Create(params (string Name, string Value)[] options) => Create([], options);

    public static IHost Create((string Key, string Value)[] services, params (string Name, string Value)[] options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("ServiceDefaults:HttpClient:Retry:Delay", "00:00:00.01")]);
        builder.Configuration.AddInMemoryCollection(options.Select(option => new KeyValuePair<string, string?>($"ServiceDefaults:HttpClient:{option.Name}", option.Value)));
        builder.Configuration.AddInMemoryCollection(services.Select(service => new KeyValuePair<string, string?>(service.Key, service.Value)));
        builder.Services.AddHttpClient();
        builder.AddServiceDefaults();
        return builder.Build();
    }

    public static HttpClient Client(IHost host) => host.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

    public static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
