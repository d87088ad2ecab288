namespace Fakes.CoreTelemetry.Settings;

/// <summary>Where the real service would read its config from; the fake only remembers it.</summary>
internal sealed class ConfigPath
{
    private volatile string _value = "config/agent.yaml";

    public string Value
    {
        get => _value;
        set => _value = value;
    }
}
