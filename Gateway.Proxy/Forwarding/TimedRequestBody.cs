using System.Runtime.CompilerServices;
using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>Watches a request body being copied: between two reads of ours the upstream takes what we read, and has <c>Timeouts.Write</c> for it.</summary>
/// <remarks>After the last read the upstream has <c>Timeouts.Read</c> for its response. While the client is waited for, the upstream's time stands still.</remarks>
/// <param name="body">The client's body.</param>
/// <param name="deadline">The request's time limits.</param>
/// <param name="limits">The route's.</param>
/// <param name="isStream">Whether the client may be silent for long, so that the server's minimum rate does not hold: then <c>Timeouts.StreamIdle</c> does.</param>
internal sealed class TimedRequestBody(Stream body, Deadline deadline, AttemptTimeouts limits, bool isStream) : ReadOnlyStream
{
    /// <summary>Whether all of the body was read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>What tells how fast the client sends, while the request holds a connection permit.</summary>
    public Uploads.Upload? Upload { get; set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        deadline.BeginReceiving(isStream ? limits.StreamIdle : null);
        var count = await body.ReadAsync(buffer, cancellationToken);
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
}
