using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Migration;

/// <summary>The services of docs/migration.md: two versions of one service, and a monolith. Each says who it is, as the fakes do.</summary>
internal sealed class MigratedServices : IAsyncDisposable
{
    public const string WhoAnswered = "X-Fake-Instance";

    private MigratedServices(Upstream monolith, Upstream v1, Upstream v2) => (Monolith, V1, V2) = (monolith, v1, v2);

    public Upstream Monolith { get; }

    public Upstream V1 { get; }

    public Upstream V2 { get; }

    public static async Task<MigratedServices> StartAsync(string v1 = "v1", string v2 = "v2") =>
        new(await StartOneAsync("monolith"), await StartOneAsync(v1), await StartOneAsync(v2));

    public Task<GatewayInstance> StartGatewayAsync(string example) => GatewayInstance.StartWithFileAsync(MigrationDoc.Example(example, this));

    public Task ChangeAsync(GatewayInstance gateway, string example) => gateway.WriteConfigFileAsync(MigrationDoc.Example(example, this));

    public async ValueTask DisposeAsync()
    {
        await Monolith.DisposeAsync();
        await V1.DisposeAsync();
        await V2.DisposeAsync();
    }

    public static RequestDelegate Answering(string name, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers[WhoAnswered] = name;
        return context.Response.WriteAsync(name);
    };

    private static Task<Upstream> StartOneAsync(string name) => Upstream.StartAsync(name, Answering(name));
}
