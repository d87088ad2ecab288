namespace Gateway.Proxy.Configuration;

/// <summary>A JSON provider that distinguishes an empty object from null, and knows the role of its file.</summary>
internal interface IGatewayFile : IConfigurationProvider
{
    FileRole Role { get; }

    /// <summary>The file's path, or what the JSON is.</summary>
    string Name { get; }

    /// <summary>Whether there is such a file.</summary>
    bool Exists { get; }

    /// <summary>All keys, also while <see cref="IConfigurationProvider.TryGet"/> hides them because the built-in routes are off.</summary>
    IDictionary<string, string?> Content { get; }
}
