using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Proxy.Http;

/// <summary>A request body that is read from its pipe, so that a cancelled read leaves the pipe in a good state.</summary>
/// <remarks>
/// When the request ends, Kestrel reads the rest of the body. After a cancelled read of Kestrel's own stream, and after a connection that the client
/// has reset, it cannot (dotnet/aspnetcore issue 17840): it logs an error with a stack trace, and closes the connection.
/// </remarks>
internal sealed class PipeBody(HttpContext context, PipeReader pipe) : ReadOnlyStream
{
    /// <summary>The body of the request. One that records whether it was read stays in place.</summary>
    public static Stream Of(HttpRequest request) =>
        request.Body is WatchedBody watched ? watched.FromPipe(request.HttpContext) : new PipeBody(request.HttpContext, request.BodyReader);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult result;
        try
        {
            using var cancelling = cancellationToken.UnsafeRegister(static state => Cancel((PipeReader)state!), pipe);
            result = await pipe.ReadAsync(CancellationToken.None);
        }
        catch (ConnectionResetException)
        {
            // Kestrel does not read the rest of a request that was aborted.
            context.Abort();
            throw;
        }
        catch (BadHttpRequestException)
        {
            // The body is incomplete or malformed. Kestrel would take what is left of it for a request.
            RequestFraming.CloseConnection(context);
            throw;
        }

        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var piece = result.Buffer.Slice(0, count);
        piece.CopyTo(buffer.Span);
        pipe.AdvanceTo(piece.End);
        if (result.IsCanceled && count == 0)
            throw new OperationCanceledException("The read was cancelled.", cancellationToken);
        return count;
    }

    private static void Cancel(PipeReader pipe)
    {
        try
        {
            pipe.CancelPendingRead();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has aborted the stream (HTTP/2), which ends the read, too. Kestrel logs what a callback of RequestAborted throws as an error.
        }
    }
}
