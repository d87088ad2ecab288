// Stands in for Aspire.Hosting.ExternalServiceResource.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public sealed class ExternalServiceResource : Resource
{
    public ExternalServiceResource(string name, Uri uri)
        : base(name) => Uri = uri;

    public ExternalServiceResource(string name, ParameterResource urlParameter)
        : base(name) => UrlParameter = urlParameter;

    public Uri? Uri { get; }

    public ParameterResource? UrlParameter { get; }

    internal async ValueTask<Uri> ResolveAsync(CancellationToken cancellationToken)
    {
        if (Uri is not null)
            return Uri;

        var value = await UrlParameter!.GetValueAsync(cancellationToken);
        return Uri.TryCreate(value, UriKind.Absolute, out var uri)
            ? uri
            : throw new DistributedApplicationException($"Parameter '{UrlParameter.Name}' is not the URL of a service: '{value}'.");
    }
}
