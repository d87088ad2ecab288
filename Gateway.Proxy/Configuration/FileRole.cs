namespace Gateway.Proxy.Configuration;

/// <summary>What a JSON file is to the gateway.</summary>
internal enum FileRole
{
    /// <summary>One of the application's own files, such as appsettings.json.</summary>
    Application,

    /// <summary>The file that <c>--config</c> names.</summary>
    Given,

    /// <summary>Built-in routes, which are on unless something says otherwise.</summary>
    BuiltIn,

    /// <summary>Built-in routes, which are off unless they are asked for.</summary>
    BuiltInOnRequest,
}
