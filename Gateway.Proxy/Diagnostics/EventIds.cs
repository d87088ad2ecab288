namespace Gateway.Proxy.Diagnostics;

/// <summary>The ids of log events. They are stable between versions; docs/observability.md lists them. Each concept has a range of one hundred.</summary>
internal static class EventIds
{
    // 1000: requests and their attempts.
    public const int Request = 1001;
    public const int AttemptRetried = 1011;
    public const int RequestFailed = 1012;
    public const int RequestRefused = 1013;
    public const int ResponseBrokenOff = 1014;
    public const int RequestMalformed = 1015;
    public const int RequestTooLarge = 1016;
    public const int HandlerFailed = 1017;

    // 1200: targets, their circuits, health and connections.
    public const int CircuitOpened = 1201;
    public const int CircuitHalfOpen = 1202;
    public const int CircuitClosed = 1203;
    public const int CircuitBreakEnded = 1204;
    public const int TargetUnhealthy = 1211;
    public const int TargetHealthy = 1212;
    public const int TrustFileRenewed = 1221;
    public const int TrustFileUnreadable = 1222;

    // 1300: service discovery.
    public const int DiscoveryEmpty = 1301;
    public const int DiscoveryFailed = 1302;

    // 1400: configuration.
    public const int ConfigurationApplied = 1401;
    public const int ConfigurationNeedsRestart = 1402;
    public const int ConfigurationRejected = 1403;
    public const int ConfigurationUnwatched = 1404;
    public const int BuiltInRoutesOn = 1405;
    public const int ConfigurationValidAgain = 1406;

    // 1500: start and end of the process.
    public const int EndpointsReplaced = 1501;
    public const int OwnEndpointReplaced = 1502;
    public const int Draining = 1511;

    // 1600: access: tokens and their keys, paths.
    public const int KeysUnavailable = 1601;
    public const int KeysStale = 1602;
    public const int KeysRecovered = 1603;
    public const int TokenRefused = 1604;
    public const int SpellingRefused = 1611;
}
