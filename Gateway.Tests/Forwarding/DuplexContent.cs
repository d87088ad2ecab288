using System.Net;
using System.Threading.Channels;

namespace Gateway.Tests.Forwarding;

/// <summary>A request body whose pieces a test sends one by one while it reads the response.</summary>
internal sealed class DuplexContent : HttpContent
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();

    public ValueTask SendAsync(byte[] piece, CancellationToken cancellationToken) => _pieces.Writer.WriteAsync(piece, cancellationToken);

    public void Complete() => _pieces.Writer.Complete();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        await foreach (var piece in _pieces.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(piece);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
