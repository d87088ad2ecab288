using System.Net.Http.Json;

namespace Gateway.ServiceDefaults.Resilience;

/// <summary>Whether a request may be sent again: it means the same twice, and its content can be written twice.</summary>
internal static class Repeatable
{
    // RFC 9110, 9.2.2.
    private static readonly HashSet<HttpMethod> IdempotentMethods =
        [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Trace, HttpMethod.Put, HttpMethod.Delete];

    public static bool Is(HttpRequestMessage request) =>
        IdempotentMethods.Contains(request.Method) && IsReplayable(request.Content);

    // Of content read from elsewhere, as from a stream, nobody can say that it can be read again.
    private static bool IsReplayable(HttpContent? content) => content switch
    {
        null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent => true,
        MultipartContent parts => parts.All(IsReplayable),
        _ => false,
    };
}
