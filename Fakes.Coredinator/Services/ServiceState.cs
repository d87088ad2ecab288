namespace Fakes.Coredinator.Services;

internal enum ServiceState
{
    Starting,
    Running,
    Stopping,
    Stopped,
    Failed,
}
