using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Bench.Peers;
using Gateway.Bench.Running;

namespace Gateway.Bench.Measuring;

/// <summary>Asks a server until it answers 200.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public static Task WaitAsync(Server server, Site site, CancellationToken stop)
    {
        var path = site.Scenario.Routes > 0 ? $"/api/service-{site.Scenario.Routes}/small" : "/api/small";
        return WaitAsync(server, () => site.Http2 ? AskHttp2Async(site.Port, path, stop) : AskAsync(site.Port, path, stop), stop);
    }

    public static Task WaitAsync(Server server, int port, CancellationToken stop) => WaitAsync(server, () => AskAsync(port, "/api/small", stop), stop);

    private static async Task WaitAsync(Server server, Func<Task<bool>> ask, CancellationToken stop)
    {
        while (!await ask())
        {
            if (server.HasExited)
                throw new BenchException($"It ended at its start:\n{server.Log}");
            if (Stopwatch.GetElapsedTime(server.Started) > Limit)
                throw new BenchException($"It has not answered within {Limit.TotalMinutes} min:\n{server.Log}");
            await Task.Delay(Pause, stop);
        }
    }

    // A bare socket: an HttpClient's own first request would be a good part of the time.
    private static async Task<bool> AskAsync(int port, string path, CancellationToken stop)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stop);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"), stop);
            var buffer = new byte[64];
            var length = await socket.ReceiveAsync(buffer, stop);
            return Encoding.ASCII.GetString(buffer, 0, length).StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> AskHttp2Async(int port, string path, CancellationToken stop)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://127.0.0.1:{port}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await client.SendAsync(request, stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
