using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Server;

/// <summary>An upstream's answers: requests to <c>/held</c> wait until they are released or given up, and are counted; others are answered at once.</summary>
internal sealed class HeldRequests
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    /// <summary>Requests that wait now.</summary>
    public int Now { get; private set; }

    /// <summary>As many waited at once.</summary>
    public int Most { get; private set; }

    /// <summary>Those that came.</summary>
    public int Count { get; private set; }

    public void Release() => _released.TrySetResult();

    public async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/held")
        {
            await context.Response.WriteAsync("quick");
            return;
        }

        lock (_gate)
            (Count, Now, Most) = (Count + 1, Now + 1, Math.Max(Most, Now + 1));
        try
        {
            await _released.Task.WaitAsync(context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more.
        }
        finally
        {
            lock (_gate)
                Now--;
        }
    }
}
