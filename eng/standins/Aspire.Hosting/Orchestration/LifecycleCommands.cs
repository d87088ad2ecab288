using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands that every service has: start, stop, restart. Each is offered when it has something to do.</summary>
internal static class LifecycleCommands
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly string[] Startable = [KnownResourceStates.NotStarted, KnownResourceStates.Waiting, .. KnownResourceStates.TerminalStates];

    public static void Add(ServiceRunner runner)
    {
        var annotations = runner.Project.Annotations;

        annotations.Add(new ResourceCommandAnnotation(
            KnownResourceCommands.StartCommand,
            "Start",
            context => Is(context, Startable) ? ResourceCommandState.Enabled
                : Is(context, KnownResourceStates.Starting) ? ResourceCommandState.Disabled
                : ResourceCommandState.Hidden,
            context => SucceedAsync(runner.StartNowAsync(context.CancellationToken)),
            "Start the resource",
            iconName: "Play",
            iconVariant: IconVariant.Filled,
            isHighlighted: true));

        annotations.Add(new ResourceCommandAnnotation(
            KnownResourceCommands.StopCommand,
            "Stop",
            context => Is(context, KnownResourceStates.Running) ? ResourceCommandState.Enabled
                : Is(context, KnownResourceStates.Stopping) ? ResourceCommandState.Disabled
                : ResourceCommandState.Hidden,
            context => SucceedAsync(runner.StopAsync(Grace, context.CancellationToken)),
            "Stop the resource",
            iconName: "Stop",
            iconVariant: IconVariant.Filled,
            isHighlighted: true));

        annotations.Add(new ResourceCommandAnnotation(
            KnownResourceCommands.RestartCommand,
            "Restart",
            context => Is(context, KnownResourceStates.Running) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            context => SucceedAsync(RestartAsync(runner, context.CancellationToken)),
            "Restart the resource",
            iconName: "ArrowCounterclockwise"));
    }

    private static async Task RestartAsync(ServiceRunner runner, CancellationToken cancellationToken)
    {
        await runner.StopAsync(Grace, cancellationToken);
        await runner.StartAsync(cancellationToken);
    }

    private static async Task<ExecuteCommandResult> SucceedAsync(Task command)
    {
        await command;
        return CommandResults.Success();
    }

    private static bool Is(UpdateCommandStateContext context, params string[] states) => states.Contains(context.ResourceSnapshot.State?.Text);
}
