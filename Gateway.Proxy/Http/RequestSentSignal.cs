using System.Text;

namespace Gateway.Proxy.Http;

/// <summary>Notifies a listener when a request is being sent; SocketsHttpHandler has no event for it.</summary>
/// <remarks>The handler calls the header encoding selector when it writes a header, which it does only after it has a connection.</remarks>
internal static class RequestSentSignal
{
    private static readonly HttpRequestOptionsKey<IRequestSentListener> Key = new("Gateway.RequestSentListener");

    public static void Listen(HttpRequestMessage request, IRequestSentListener listener)
    {
        request.Options.Set(Key, listener);

        // Without a header there is no notification. Counting the request as sent avoids sending it twice.
        if (request.Headers.NonValidated.Count == 0)
            listener.OnSending();
    }

    public static Encoding EncodingOf(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var listener))
            listener.OnSending();

        // Latin-1 on both sides preserves every byte of a header value.
        return Encoding.Latin1;
    }
}
