using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Migration;

/// <summary>A program of docs/migration.md at work; its arguments say where the services are, as an orchestrator's environment would.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningProgram(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public GatewayRoutes Gateway => _app.Services.GetRequiredService<GatewayRoutes>();

    public static async Task<RunningProgram> StartAsync(Func<string[], WebApplication> program, MigratedServices services)
    {
        var app = program(
        [
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Warning",
            $"--services:monolith:default:0={services.Monolith.Address}",
            .. ((string[])["telemetry-v1", "users"]).Select(name => $"--services:{name}:default:0={services.V1.Address}"),
            .. ((string[])["telemetry-v2", "orders"]).Select(name => $"--services:{name}:default:0={services.V2.Address}"),
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
