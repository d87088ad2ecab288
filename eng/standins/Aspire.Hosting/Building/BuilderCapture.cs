using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Building;

/// <summary>
/// How Aspire.Hosting.Testing gets hold of the builder of an AppHost's entry point: while one is ambient, the builder takes
/// its settings from here, and <c>Build()</c> hands the builder over and ends the entry point.
/// </summary>
internal sealed class BuilderCapture(Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
{
    private static readonly AsyncLocal<BuilderCapture?> Ambient = new();

    public static BuilderCapture? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public Assembly AppHost { get; } = appHost;

    public string[] Args { get; } = args;

    public Action<DistributedApplicationOptions, HostApplicationBuilderSettings> Configure { get; } = configure;

    public DistributedApplicationBuilder? Builder { get; private set; }

    public HostAbortedException Capture(DistributedApplicationBuilder builder)
    {
        Builder = builder;
        return new HostAbortedException("The application is built and started by its test.");
    }
}
