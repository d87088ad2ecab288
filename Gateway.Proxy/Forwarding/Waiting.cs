using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>What a request waits for between its attempts: ended by its deadline, or by the client's leaving.</summary>
internal static class Waiting
{
    /// <summary>Waits in the target's queue for a place; null when there is one.</summary>
    public static async ValueTask<AttemptOutcome?> ForSlotAsync(SemaphoreSlim slots, Exchange exchange)
    {
        exchange.Deadline.Arm();
        var began = exchange.Deadline.Time.GetTimestamp();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token, exchange.Context.RequestAborted);
        try
        {
            if (await slots.WaitAsync(exchange.PoolTime, cancelled.Token))
                return null;
            return new(FailureReason.PoolTimeout);
        }
        catch (OperationCanceledException)
        {
            return new(exchange.Context.RequestAborted.IsCancellationRequested ? FailureReason.ClientGone : FailureReason.RequestTimeout);
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
        exchange.Deadline.Arm();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token, exchange.Context.RequestAborted);
        try
        {
            await Task.Delay(delay, exchange.Deadline.Time, cancelled.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return new(exchange.Context.RequestAborted.IsCancellationRequested ? FailureReason.ClientGone : FailureReason.RequestTimeout);
        }
    }
}
