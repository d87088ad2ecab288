using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands that every service has: start, stop, restart.</summary>
internal static class LifecycleCommands
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Add(ServiceRunner runner)
    {
        Add(KnownResourceCommands.StartCommand, "Start", async context => await runner.StartAsync(context.CancellationToken));
        Add(KnownResourceCommands.StopCommand, "Stop", async context => await runner.StopAsync(Grace, context.CancellationToken));
        Add(KnownResourceCommands.RestartCommand, "Restart", async context =>
        {
            await runner.StopAsync(Grace, context.CancellationToken);
            await runner.StartAsync(context.CancellationToken);
        });

        void Add(string name, string displayName, Func<ExecuteCommandContext, Task> run) =>
            runner.Project.Annotations.Add(new ResourceCommandAnnotation(name, displayName, async context =>
            {
                await run(context);
                return CommandResults.Success();
            }));
    }
}
