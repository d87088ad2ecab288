using System.Runtime.CompilerServices;
using Gateway.Proxy.Http;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>Times the copy of a request body: between two reads the upstream accepts the previous chunk, within <c>Timeouts.Write</c>.</summary>
/// <remarks>After the last read the upstream has <c>Timeouts.Read</c> for its response. The upstream's timeouts are suspended while the gateway waits for the client.</remarks>
/// <param name="body">The client's body.</param>
/// <param name="deadline">The request's time limits.</param>
/// <param name="limits">The route's timeouts.</param>
/// <param name="isStream">Whether the client may pause for long: then <c>Timeouts.StreamIdle</c> applies instead of the server's minimum data rate.</param>
internal sealed class TimedRequestBody(Stream body, Deadline deadline, AttemptTimeouts limits, bool isStream) : ReadOnlyStream
{
    private readonly Lock _lock = new();
    private bool _isReading;
    private TaskCompletionSource? _idle;

    /// <summary>Whether all of the body was read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Measures the client's upload rate while the request holds a connection permit.</summary>
    public Uploads.Upload? Upload { get; set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        deadline.BeginReceiving(isStream ? limits.StreamIdle : null);
        int count;
        SetReading(true);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = await body.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            SetReading(false);
        }

        if (count > 0)
        {
            IsAtEnd = false;
            Upload?.Add(count);
            deadline.BeginPhase(RequestPhase.SendingRequestBody, limits.Write);
        }
        else if (buffer.Length > 0)
        {
            IsAtEnd = true;
            deadline.Start();
            deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, limits.Read);
        }

        return count;
    }

    /// <summary>Completes when no read is pending. Kestrel reads the rest of the body when the request ends, which fails during another read.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
            return _isReading ? (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
    }

    private void SetReading(bool isReading)
    {
        lock (_lock)
        {
            _isReading = isReading;
            if (!isReading)
                _idle?.TrySetResult();
        }
    }
}
