using Fakes.Coredinator.Services;

namespace Fakes.Coredinator.Io;

internal sealed record CoreIoEntry(string ServiceId, ServiceStatus Status);

internal sealed record CoreIoList(IEnumerable<CoreIoEntry> CoreioServices);

internal sealed record CoreIoStarted(string ServiceId, string Message, string ConfigPath, ServiceStatus Status);

internal sealed record CoreIoStopped(string Message);
