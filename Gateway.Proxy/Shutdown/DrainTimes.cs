namespace Gateway.Proxy.Shutdown;

/// <summary>The time limits of a shutdown.</summary>
/// <param name="Delay">How long new connections are still taken; null: as the environment says.</param>
/// <param name="Timeout">After the delay, how long requests under way may take.</param>
internal sealed record DrainTimes(TimeSpan? Delay, TimeSpan Timeout);
