using System.Text;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Proxy.Configuration;

/// <summary>JSON from a string, read in the same way as a file.</summary>
internal sealed class JsonTextProvider : JsonStreamConfigurationProvider, IGatewayFile
{
    private readonly string _json;
    private readonly Func<bool>? _isVisible;

    /// <param name="name">What the JSON is, for errors and listings.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="role">The role of the file that it comes from.</param>
    /// <param name="isVisible">Whether the keys are there; null: always.</param>
    public JsonTextProvider(string name, string json, FileRole role, Func<bool>? isVisible = null)
        : base(new JsonStreamConfigurationSource { Stream = new MemoryStream(Encoding.UTF8.GetBytes(json)) })
    {
        _json = json;
        _isVisible = isVisible;
        Name = name;
        Role = role;
    }

    public FileRole Role { get; }

    public string Name { get; }

    public bool Exists => true;

    public IDictionary<string, string?> Content => Data;

    public override bool TryGet(string key, out string? value) => base.TryGet(key, out value) && _isVisible?.Invoke() != false;

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        _isVisible?.Invoke() == false ? earlierKeys : base.GetChildKeys(earlierKeys, parentPath);

    public override void Load(Stream stream)
    {
        base.Load(stream);
        JsonMarks.MarkIn(Data, _json);
    }
}

/// <inheritdoc cref="JsonTextProvider"/>
internal sealed class JsonTextSource(string name, string json, FileRole role = FileRole.Application, Func<bool>? isVisible = null) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new JsonTextProvider(name, json, role, isVisible);
}
