namespace Gateway.Proxy.Targets;

/// <summary>The connection could not accept the request, and nothing was sent.</summary>
internal sealed class RequestNotSentException() : IOException("The connection ended, or is still busy with an upload, so that nothing of the request was sent.");
