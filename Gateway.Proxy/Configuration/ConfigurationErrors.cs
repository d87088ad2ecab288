namespace Gateway.Proxy.Configuration;

/// <summary>Collects all errors, so that they are reported together.</summary>
internal sealed class ConfigurationErrors
{
    private readonly List<ConfigurationError> _found = [];

    public IReadOnlyList<ConfigurationError> Found => _found;

    public bool Any => _found.Count > 0;

    public void Add(string path, string message) => _found.Add(new(path, message));

    /// <summary>Adds an error that shows the value, with secrets masked: <c>"value" </c> and <paramref name="message"/>. A value that is all secret is not shown.</summary>
    public void Refuse(string path, string? value, string message)
    {
        var shown = Secrets.In(path, value);
        Add(path, $"{(value is null ? "null" : shown == Secrets.Hidden ? "the value" : $"\"{shown}\"")} {message}");
    }

    /// <summary>Adds to each error where its key is set.</summary>
    public void AddSources(Func<string, string?> sourceOf)
    {
        for (var i = 0; i < _found.Count; i++)
            _found[i] = new(_found[i].Path, _found[i].Message, sourceOf(_found[i].Path));
    }

    public void ThrowIfAny()
    {
        if (Any)
            throw new GatewayConfigurationException(_found);
    }
}
