namespace Fakes.Coredinator;

/// <summary>
/// With <c>Fake:Demo</c>, which the launch profile sets, the agents of the folder <c>demo</c> run from the start. Without it the
/// fake starts empty, as tests expect it.
/// </summary>
internal static class DemoAgents
{
    public static void StartDemoAgents(this WebApplication app)
    {
        if (!app.Configuration.GetValue<bool>("Fake:Demo")) return;

        var agents = app.Services.GetRequiredService<AgentRegistry>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "demo"), "*.yaml"))
            agents.Start(new StartRequest(file));
    }
}
