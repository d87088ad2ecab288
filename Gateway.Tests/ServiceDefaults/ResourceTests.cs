using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Gateway.Tests.ServiceDefaults;

public sealed class ResourceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("9.9.9")]
    public void Telemetry_names_the_programs_version_unless_the_environment_says_another(string? asked)
    {
        var version = typeof(ResourceTests).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "a" });
        builder.Configuration.AddInMemoryCollection(
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
            new("OTEL_RESOURCE_ATTRIBUTES", asked is null ? null : $"service.version={asked}"),
        ]);
        builder.ConfigureOpenTelemetry();

        using var services = builder.Services.BuildServiceProvider();
        var resource = services.GetRequiredService<TracerProvider>().GetResource().Attributes.ToDictionary();

        Assert.Equal(("a", asked ?? version), (resource["service.name"], resource["service.version"]));
    }
}
