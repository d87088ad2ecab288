namespace Gateway.Proxy.Access.Tokens;

/// <summary>A fetch of keys: its start time and its result.</summary>
/// <param name="Begun">A time stamp.</param>
/// <param name="Succeeded">False when the fetch failed.</param>
internal sealed record KeyFetch(long Begun, Task<bool> Succeeded);
