using System.Text;

namespace Gateway.Proxy.Http;

/// <summary>Tells who waits for a request's answer that the request is being sent, which the handler itself tells nobody.</summary>
/// <remarks>It asks for the encoding of each header when it writes it, and it writes when it has a connection, not before.</remarks>
internal static class SendingSign
{
    private static readonly HttpRequestOptionsKey<ISender> Key = new("Gateway.Sender");

    public static void Watch(HttpRequestMessage request, ISender sender)
    {
        request.Options.Set(Key, sender);

        // Nothing would tell: better believe it sent than send it twice.
        if (request.Headers.NonValidated.Count == 0)
            sender.Sending();
    }

    public static Encoding EncodingOf(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var sender))
            sender.Sending();

        // Latin-1 on both sides carries every byte of a header value as it came.
        return Encoding.Latin1;
    }

    internal interface ISender
    {
        void Sending();
    }
}
