namespace Fakes.Coredinator.Services;

/// <summary>A service as the API shows it.</summary>
internal sealed record ServiceStatus(string Id, ServiceState State, ServiceState IntendedState, string? ConfigPath)
{
    public static ServiceStatus Gone(string id) => new(id, ServiceState.Stopped, ServiceState.Stopped, null);
}
