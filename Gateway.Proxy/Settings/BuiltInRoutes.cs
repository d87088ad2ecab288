using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Settings;

/// <summary>The built-in routes. They have lower precedence than all files, and are enabled or disabled together.</summary>
internal static class BuiltInRoutes
{
    public const string Key = "Gateway:BuiltInRoutes";

    private const string Routes = "Gateway:Routes";

    /// <summary>Adds the routes with the lowest precedence, unless they are already present.</summary>
    public static void AddBuiltInRoutes(this IConfigurationManager configuration, FileRole role)
    {
        if (!configuration.Sources.Any(source => source is JsonTextSource))
            configuration.Sources.Insert(0, new JsonTextSource(Text(), role));
    }

    public static bool Holds(IConfigurationProvider provider) => provider is IGatewayFile { Role: FileRole.BuiltIn or FileRole.BuiltInOnRequest };

    /// <summary>Whether they are on: as the key says; without it, in the gateway's own host, as long as the file given by <c>--config</c> names no routes.</summary>
    public static bool AreOn(IConfigurationRoot configuration)
    {
        if (bool.TryParse(configuration[Key], out var asked))
            return asked;
        var files = configuration.Providers.OfType<IGatewayFile>().ToArray();
        var builtIn = files.Where(Holds).SelectMany(NamesIn).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return files.Any(file => file.Role == FileRole.BuiltIn) && !files.Any(file => file.Role == FileRole.Given && NamesOthers(file, builtIn));
    }

    /// <summary>Selects the providers whose routes are disabled.</summary>
    public static Func<IConfigurationProvider, bool> AreOff(IConfigurationRoot configuration) => AreOn(configuration) ? _ => false : Holds;

    // A file that only changes keys of a built-in route, or removes one, relies on them.
    private static bool NamesOthers(IGatewayFile file, HashSet<string> builtIn) =>
        NamesIn(file).Any(name => !builtIn.Contains(name) || file.TryGet(ConfigurationPath.Combine(Routes, name, "Path"), out _));

    private static IEnumerable<string> NamesIn(IGatewayFile file) => file.GetChildKeys([], Routes);

    private static string Text()
    {
        using StreamReader reader = new(typeof(BuiltInRoutes).Assembly.GetManifestResourceStream("BuiltInRoutes.json")!);
        return reader.ReadToEnd();
    }
}
