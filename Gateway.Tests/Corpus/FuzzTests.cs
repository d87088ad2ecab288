using FsCheck;
using FsCheck.Fluent;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Corpus;

/// <summary>Generated targets and fields against what must hold for all of them.</summary>
/// <remarks>Runs for some seconds; for longer with the environment variable GATEWAY_FUZZ_SECONDS. A failure prints what was sent.</remarks>
public sealed class FuzzTests(RequestCorpusTests.Setup setup) : IClassFixture<RequestCorpusTests.Setup>
{
    private const int DefaultSeconds = 6;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Pieces that mean something to somebody, and single bytes that should not.
    private static readonly string[] TargetPieces =
    [
        "/", "/", "/", "a", "b", ".", "..", "%2e", "%2E", "%2f", "%2F", "%5c", "\\", ";", "%3b", ";x=1", "%00", "%25", "%252e", "%", "%zz", "%c0%ae", "%e2%82%ac", "?", "#", "%23", "@", ":", "//",
        "api", "/api", "http://", "evil.example", "..%2f", "..;", "~", "+", "&", "=", "'", "\"", "<", "{", "|", "^", " ", "\t", "\r", "\n", "\0", "\u007f", "\u00c5", "\u00ff",
    ];

    private static readonly string[] NamePieces =
    [
        "X-", "A", "b", "Forwarded", "X-Forwarded-For", "X_Forwarded_For", "x-forwarded-proto", "X-Forwarded-Host", "X-Real-IP", "X-Correlation-ID", "Via", "TE", "Keep-Alive", "Proxy-Authorization", "Upgrade",
        "Connection", "Trailer", "Expect", "Range", "Cookie", "Authorization", "-", "_", "!", "(", "/", "\"", " ", "\t", "\0", "\u0001", "\u00c5", "Content-Type", "Accept", "traceparent", "X-CoreRL-Version", ":",
    ];

    private static readonly string[] ValuePieces =
    [
        "a", "1", "0", "-1", ",", ", ", ";", "=", "\"", " ", "\t", "203.0.113.9", "close", "keep-alive", "upgrade", "websocket", "h2c", "X-Forwarded-For", "X-Correlation-ID", "Via", "Host", "chunked", "trailers",
        "100-continue", "https", "evil.example", "\r", "\n", "\0", "\u0001", "\u001b", "\u007f", "\u00c5\u00bc", "\u00e9", "\u00ff", "Bearer x", "%0d%0a",
    ];

    private static readonly string[] OwnFields = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "X_Forwarded_For"];

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("GATEWAY_FUZZ_SECONDS"), out var seconds) ? seconds : DefaultSeconds);

    [Fact]
    public async Task Whatever_a_client_sends_stays_below_the_prefix_and_forges_nothing()
    {
        var requests =
            from target in Text(TargetPieces, 8)
            from fields in Gen.ListOf(from name in Text(NamePieces, 2) from value in Text(ValuePieces, 5) select $"{name}: {value}\r\n")
            select (Target: "/api/" + target, Fields: string.Concat(fields.Take(6)));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var count = 0;
        while (clock.Elapsed < Time)
        {
            foreach (var (target, fields) in requests.Sample(100, 30))
            {
                await CheckAsync(target, fields);
                count++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} requests in {clock.Elapsed.TotalSeconds:0} s");

        Assert.Equal(0, (await TargetStatus.OfAsync(setup.Gateway)).Failures);
    }

    private static Gen<string> Text(string[] pieces, int most) =>
        from count in Gen.Choose(1, most)
        from chosen in Gen.ArrayOf(Gen.Elements(pieces), count)
        select string.Concat(chosen);

    private async Task CheckAsync(string target, string fields)
    {
        setup.Upstream.Forget();
        using var client = await CorpusClient.ConnectAsync(setup.Gateway.Address);
        await client.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n{fields}Connection: close\r\n\r\n");
        var sent = $"Sent: {Visible(target)} | {Visible(fields)}";
        var reading = client.ReadToEndAsync();
        Assert.True(await Task.WhenAny(reading, Task.Delay(Limit, TimeProvider.System)) == reading, $"The connection is not closed. {sent}");
        var answer = await reading;
        sent += $" | answer: {Visible(answer)}";
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), sent);
        Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), sent);

        // Line ends within the target or a field may make a second request; each that arrived must keep the rules.
        foreach (var request in setup.Upstream.Received)
        {
            Assert.True(StaysBelow(request.StartLine), $"{Visible(request.StartLine)}. {sent}");
            Assert.True(request.Values("X-Forwarded-For") is ["127.0.0.1"] && request.Values("X-Forwarded-Proto") is ["http"] && request.Values("X-Forwarded-Host") is [_] or [], sent);
            Assert.True(OwnFields.Skip(3).All(name => request.Values(name).Length == 0), sent);
            Assert.True(request.Values("X-Correlation-ID") is [{ Length: > 0 and <= 128 } id] && id.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:+/=".Contains(c, StringComparison.Ordinal)), sent);
            Assert.True(request.Values("Via") is [.., var last] && last.EndsWith("1.1 gateway", StringComparison.Ordinal), sent);
            if (target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var question)
                Assert.True(request.StartLine.EndsWith($"{target[question..].TrimEnd(' ')} HTTP/1.1", StringComparison.Ordinal), sent);
        }
    }

    /// <summary>Whether a path stays below the root of the target, however often an upstream decodes it and whatever it takes for a slash.</summary>
    private static bool StaysBelow(string requestLine)
    {
        if (requestLine.Split(' ') is not ["GET", ['/', ..] target, "HTTP/1.1"] || target.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return false;
        var path = target.Split('?')[0];
        var decoded = Uri.UnescapeDataString(path).Replace('\\', '/');
        return !path.Contains('#', StringComparison.Ordinal) && !decoded.Split('/').Any(segment => segment.Split(';')[0] is "." or "..");
    }

    private static string Visible(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\x{(int)c:x2}"));
}
