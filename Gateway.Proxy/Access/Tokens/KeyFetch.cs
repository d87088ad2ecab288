namespace Gateway.Proxy.Access.Tokens;

/// <summary>A fetch of keys: when it began, and what comes of it.</summary>
/// <param name="Begun">A time stamp.</param>
/// <param name="Succeeded">False when the keys could not be had.</param>
internal sealed record KeyFetch(long Begun, Task<bool> Succeeded);
