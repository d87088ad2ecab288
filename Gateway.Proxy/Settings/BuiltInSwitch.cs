using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Settings;

/// <summary>Whether the built-in routes are on, in a configuration that may change.</summary>
/// <remarks>Service discovery reads the configuration key by key, so the result is kept until the next change.</remarks>
internal sealed class BuiltInSwitch(IConfigurationRoot configuration)
{
    private volatile Result? _last;

    public bool IsOn()
    {
        var last = _last;
        if (last is null || last.Until.HasChanged)
        {
            // The token first, so that a change in between is noticed.
            var until = configuration.GetReloadToken();
            _last = last = new(until, BuiltInRoutes.AreOn(configuration));
        }

        return last.IsOn;
    }

    private sealed record Result(IChangeToken Until, bool IsOn);
}
