namespace Fakes.Coredinator;

internal enum ServiceState
{
    Starting,
    Running,
    Stopping,
    Stopped,
    Failed,
}

/// <summary>A service as the API shows it.</summary>
internal sealed record ServiceStatus(string Id, ServiceState State, ServiceState IntendedState, string? ConfigPath);

/// <summary>A service's last order, and since when; its state follows from the clock.</summary>
internal sealed record Service(string Id, string ConfigPath, bool IsWanted, DateTimeOffset Since, bool Fails)
{
    public bool IsUp => IsWanted && !Fails;

    public ServiceStatus StatusAt(DateTimeOffset now, TimeSpan transition) =>
        new(Id, StateAt(now, transition), IsWanted ? ServiceState.Running : ServiceState.Stopped, ConfigPath);

    private ServiceState StateAt(DateTimeOffset now, TimeSpan transition) => (IsWanted, now - Since < transition) switch
    {
        (true, true) => ServiceState.Starting,
        (true, false) => Fails ? ServiceState.Failed : ServiceState.Running,
        (false, true) => ServiceState.Stopping,
        (false, false) => ServiceState.Stopped,
    };
}
