using Gateway.Proxy.Routes;

namespace Gateway.Proxy.Forwarding;

/// <summary>Watches a request body being copied: between two reads of ours the upstream takes what we read, and has <c>Timeouts.Write</c> for it.</summary>
/// <remarks>After the last read the upstream has <c>Timeouts.Read</c> for its answer. While we wait for the client, the upstream's time stands still.</remarks>
internal sealed class TimedBody(Stream body, Deadline deadline, AttemptTimeouts limits) : ReadOnlyStream
{
    public bool IsAtEnd { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        deadline.BeginReceiving();
        var count = await body.ReadAsync(buffer, cancellationToken);
        if (count > 0)
            deadline.BeginPhase(RequestPhase.Writing, limits.Write);
        else if (buffer.Length > 0)
            deadline.BeginPhase(RequestPhase.Reading, limits.Read);
        IsAtEnd = count == 0 && buffer.Length > 0;
        return count;
    }
}
