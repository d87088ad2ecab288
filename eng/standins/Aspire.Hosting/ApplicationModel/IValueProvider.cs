// Stands in for Aspire.Hosting.ApplicationModel.IValueProvider and IManifestExpressionProvider:
// a value that is known when the topology runs, and has a name in a manifest.
namespace Aspire.Hosting.ApplicationModel;

public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}
