using Fakes.CoreTelemetry;
using Fakes.CoreTelemetry.Machine;
using Fakes.Shared;

return await FakeHost.RunAsync(
    new FakeIdentity("coretelemetry", DefaultPort: 7001),
    args,
    services => services.AddOpenApi().AddSingleton<Tables>().AddSingleton<Database>().AddSingleton<ConfigPath>().AddSingleton<Cpu>(),
    app =>
    {
        app.MapHealth();
        app.MapData();
        app.MapDatabase();
        app.MapConfig();
        app.MapSystem();
    });
