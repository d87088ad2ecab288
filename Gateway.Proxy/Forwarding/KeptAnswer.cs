using Gateway.Proxy.Errors;
using Gateway.Proxy.Http;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>An upstream's answer that another attempt was to replace. If no attempt gets another answer, the client gets this one.</summary>
internal sealed class KeptAnswer
{
    /// <summary>The largest body that is kept.</summary>
    private const int Limit = 64 * 1024;

    private readonly HttpResponseMessage _answer;
    private readonly Destination _from;
    private readonly ReadOnlyMemory<byte> _body;

    private KeptAnswer(HttpResponseMessage answer, Destination from, ReadOnlyMemory<byte> body)
    {
        _answer = answer;
        _from = from;
        _body = body;
    }

    /// <summary>Reads the answer to its end; null when it is too large, is not sound, or does not arrive whole.</summary>
    public static async ValueTask<KeptAnswer?> ReadAsync(HttpResponseMessage answer, Destination from, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > Limit)
            return null;
        try
        {
            ResponseFraming.Check(answer, isUpgrade: false);
            var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var kept = await ReplayStream.ReadAsync(body, answer.Content.Headers.ContentLength, Limit, cancellationToken);
            return kept.IsWhole ? new(answer, from, kept.Head) : null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Gives it to the client as it was.</summary>
    public async Task WriteAsync(Exchange exchange, GatewayHeaders own)
    {
        var context = exchange.Context;
        var response = context.Response;
        own.Restart(context);
        response.StatusCode = (int)_answer.StatusCode;
        exchange.CopyHeaders(_answer, _from, isUpgrade: false);
        if (_body.IsEmpty)
            return;
        try
        {
            await response.Body.WriteAsync(_body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client did not wait for it.
        }
    }
}
