namespace Gateway.Proxy.Http;

/// <summary>Is notified when a request is being sent.</summary>
internal interface IRequestSentListener
{
    /// <summary>The request's headers are being written to the upstream's connection. May be called more than once.</summary>
    void OnSending();
}
