using Gateway.Proxy.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Proxy.Settings;

/// <summary>The built-in routes and the addresses of their services. They have lower precedence than all files, and are enabled or disabled together.</summary>
internal static class BuiltInRoutes
{
    public const string Key = "Gateway:BuiltInRoutes";

    private const string Routes = "Gateway:Routes";

    /// <summary>Adds the routes with the lowest precedence, unless they are already present.</summary>
    public static void AddBuiltInRoutes(this IConfigurationManager configuration, FileRole role)
    {
        if (!configuration.Sources.Any(source => source is JsonTextSource))
            configuration.Sources.Insert(0, new JsonTextSource("built in", Text(), role, Switch(configuration)));
    }

    /// <summary>Adds a file of routes that are enabled and disabled together with the built-in ones.</summary>
    public static void AddBuiltInFile(this IConfigurationManager configuration, string file)
    {
        JsonConfigurationSource source = new() { Path = file, Optional = true, ReloadOnChange = true };
        source.ResolveFileProvider();
        configuration.Sources.Insert(0, new WatchedJsonSource(source, FileRole.BuiltIn, Switch(configuration)));
    }

    public static bool Holds(IConfigurationProvider provider) => provider is IGatewayFile { Role: FileRole.BuiltIn or FileRole.BuiltInOnRequest };

    /// <summary>Whether this is the gateway's own host, and not another application that uses the gateway.</summary>
    public static bool IsOwnHost(IConfiguration configuration) => configuration is IConfigurationRoot root && root.Providers.OfType<IGatewayFile>().Any(file => file.Role == FileRole.BuiltIn);

    /// <summary>Whether they are on: as the key says; without it, in the gateway's own host, as long as the file given by <c>--config</c> names no routes.</summary>
    public static bool AreOn(IConfigurationRoot configuration)
    {
        if (bool.TryParse(configuration[Key], out var asked))
            return asked;
        var builtIn = Names(configuration);
        return IsOwnHost(configuration) && !configuration.Providers.OfType<IGatewayFile>().Any(file => file.Role == FileRole.Given && NamesOthers(file, builtIn));
    }

    /// <summary>The names of the routes that are on; empty when they are off.</summary>
    public static HashSet<string> NamesOn(IConfigurationRoot configuration) => AreOn(configuration) ? Names(configuration) : [];

    /// <summary>Selects the providers whose routes are disabled.</summary>
    public static Func<IConfigurationProvider, bool> AreOff(IConfigurationRoot configuration) => AreOn(configuration) ? _ => false : Holds;

    private static HashSet<string> Names(IConfigurationRoot configuration) =>
        configuration.Providers.Where(Holds).Cast<IGatewayFile>().SelectMany(NamesIn).ToHashSet(StringComparer.OrdinalIgnoreCase);

    // A file that only changes keys of a built-in route, or removes one, relies on them.
    private static bool NamesOthers(IGatewayFile file, HashSet<string> builtIn) =>
        NamesIn(file).Any(name => !builtIn.Contains(name) || file.Content.ContainsKey(ConfigurationPath.Combine(Routes, name, "Path")));

    private static IEnumerable<string> NamesIn(IGatewayFile file)
    {
        const string below = Routes + ":";
        return file.Content.Keys.Where(key => key.StartsWith(below, StringComparison.OrdinalIgnoreCase)).Select(key => key[below.Length..].Split(ConfigurationPath.KeyDelimiter)[0]).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static Func<bool>? Switch(IConfigurationManager configuration) => configuration is IConfigurationRoot root ? new BuiltInSwitch(root).IsOn : null;

    private static string Text()
    {
        using StreamReader reader = new(typeof(BuiltInRoutes).Assembly.GetManifestResourceStream("BuiltInRoutes.json")!);
        return reader.ReadToEnd();
    }
}
