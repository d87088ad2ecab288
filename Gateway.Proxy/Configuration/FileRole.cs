namespace Gateway.Proxy.Configuration;

/// <summary>The role of a JSON file.</summary>
internal enum FileRole
{
    /// <summary>One of the application's own files, such as appsettings.json.</summary>
    Application,

    /// <summary>The file that <c>--config</c> names.</summary>
    Given,

    /// <summary>Built-in routes and the addresses of their services, enabled unless configured otherwise.</summary>
    BuiltIn,

    /// <summary>Built-in routes and the addresses of their services, disabled unless configured otherwise.</summary>
    BuiltInOnRequest,
}
