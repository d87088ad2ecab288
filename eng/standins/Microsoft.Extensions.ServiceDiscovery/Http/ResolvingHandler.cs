// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery: the handler behind IHttpClientBuilder.AddServiceDiscovery.

using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

internal sealed class ResolvingHandler(
    ServiceEndpointResolver resolver,
    RoundRobin roundRobin,
    IOptions<ServiceDiscoveryOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri ?? throw new InvalidOperationException("Cannot resolve an endpoint for a request which has no RequestUri");
        var source = await resolver.GetEndpointsAsync(asked.GetLeftPart(UriPartial.Authority), cancellationToken).ConfigureAwait(false);
        request.RequestUri = EndpointUri.At(asked, roundRobin.Next(source), options.Value);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // A retry outside this handler resolves the name again.
            request.RequestUri = asked;
        }
    }
}
