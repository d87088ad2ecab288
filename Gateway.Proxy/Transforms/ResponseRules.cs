namespace Gateway.Proxy.Transforms;

/// <summary>The rules of a route and an attempt for response headers.</summary>
/// <param name="Edits">The route's edits.</param>
/// <param name="RewriteRedirects">Whether fields that name the target are rewritten to the gateway's address.</param>
/// <param name="Path">The inverse of the route's path transform.</param>
/// <param name="Target">The names that the target may use for itself.</param>
/// <param name="IsUpgrade">Whether the request asks for a WebSocket.</param>
internal readonly record struct ResponseRules(HeaderEdits Edits, bool RewriteRedirects, PathInverse Path, TargetNames Target, bool IsUpgrade);
