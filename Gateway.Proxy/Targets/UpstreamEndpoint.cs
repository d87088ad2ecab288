using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Targets;

/// <summary>One endpoint of a target, with a circuit and a health of its own.</summary>
internal sealed class UpstreamEndpoint
{
    private volatile HealthState _health;

    public UpstreamEndpoint(Target target, Uri address, Circuit circuit)
    {
        Target = target;
        Address = address;
        Prefix = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        Circuit = circuit;
    }

    public Target Target { get; }

    public Uri Address { get; }

    /// <summary>What a forwarded path is appended to.</summary>
    public string Prefix { get; }

    public Circuit Circuit { get; }

    public HealthState Health
    {
        get => _health;
        set => _health = value;
    }

    /// <summary>The consecutive results of health checks; only the prober accesses it.</summary>
    public ConsecutiveProbeResults Probes { get; set; }

    /// <summary>An attempt begins.</summary>
    public void Begin() => Target.Begin();

    public void End(bool failed) => Target.End(failed);
}
