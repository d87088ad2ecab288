using Grpc.Core;

namespace Gateway.Tests.Clients;

/// <summary>A gRPC service that echoes, streams, fails and waits as it is told.</summary>
internal sealed class ChatService : Chat.ChatBase
{
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holds;

    /// <summary>Whether a call that was told to wait has come.</summary>
    public bool Holds => _holds;

    /// <summary>Ends when a call that was told to wait sees that its client is gone.</summary>
    public Task Abandoned => _abandoned.Task;

    public override async Task<Line> Say(Line request, ServerCallContext context)
    {
        await DoAsync(request, context);
        return request;
    }

    public override async Task Listen(Line request, IServerStreamWriter<Line> responseStream, ServerCallContext context)
    {
        // A client may be gone as soon as it has read the last line, before the service has written it.
        await using var gone = request.Hold ? context.CancellationToken.Register(() => _abandoned.TrySetResult()) : default;
        for (var i = 0; i < request.Count; i++)
            await responseStream.WriteAsync(new() { Text = $"{request.Text} {i}" }, context.CancellationToken);
        await DoAsync(request, context);
    }

    public override async Task<Line> Collect(IAsyncStreamReader<Line> requestStream, ServerCallContext context)
    {
        Line all = new();
        await foreach (var line in requestStream.ReadAllAsync(context.CancellationToken))
        {
            all.Text += line.Text;
            all.Count++;
        }

        return all;
    }

    public override async Task Talk(IAsyncStreamReader<Line> requestStream, IServerStreamWriter<Line> responseStream, ServerCallContext context)
    {
        await foreach (var line in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await DoAsync(line, context);
            await responseStream.WriteAsync(line, context.CancellationToken);
        }
    }

    private async Task DoAsync(Line line, ServerCallContext context)
    {
        if (line.FailWith != 0)
            throw new RpcException(new((StatusCode)line.FailWith, "as 100 % asked: für dich"), [new("reason", "asked")]);
        if (!line.Hold)
            return;
        _holds = true;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            _abandoned.TrySetResult();
            throw;
        }
    }
}
