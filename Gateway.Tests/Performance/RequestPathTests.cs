using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Tests.Performance;

/// <summary>What stands between the server and YARP's forwarder. More of it must be meant, not happen.</summary>
public sealed class RequestPathTests
{
    [Fact]
    public async Task A_request_passes_these_middlewares_and_waits_in_these_methods()
    {
        await using var upstream = await Upstream.StartAsync();
        StackTrace? path = null;
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""{ "Routes": { "r": { "Path": "/{**path}", "Targets": "{{upstream.Address}}" } } }""",
            builder =>
            {
                var forwarder = builder.Services.Last(service => service.ServiceType == typeof(IHttpForwarder)).ImplementationType!;
                builder.Services.AddSingleton<IHttpForwarder>(provider =>
                    new Watched((IHttpForwarder)ActivatorUtilities.CreateInstance(provider, forwarder), () => path = new StackTrace()));
            });

        (await gateway.Client.GetAsync("/x", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        // Nothing before the forwarder waits for anything, so that all of it is on the stack, the innermost first.
        var ours = path!.GetFrames().Select(frame => frame.GetMethod()?.DeclaringType).OfType<Type>().Where(type => type.Assembly == typeof(GatewayRoutes).Assembly).ToArray();
        Assert.Equal(
            ["UnmatchedRequestMiddleware", "PathSpellingMiddleware", "RequestValidationMiddleware", "GatewayHeadersMiddleware", "RequestTelemetryMiddleware", "ClosedConnectionMiddleware"],
            ours.Select(type => type.Name).Where(type => type.EndsWith("Middleware", StringComparison.Ordinal)));
        Assert.Equal(
            ["SendAsync", "ForwardAsync"],
            ours.Where(type => type.IsAssignableTo(typeof(IAsyncStateMachine))).Select(type => type.Name.Split('<', '>')[1]));
    }

    private sealed class Watched(IHttpForwarder forwarder, Action watch) : IHttpForwarder
    {
        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
            forwarder.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer);

        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer, CancellationToken cancellationToken)
        {
            watch();
            return forwarder.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken);
        }
    }
}
