using System.Net;

namespace Gateway.Tests.Harness;

/// <summary>A request body of unknown length that a test writes as it likes.</summary>
internal sealed class PushedContent(Func<Stream, Task> write) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
