namespace Gateway.Proxy.Configuration;

/// <summary>A JSON provider that distinguishes an empty object from null, and knows the role of its file.</summary>
internal interface IGatewayFile : IConfigurationProvider
{
    FileRole Role { get; }
}
