namespace Gateway.Proxy.Http;

/// <summary>A base for forward-only streams that are read asynchronously.</summary>
internal abstract class ReadOnlyStream : AsyncStream
{
    public override bool CanRead => true;

    public override bool CanWrite => false;

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
