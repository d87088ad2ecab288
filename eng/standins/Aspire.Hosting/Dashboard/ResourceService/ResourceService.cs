using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Tells the dashboard what there is, and does what its buttons ask for.</summary>
internal sealed partial class ResourceService(
    IResourceCollection resources,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime) : DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformationResponse> GetApplicationInformation(ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = AppHostSuffix().Replace(environment.ApplicationName, "") });

    public override Task WatchResources(
        WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context) =>
        UntilTheEndAsync(context, async cancellationToken =>
        {
            var initial = new InitialResourceData();
            foreach (var resource in resources)
            {
                if (notifications.TryGetCurrentState(resource.Name, out var current))
                    initial.Resources.Add(current.ToMessage());
            }

            await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = initial }, cancellationToken);

            // Begins with the latest states once more, so that none is missed.
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                var changes = new WatchResourcesChanges { Value = { new WatchResourcesChange { Upsert = change.ToMessage() } } };
                await responseStream.WriteAsync(new WatchResourcesUpdate { Changes = changes }, cancellationToken);
            }
        });

    public override Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request, IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream, ServerCallContext context) =>
        UntilTheEndAsync(context, async cancellationToken =>
        {
            var name = NameOf(request.ResourceName);
            var batches = request.SuppressFollow ? logs.GetAllAsync(name) : logs.WatchAsync(name);
            await foreach (var lines in batches.WithCancellation(cancellationToken))
            {
                foreach (var update in ConsoleLogs.ToMessages(lines))
                    await responseStream.WriteAsync(update, cancellationToken);
            }
        });

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        var result = await commands.ExecuteCommandAsync(NameOf(request.ResourceName), request.CommandName, context.CancellationToken);
        return new ResourceCommandResponse
        {
            Kind = result switch
            {
                { Success: true } => ResourceCommandResponseKind.Succeeded,
                { Canceled: true } => ResourceCommandResponseKind.Cancelled,
                _ => ResourceCommandResponseKind.Failed,
            },
            Message = result.ErrorMessage ?? "",
        };
    }

    public override Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream,
        IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream,
        ServerCallContext context) => UntilTheEndAsync(context, cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));

    private string NameOf(string instanceName) => resources.FirstOrDefault(resource => InstanceName.Of(resource) == instanceName)?.Name ?? instanceName;

    /// <summary>A stream ends with its client or with the service; neither is a fault.</summary>
    private async Task UntilTheEndAsync(ServerCallContext context, Func<CancellationToken, Task> serve)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await serve(end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && end.IsCancellationRequested)
        {
        }
    }

    [GeneratedRegex(@"(?<=.)\.?AppHost$", RegexOptions.IgnoreCase)]
    private static partial Regex AppHostSuffix();
}
