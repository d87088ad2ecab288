using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>What a request waits for between its attempts: ended by its deadline, or by the client's leaving.</summary>
internal static class Waiting
{
    /// <summary>Waits in the target's queue for a connection permit; null when there is one.</summary>
    public static async ValueTask<AttemptOutcome?> ForPermitAsync(ConnectionPermits permits, Exchange exchange)
    {
        exchange.Deadline.Watch();
        var began = exchange.Deadline.Time.GetTimestamp();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token, exchange.Context.RequestAborted);
        try
        {
            if (await permits.AcquireAsync(exchange.Context.Connection.RemoteIpAddress, exchange.PoolTime, cancelled.Token))
                return null;
            return new(FailureReason.PoolTimeout);
        }
        catch (OperationCanceledException)
        {
            return Ended(exchange);
        }
        finally
        {
            var left = exchange.PoolTime - exchange.Deadline.Time.GetElapsedTime(began);
            exchange.PoolTime = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Waits before the next attempt; null when there is time for it.</summary>
    public static async ValueTask<AttemptOutcome?> ForRetryAsync(Exchange exchange, TimeSpan delay)
    {
        exchange.Deadline.Watch();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token, exchange.Context.RequestAborted);
        try
        {
            await Task.Delay(delay, exchange.Deadline.Time, cancelled.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return Ended(exchange);
        }
    }

    private static AttemptOutcome Ended(Exchange exchange) =>
        new(exchange.Context.RequestAborted.IsCancellationRequested ? FailureReason.ClientGone : FailureReason.RequestTimeout);
}
