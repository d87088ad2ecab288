namespace Gateway.Tests.Resilience;

/// <summary>The config of one route for all paths that retries without a delay.</summary>
internal static class RetryConfig
{
    public static string Of(string settings, params string[] targets) => $$"""
        { "Routes": { "r": { "Path": "/{**path}", {{settings}} "Retry": { "BaseDelay": "00:00:00" },
          "Targets": [ {{string.Join(", ", targets.Select((address, i) => $$"""{ "Name": "t{{i}}", "Address": "{{address}}" }"""))}} ] } } }
        """;
}
