namespace Gateway.Tests.Routes;

/// <summary>A setting as the documentation promises it; values as JSON.</summary>
/// <param name="Default">The default; <c>null</c> when there is none.</param>
public sealed record SettingRow(string Path, string Default, string[] Allowed, string[] Refused)
{
    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>Every setting that a route may inherit: default, values at the bounds, values beyond them. Written out, not taken from the model.</summary>
internal static class SettingRows
{
    private static readonly string[] NoDuration = ["30", "\"30\"", "\"00:30\"", "\"30s\"", "\"-00:00:01\"", "\"24:00:00\"", "\"\"", "{ \"a\": 1 }", "[\"00:00:01\"]"];
    private static readonly string[] NoInteger = ["1.5", "\"x\"", "\"\"", "true", "{ \"a\": 1 }", "99999999999"];
    private static readonly string[] NoFlag = ["1", "\"yes\"", "\"\"", "[true]"];

    public static IReadOnlyList<SettingRow> All { get; } =
    [
        new("Match:Hosts", "null", ["[\"a.example\"]", "[\"*.example.org\", \"[::1]\"]", "null"], ["\"a\"", "\"\"", "[]", "[\"a:80\"]", "[\"*\"]", "[null]", "{ \"a\": 1 }"]),
        new("Match:Headers", "{}", ["{}", "null", "{ \"X-A\": \"*\" }", "{ \"X-A\": [\"1\", \"2*\"] }"], ["\"X-A\"", "\"\"", "[]", "[\"X-A\"]", "{ \"X A\": \"1\" }", "{ \"X-A\": \"\" }", "{ \"X-A\": [] }", "{ \"Connection\": \"*\" }"]),
        new("Match:Cookies", "{}", ["{}", "null", "{ \"c\": \"1\" }"], ["\"c\"", "[\"c\"]", "{ \"c\": \"a;b\" }"]),
        new("Match:Query", "{}", ["{}", "null", "{ \"q\": [\"a b\"] }"], ["\"q\"", "[\"q\"]", "{ \"a:b\": \"1\" }"]),
        new("Order", "0", ["-1000000", "1000000", "0"], [.. NoInteger, "-1000001", "1000001"]),
        new("LoadBalancing", "\"RoundRobin\"", ["\"RoundRobin\"", "\"Random\"", "\"Weighted\"", "\"LeastRequests\"", "\"PowerOfTwoChoices\"", "\"roundrobin\""], ["\"Fastest\"", "1", "\"\"", "[\"Random\"]"]),
        new("SessionPersistence:Type", "\"Cookie\"", ["\"Cookie\"", "\"cookie\""], ["\"Query\"", "1", "\"\"", "[\"Cookie\"]"]),
        new("SessionPersistence:SessionName", "null", ["\"gw-orders\"", "\"__Host-session\"", "null"], ["\"\"", "\"a b\"", "\"a=b\"", "[\"a\"]"]),
        new("SessionPersistence:LifetimeType", "\"Session\"", ["\"Session\"", "\"Permanent\""], ["\"Forever\"", "1", "\"\""]),
        new("SessionPersistence:AbsoluteTimeout", "\"1.00:00:00\"", ["\"1.00:00:00\""], [.. NoDuration, "\"00:00:00.9\"", "\"400.00:00:01\""]),
        new("StripPath", "false", ["true", "false"], NoFlag),
        new("PathRewrite", "null", ["\"/v2/{**path}\"", "\"/\"", "\"/v2/{path}\""], ["\"v2/{path}\"", "\"/v2/{rest}\"", "\"/v2/{path\"", "\"/v2?x=1\"", "\"/v2#x\"", "\"/a b\"", "\"\"", "[\"/\"]"]),
        new("RewriteRedirects", "true", ["true", "false"], NoFlag),
        new("PreserveHost", "false", ["true", "false"], NoFlag),
        new("RequestHeaders:Set", "{}", ["{}", "{ \"X-A\": \"1\" }", "{ \"Host\": \"orders:8080\" }"], ["\"x\"", "{ \"X A\": \"1\" }", "{ \"\": \"1\" }", "{ \"X-A\": \"a\\r\\nb\" }", "{ \"X-A\": \"a\\nb\" }", "{ \"Content-Length\": \"1\" }", "{ \"connection\": \"close\" }", "{ \"Transfer-Encoding\": \"chunked\" }", "{ \"Host\": \"a b\" }", "{ \"Host\": \"\" }", "{ \"X-A\": [1] }"]),
        new("RequestHeaders:Remove", "[]", ["[]", "[\"X-A\"]"], ["\"X-A\"", "[\"X A\"]", "[\"\"]", "[null]", "[\"Host\"]", "[\"Upgrade\"]", "{ \"X-A\": true }"]),
        new("ResponseHeaders:Set", "{}", ["{}", "{ \"Server\": \"\" }"], ["\"x\"", "{ \"X:A\": \"1\" }", "{ \"X-A\": \"a\\u0000b\" }", "{ \"Trailer\": \"x\" }", "{ \"x-corerl-version\": \"9\" }"]),
        new("ResponseHeaders:Remove", "[]", ["[]", "[\"Server\"]"], ["\"Server\"", "[\"Se rver\"]", "[\"Transfer-Encoding\"]", "[\"X-CoreRL-Version\"]"]),
        new("Timeout", "\"00:00:30\"", ["\"00:00:00.001\"", "\"1.00:00:00\""], [.. NoDuration, "\"00:00:00\"", "\"00:00:00.0009\"", "\"1.00:00:01\""]),
        new("MaxRequestBodySize", "null", ["0", "1", "9223372036854775807", "null"], ["-1", "1.5", "\"x\"", "\"\"", "true", "9223372036854775808"]),
        new("MaxRetries", "3", ["0", "20", "\"5\""], [.. NoInteger, "-1", "21"]),
        new("HealthCheckPath", "null", ["\"/health\"", "\"/h?deep=1\"", "\"/\""], ["\"health\"", "\"http://t/health\"", "\"/a b\"", "\"/a#b\"", "\"\"", "5"]),
        Duration("Timeouts:Connect", "00:00:05", "00:00:00.001", "1.00:00:00"),
        Duration("Timeouts:Read", "00:00:30", "00:00:00.001", "1.00:00:00"),
        Duration("Timeouts:Write", "00:00:10", "00:00:00.001", "1.00:00:00"),
        Duration("Timeouts:Pool", "00:00:05", "00:00:00.001", "1.00:00:00"),
        Duration("Timeouts:StreamIdle", "00:05:00", "00:00:00.001", "1.00:00:00"),
        new("Connections:Max", "null", ["1", "1000000", "null"], ["0", "-1", "1000001", "1.5", "\"x\"", "\"\""]),
        new("Connections:MaxIdle", "null", ["0", "1000000", "null"], ["-1", "1000001", "1.5", "\"x\"", "\"\""]),
        new("Connections:MaxPerClient", "null", ["1", "1000000", "null"], ["0", "-1", "1000001", "1.5", "\"x\"", "\"\""]),
        Duration("Connections:IdleTimeout", "00:00:30", "00:00:01", "1.00:00:00", "00:00:00.999"),
        Duration("Connections:Lifetime", "00:02:00", "00:00:01", "1.00:00:00", "00:00:00.999"),
        Duration("Retry:BaseDelay", "00:00:00.1", "00:00:00", "00:00:02", "00:01:00.001"),
        Duration("Retry:MaxDelay", "00:00:02", "00:00:00.1", "00:10:00", "00:10:01"),
        new("Retry:Statuses", "[502, 503, 504]", ["[]", "[400, 599]", "[500]"], ["500", "[399]", "[600]", "[\"x\"]", "[null]", "{ \"a\": 500 }"]),
        Integer("Retry:BudgetPercent", 20, 0, 100),
        new("CircuitBreaker:Enabled", "true", ["true", "false"], NoFlag),
        new("CircuitBreaker:FailureRatio", "0.5", ["0.001", "1"], ["0", "1.01", "-0.5", "\"half\"", "\"NaN\"", "\"\""]),
        Integer("CircuitBreaker:MinimumThroughput", 5, 1, 100_000),
        Duration("CircuitBreaker:SamplingDuration", "00:00:10", "00:00:00.5", "01:00:00", "01:00:01"),
        Duration("CircuitBreaker:BreakDuration", "00:00:05", "00:00:00.1", "00:01:00", "00:00:00.09"),
        Duration("CircuitBreaker:MaxBreakDuration", "00:01:00", "00:00:05", "1.00:00:00", "1.00:00:01"),
        new("HealthCheck:Type", "\"Http\"", ["\"Http\"", "\"Grpc\""], ["\"Tcp\"", "1", "\"\""]),
        Duration("HealthCheck:Interval", "00:00:10", "00:00:00.1", "1.00:00:00", "00:00:00.05"),
        Duration("HealthCheck:Timeout", "00:00:02", "00:00:00.01", "01:00:00", "01:00:01"),
        Integer("HealthCheck:UnhealthyThreshold", 2, 1, 100),
        Integer("HealthCheck:HealthyThreshold", 1, 1, 100),
        new("HttpVersion", "\"Auto\"", ["\"Auto\"", "\"Http1\"", "\"Http2\""], ["\"2\"", "2", "\"\""]),
        new("Tls:CaFile", "null", ["null"], ["\"\"", "\"/no/such/file.pem\"", "[\"a\"]"]),
        new("Cors:Enabled", "true", ["true", "false"], NoFlag),
        new("Cors:Origins", "[]", ["[]", "[\"https://app.example.com\"]"], ["\"https://a\"", "[\"app.example.com\"]", "[\"https://a/path\"]", "[\"\"]"]),
        new("Cors:Credentials", "false", ["false"], [.. NoFlag, "true"]),
        new("Cors:ExposedHeaders", "[]", ["[\"X-A\"]"], ["\"X-A\"", "[\"X A\"]"]),
        Duration("Cors:MaxAge", "00:10:00", "00:00:00", "1.00:00:00"),
        Integer("RateLimit:Permits", 0, 0, 1_000_000),
        Duration("RateLimit:Window", "00:00:01", "00:00:00.1", "1.00:00:00", "00:00:00.09"),
        new("RateLimit:Claim", "null", ["null"], ["\"\"", "[\"sub\"]", "\"sub\""]),
        new("Authorization:Issuer", "null", ["null"], ["\"\"", "[\"a\"]"]),
        new("Authorization:Audiences", "[]", ["[]"], ["\"orders\"", "[\"\"]", "[\"orders\"]"]),
        new("Authorization:MetadataAddress", "null", ["null"], ["\"\"", "\"issuer\"", "\"http://issuer/keys\"", "\"ftp://issuer\""]),
        new("Authorization:JwksFile", "null", ["null"], ["\"\"", "\"/no/such/keys.json\""]),
        new("Authorization:Scopes", "[]", ["[]"], ["\"read\"", "[\"\"]", "[\"read\", \"write\"]"]),
    ];

    private static SettingRow Duration(string path, string standard, string least, string most, string beyond = "1.00:00:01") =>
        new(path, $"\"{standard}\"", [$"\"{least}\"", $"\"{most}\""], [.. NoDuration, $"\"{beyond}\""]);

    private static SettingRow Integer(string path, int standard, int least, int most) =>
        new(path, $"{standard}", [$"{least}", $"{most}"], [.. NoInteger, $"{least - 1}", $"{most + 1}"]);
}
