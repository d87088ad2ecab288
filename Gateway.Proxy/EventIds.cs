namespace Gateway.Proxy;

/// <summary>The number of each log event, stable between versions: docs/telemetry.md lists them. Each concept has a range of a hundred.</summary>
internal static class EventIds
{
    // 100 to 199: requests and their attempts.
    public const int Request = 100;
    public const int AttemptRetried = 110;
    public const int RequestFailed = 111;
    public const int RequestRefused = 112;
    public const int ResponseBrokenOff = 113;
    public const int RequestMalformed = 114;
    public const int RequestTooLarge = 115;

    // 200 to 299: targets, their endpoints, circuits and health.
    public const int NoEndpoints = 200;
    public const int DiscoveryFailed = 201;

    // 300 to 399: configuration.
    public const int ConfigurationApplied = 300;
    public const int ConfigurationNeedsRestart = 301;
    public const int ConfigurationRejected = 302;
    public const int ConfigurationUnwatched = 303;

    // 400 to 499: start and end of the process.
    public const int Draining = 400;
    public const int EndpointsReplaced = 410;

    // 500 to 599: access: tokens, keys, limits.
    public const int KeysUnavailable = 500;
    public const int KeysStale = 501;
    public const int KeysRecovered = 502;
    public const int SpellingRefused = 510;
}
