using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Settings;

/// <summary>The settings in force beside the routes; a reload replaces them together with the routes.</summary>
internal sealed class LiveSettings(GatewaySettings settings)
{
    private volatile GatewaySettings _current = settings;

    public GatewaySettings Current
    {
        get => _current;
        set
        {
            _current = value;
            Changed?.Invoke();
        }
    }

    public event Action? Changed;

    public VersionHeader VersionHeader => _current.VersionHeader;
}
