using System.Text;

namespace Gateway.Proxy.Http;

/// <summary>Tells a listener that a request is being sent, which the handler itself tells nobody.</summary>
/// <remarks>The handler asks for the encoding of each header when it writes it, and it writes when it has a connection, not before.</remarks>
internal static class RequestSentSignal
{
    private static readonly HttpRequestOptionsKey<IRequestSentListener> Key = new("Gateway.RequestSentListener");

    public static void Listen(HttpRequestMessage request, IRequestSentListener listener)
    {
        request.Options.Set(Key, listener);

        // Without a header nothing would tell. A request that counts as sent is not sent twice by mistake.
        if (request.Headers.NonValidated.Count == 0)
            listener.OnSending();
    }

    public static Encoding EncodingOf(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var listener))
            listener.OnSending();

        // Latin-1 on both sides carries every byte of a header value as it came.
        return Encoding.Latin1;
    }
}
