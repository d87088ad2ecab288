namespace Gateway.ServiceDefaults.Resilience;

/// <summary>Innermost: stands inside service discovery, so that each endpoint has its own circuit.</summary>
internal sealed class AttemptHandler(HttpClientPipelines pipelines) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var authority = request.RequestUri?.GetLeftPart(UriPartial.Authority) ?? "";
        return await pipelines.Attempt(authority).ExecuteAsync(
            static async (attempt, cancellationToken) => await attempt.Send(attempt.Request, cancellationToken).ConfigureAwait(false),
            (Send: (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>)base.SendAsync, Request: request),
            cancellationToken).ConfigureAwait(false);
    }
}
