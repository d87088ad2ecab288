// Stands in for Aspire.Hosting.ApplicationModel.ParameterResource.
namespace Aspire.Hosting.ApplicationModel;

public class ParameterResource(string name, Func<string> value, bool secret = false)
    : Resource(name), IValueProvider, IManifestExpressionProvider
{
    public bool Secret { get; } = secret;

    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>What a manifest proposes, if anything.</summary>
    internal string? PublishedDefault { get; init; }

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(value());
}
