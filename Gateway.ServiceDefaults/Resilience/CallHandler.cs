using Polly;

namespace Gateway.ServiceDefaults.Resilience;

/// <summary>Outermost: stands outside service discovery, so that a retry may reach another endpoint.</summary>
internal sealed class CallHandler(HttpClientPipelines pipelines) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await pipelines.Call(request, context).ExecuteAsync(
                static async (context, call) => await call.Send(call.Request, context.CancellationToken).ConfigureAwait(false),
                context,
                (Send: (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>)base.SendAsync, Request: request)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
