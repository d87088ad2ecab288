using System.Collections.Concurrent;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

/// <summary>Clients that send requests without a pause; each request carries the mark that was set before it was sent.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Connections = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly HttpClient _client;
    private readonly Task[] _clients;
    private volatile string _mark = "start";
    private volatile bool _over;
    private readonly string[] _lastMark = new string[Connections];
    private int _answered;

    private Load(HttpClient client)
    {
        _client = client;
        _clients = [.. Enumerable.Range(0, Connections).Select(number => Task.Run(() => RunAsync(number)))];
    }

    public static Load Start(GatewayInstance gateway) => new(gateway.NewClient());

    /// <summary>From here on requests carry <paramref name="mark"/>; waits until every client has the answer to one, and so none to an earlier one is owed.</summary>
    public Task GoOnAsync(string mark)
    {
        _mark = mark;
        return Eventually.BecomesTrueAsync(() => Array.TrueForAll(_lastMark, last => last == mark), Limit, $"answers to requests marked {mark}");
    }

    public async Task EndsWithoutAFailureAsync()
    {
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _answered) > 10 * Connections, Limit, $"more than {10 * Connections} answers");
        _over = true;
        await Task.WhenAll(_clients);
        Assert.Empty(_failures);
    }

    public static int Count(Upstream upstream, string mark) => upstream.Received.Count(request => request.Target.EndsWith($"?mark={mark}", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _over = true;
        await Task.WhenAll(_clients);
        _client.Dispose();
    }

    private async Task RunAsync(int number)
    {
        while (!_over)
        {
            var mark = _mark;
            try
            {
                using var response = await _client.GetAsync($"{Observing.Path}?mark={mark}");
                if (!response.IsSuccessStatusCode)
                    _failures.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                _failures.Enqueue(exception.Message);
            }

            Volatile.Write(ref _lastMark[number], mark);
            Interlocked.Increment(ref _answered);
        }
    }
}
