namespace Gateway.Proxy.Targets;

/// <summary>The connection could not take the request, and nothing of it was sent.</summary>
internal sealed class RequestNotSentException() : IOException("The connection ended, or is still busy with an upload, so that nothing of the request was sent.");
