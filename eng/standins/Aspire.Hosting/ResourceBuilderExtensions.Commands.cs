// Stands in for Aspire.Hosting.ResourceBuilderExtensions: commands on a resource.
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithCommand<T>(
        this IResourceBuilder<T> builder,
        string name,
        string displayName,
        Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
        CommandOptions? commandOptions = null)
        where T : IResource
    {
        var options = commandOptions ?? new CommandOptions();
        return builder.WithAnnotation(new ResourceCommandAnnotation(
            name,
            displayName,
            options.UpdateState ?? (_ => ResourceCommandState.Enabled),
            executeCommand,
            options.Description,
            options.ConfirmationMessage,
            options.IconName,
            options.IconVariant,
            options.IsHighlighted));
    }

    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
        this IResourceBuilder<TResource> builder,
        string path,
        string displayName,
        string? endpointName = null,
        string? commandName = null,
        HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints =>
        builder.WithHttpCommand(path, displayName, () => builder.HttpEndpoint(endpointName), commandName, commandOptions);

    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(
        this IResourceBuilder<TResource> builder,
        string path,
        string displayName,
        Func<EndpointReference>? endpointSelector,
        string? commandName = null,
        HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints
    {
        var options = commandOptions ?? new HttpCommandOptions();
        options.UpdateState ??= context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
        var command = new HttpCommand(path, options, () => (endpointSelector ?? options.EndpointSelector)?.Invoke() ?? builder.HttpEndpoint(null));
        var name = commandName ?? $"{builder.Resource.Name}-http-{(options.Method ?? HttpMethod.Post).Method.ToLowerInvariant()}-{path}";
        return builder.WithCommand(name, displayName, command.ExecuteAsync, options);
    }

    private sealed class HttpCommand(string path, HttpCommandOptions options, Func<EndpointReference> endpointSelector)
    {
        public async Task<ExecuteCommandResult> ExecuteAsync(ExecuteCommandContext context)
        {
            var endpoint = endpointSelector();
            using var client = context.ServiceProvider.GetRequiredService<IHttpClientFactory>().CreateClient();
            using var request = new HttpRequestMessage(options.Method ?? HttpMethod.Post, new Uri(new Uri(endpoint.Url), path));

            if (options.PrepareRequest is { } prepare)
            {
                await prepare(new HttpCommandRequestContext
                {
                    ServiceProvider = context.ServiceProvider,
                    ResourceName = context.ResourceName,
                    Endpoint = endpoint,
                    HttpClient = client,
                    Request = request,
                    CancellationToken = context.CancellationToken,
                });
            }

            using var response = await client.SendAsync(request, context.CancellationToken);
            if (options.GetCommandResult is { } result)
            {
                return await result(new HttpCommandResultContext
                {
                    ServiceProvider = context.ServiceProvider,
                    ResourceName = context.ResourceName,
                    Endpoint = endpoint,
                    HttpClient = client,
                    Response = response,
                    CancellationToken = context.CancellationToken,
                });
            }

            return response.IsSuccessStatusCode
                ? CommandResults.Success()
                : CommandResults.Failure($"{request.Method} {request.RequestUri} answered {(int)response.StatusCode}.");
        }
    }
}
