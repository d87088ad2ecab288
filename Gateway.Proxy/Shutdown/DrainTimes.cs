namespace Gateway.Proxy.Shutdown;

/// <summary>The time limits of a shutdown.</summary>
/// <param name="Delay">How long new connections are still accepted; null: the default of the environment.</param>
/// <param name="Timeout">After the delay, how long requests in flight may take.</param>
internal sealed record DrainTimes(TimeSpan? Delay, TimeSpan Timeout);
