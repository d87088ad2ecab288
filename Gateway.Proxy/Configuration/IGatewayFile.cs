namespace Gateway.Proxy.Configuration;

/// <summary>A provider of JSON that tells an empty object from null, and knows what its file is.</summary>
internal interface IGatewayFile : IConfigurationProvider
{
    FileRole Role { get; }
}
