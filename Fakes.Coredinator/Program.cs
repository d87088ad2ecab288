using Fakes.Coredinator;
using Fakes.Shared;

return await FakeHost.RunAsync(
    new FakeIdentity("coredinator", DefaultPort: 7000, Version: "0.0.1"),
    args,
    services => services.AddOpenApi().AddSingleton<ServiceRegistry>().AddSingleton<CoreIoRegistry>().AddSingleton<AgentRegistry>(),
    app =>
    {
        app.MapHealthcheck();
        app.MapAgents();
        app.MapCoreIo();
        app.StartDemoAgents();
    });
