using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Routes;

namespace Gateway.Proxy.Settings;

/// <summary>Reads the settings of the <c>Gateway</c> section, or reports all of its errors.</summary>
internal static class GatewaySettingsReader
{
    public const string SectionName = GatewaySection.Name;

    /// <exception cref="GatewayConfigurationException">A rule is violated; the exception lists every error.</exception>
    public static GatewaySettings Read(IConfiguration configuration)
    {
        ConfigurationErrors errors = new();
        var settings = Read(configuration, errors);
        AddSources(configuration, errors);
        errors.ThrowIfAny();
        return settings;
    }

    /// <summary>The section of all sources, without the built-in routes while these are off.</summary>
    public static IConfigurationSection Merge(IConfiguration configuration) => ConfigurationLayers.Section(configuration, SectionName, BuiltInRoutes.AreOff);

    /// <summary>The settings, as far as they could be read.</summary>
    public static GatewaySettings Read(IConfiguration configuration, ConfigurationErrors errors)
    {
        var section = Merge(configuration);
        var settings = GatewaySettingsTable.Instance.Read(section, new(), errors);
        var routes = section.GetSection("Routes");
        ObjectShape.Check(routes, "an object of routes, by name", errors);
        settings = settings with { Routes = [.. routes.GetChildren().Where(route => !Null.Is(route)).Select(route => ReadRoute(route, settings.Defaults, errors))] };
        settings.RouteRules.Check(settings.Routes, errors);
        if (settings.Http2Port is { } http2 && http2 == settings.Management.Port)
            errors.Refuse(ConfigurationPath.Combine(section.Path, "Http2Port"), $"{http2}", "is the management port; allowed: a port of its own");
        if (settings.Management is { Prometheus: true, Port: null })
            errors.Refuse(ConfigurationPath.Combine(section.Path, "Management", "Prometheus"), "true", "needs Port: metrics are not served on the public ports; allowed: Port beside it, or false");
        return settings;
    }

    /// <summary>Adds to the errors where the key of each is set.</summary>
    public static void AddSources(IConfiguration configuration, ConfigurationErrors errors)
    {
        if (!errors.Any || configuration is not IConfigurationRoot root)
            return;
        try
        {
            if (Merge(configuration) is ConfigurationNode section)
                errors.AddSources(path => KeySource.Of(root, section, path));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A provider failed that is read for the second time here. The errors are right without their sources.
        }
    }

    private static GatewayRoute ReadRoute(IConfigurationSection section, RouteSettings defaults, ConfigurationErrors errors)
    {
        if (section is ConfigurationNode { NameWithColon: { } written })
        {
            errors.Add(ConfigurationPath.Combine(ConfigurationPath.GetParentPath(section.Path)!, written), "has a colon, which separates the keys of a configuration; allowed: a name without colons");
            return new(defaults) { Name = written, Path = string.Empty, Targets = [] };
        }

        RouteNames.Key.Check(section.Key, section.Path, errors);
        var route = GatewayRouteTable.Instance.Read(section, new(defaults) { Name = section.Key, Path = string.Empty, Targets = [] }, errors);
        if (section["Path"] is null)
            errors.Add(ConfigurationPath.Combine(section.Path, "Path"), "is missing; allowed: a route pattern that begins with /, for example /api/orders/{**path}");

        // A target that could not be read has its own error; do not also report an empty list.
        var targets = ConfigurationPath.Combine(section.Path, "Targets");
        if (route.Targets.Count == 0 && !errors.Found.Any(problem => problem.Path.StartsWith(targets, StringComparison.OrdinalIgnoreCase)))
            errors.Add(targets, RouteRules.NoTargets);
        CheckIsGuarded(route.Authorization, section.GetSection("Authorization"), errors);
        RouteRules.CheckSettings(route, section.Path, errors);
        return route;
    }

    // Token settings without an issuer, also inherited ones, are an error: only what the route itself says opens it, not an omission.
    private static void CheckIsGuarded(TokenSettings token, IConfigurationSection section, ConfigurationErrors errors)
    {
        if (token.Issuer is null && token is not { Audiences.Count: 0, Scopes.Count: 0 } && !section.GetChildren().Any(child => child.Key.Equals("Issuer", StringComparison.OrdinalIgnoreCase)))
            errors.Add(ConfigurationPath.Combine(section.Path, token.Audiences.Count > 0 ? "Audiences" : "Scopes"), "needs Issuer: without it no token is required; allowed: Issuer beside it, or \"Authorization\": null for a route that is open");
    }
}
