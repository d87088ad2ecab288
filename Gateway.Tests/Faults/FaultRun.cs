using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Faults;

/// <summary>A load of GETs and POSTs through a gateway, and what became of each.</summary>
internal sealed class FaultRun(GatewayInstance gateway, int connections = 64)
{
    public const string IdHeader = "X-Request-Id";

    private readonly ConcurrentDictionary<string, int> _posts = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private int _gets;
    private int _failedGets;
    private int _cutGets;
    private int _failedPosts;

    public int Gets => _gets;

    public int FailedGets => _failedGets;

    /// <summary>GETs whose answer broke off, which the client saw.</summary>
    public int CutGets => _cutGets;

    public int FailedPosts => _failedPosts;

    public ICollection<string> Posts => _posts.Keys;

    public IEnumerable<string> Failures => _failures.Take(5);

    /// <summary>Whether the client was told that the POST failed.</summary>
    public bool WasReportedAsFailed(string post) => _posts[post] is >= 400 or 0;

    /// <summary>Sends so many requests, every fifth of them a POST, and calls <paramref name="halfway"/> in the middle of them.</summary>
    public async Task SendAsync(int requests, Func<Task>? halfway = null)
    {
        using var client = gateway.NewClient();
        var sent = 0;
        var middle = Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Interlocked.Increment(ref sent) is var number && number <= requests)
            {
                if (number == requests / 2 && halfway is not null)
                    middle = halfway();
                await (number % 5 == 0 ? PostAsync(client) : GetAsync(client));
            }
        }));
        await middle;
    }

    private async Task GetAsync(HttpClient client)
    {
        Interlocked.Increment(ref _gets);
        HttpResponseMessage? response = null;
        try
        {
            response = await client.GetAsync("/api/agents/", HttpCompletionOption.ResponseHeadersRead);
            var body = await response.Content.ReadAsStringAsync();
            if (response.StatusCode == HttpStatusCode.OK && body == "[]")
                return;
            Interlocked.Increment(ref _failedGets);
            _failures.Enqueue($"GET {(int)response.StatusCode} {body}");
        }
        catch (HttpRequestException exception)
        {
            // Abandoned tells whether the gateway had begun to answer.
            Interlocked.Increment(ref _cutGets);
            _failures.Enqueue($"GET cut {(response is null ? "before" : "after")} its headers arrived: {exception.Message}");
        }
        finally
        {
            response?.Dispose();
        }
    }

    private async Task PostAsync(HttpClient client)
    {
        var id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/agents/none/stop") { Headers = { { IdHeader, id } } };
        var status = 0;
        try
        {
            using var response = await client.SendAsync(request);
            status = (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // A cut answer: the client knows that it failed.
        }

        _posts[id] = status;
        if (status != 200)
            Interlocked.Increment(ref _failedPosts);
    }
}
