using System.Text;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>JSON from a string, read in the same way as a file.</summary>
internal sealed class JsonTextProvider : JsonStreamConfigurationProvider, IGatewayFile
{
    private readonly string _json;

    public JsonTextProvider(string json, FileRole role)
        : base(new JsonStreamConfigurationSource { Stream = new MemoryStream(Encoding.UTF8.GetBytes(json)) })
    {
        _json = json;
        Role = role;
    }

    public FileRole Role { get; }

    public IDictionary<string, string?> Content => Data;

    public override void Load(Stream stream)
    {
        base.Load(stream);
        EmptyObjects.MarkIn(Data, _json);
    }
}

/// <inheritdoc cref="JsonTextProvider"/>
internal sealed class JsonTextSource(string json, FileRole role = FileRole.Application) : IConfigurationSource
{
    public FileRole Role => role;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new JsonTextProvider(json, role);
}
