namespace Gateway.Proxy.Transforms;

/// <summary>What a route and the attempt want of a response's headers.</summary>
/// <param name="Edits">The route's edits.</param>
/// <param name="RewriteRedirects">Whether fields that name the target are rewritten to the gateway's address.</param>
/// <param name="Path">The way back of the route's path change.</param>
/// <param name="Target">What the target may call itself.</param>
/// <param name="IsUpgrade">Whether the request asks for a WebSocket.</param>
internal readonly record struct ResponseRules(HeaderEdits Edits, bool RewriteRedirects, PathInverse Path, TargetNames Target, bool IsUpgrade);
