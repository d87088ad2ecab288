using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Gateway.Proxy.Http;

/// <summary>A request body that is read from its pipe, so that a cancelled read leaves the pipe in a good state.</summary>
/// <remarks>
/// After a read of Kestrel's own stream that was cancelled, Kestrel cannot read the rest of the body when the request ends: it logs an error and closes
/// the connection.
/// </remarks>
internal sealed class PipeBody(PipeReader pipe) : ReadOnlyStream
{
    /// <summary>The body of the request. One that records whether it was read stays in place.</summary>
    public static Stream Of(HttpRequest request) => request.Body is WatchedBody watched ? watched : new PipeBody(request.BodyReader);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var cancelling = cancellationToken.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), pipe);
        var result = await pipe.ReadAsync(CancellationToken.None);
        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var piece = result.Buffer.Slice(0, count);
        piece.CopyTo(buffer.Span);
        pipe.AdvanceTo(piece.End);
        if (result.IsCanceled && count == 0)
            throw new OperationCanceledException("The read was cancelled.", cancellationToken);
        return count;
    }
}
