using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks a running resource for its health: often until it is healthy, then now and then, as Aspire does.</summary>
internal sealed partial class HealthMonitor(
    IHttpClientFactory clients, ResourceNotificationService notifications, TimeProvider time, ILogger<HealthMonitor> logger)
{
    private static readonly TimeSpan WhenHealthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is known before the first answer.</summary>
    public static ImmutableArray<HealthReportSnapshot> Unanswered(IResource resource) =>
        [.. Checks(resource).Select(check => new HealthReportSnapshot(check.Key, null, null, null))];

    public async Task WatchAsync(IResource resource, CancellationToken cancellationToken)
    {
        var retry = FirstRetry;
        var unhealthySince = time.GetTimestamp();
        var complained = false;

        while (Checks(resource).Any())
        {
            ImmutableArray<HealthReportSnapshot> reports =
                [.. await Task.WhenAll(Checks(resource).Select(check => AskAsync(check, cancellationToken)))];
            await notifications.PublishUpdateAsync(resource, state => state with { HealthReports = reports });

            if (reports.FirstOrDefault(report => report.Status != HealthStatus.Healthy) is not { } unhealthy)
            {
                await Task.Delay(WhenHealthy, time, cancellationToken);
                (retry, unhealthySince, complained) = (FirstRetry, time.GetTimestamp(), false);
                continue;
            }

            if (!complained && time.GetElapsedTime(unhealthySince) > Patience)
            {
                LogNotHealthy(resource.Name, unhealthy.Description);
                complained = true;
            }

            await Task.Delay(retry, time, cancellationToken);
            retry = TimeSpan.FromTicks(Math.Min(retry.Ticks * 3 / 2, LongestRetry.Ticks));
        }
    }

    private static IEnumerable<HttpHealthCheckAnnotation> Checks(IResource resource) => resource.Annotations.OfType<HttpHealthCheckAnnotation>();

    private async Task<HealthReportSnapshot> AskAsync(HttpHealthCheckAnnotation check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var address = await check.Address(cancellationToken);

        try
        {
            using var client = clients.CreateClient(nameof(HealthMonitor));
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return (int)response.StatusCode == check.StatusCode
                ? Report(HealthStatus.Healthy, reason: null)
                : Unhealthy($"{address} answered {(int)response.StatusCode}, not {check.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return Unhealthy($"{address}: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unhealthy($"{address} did not answer within {Timeout.TotalSeconds} s");
        }

        HealthReportSnapshot Unhealthy(string reason) => Report(HealthStatus.Unhealthy, reason);

        HealthReportSnapshot Report(HealthStatus status, string? reason) =>
            new(check.Key, status, reason, null) { LastRunAt = time.GetUtcNow().UtcDateTime };
    }

    [LoggerMessage(1, LogLevel.Warning, "{Resource} is not healthy yet: {Reason}")]
    private partial void LogNotHealthy(string resource, string? reason);
}
