namespace Gateway.Tests.Harness;

/// <summary>A request as an upstream received it.</summary>
/// <param name="Target">The raw request target.</param>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string?[]> Headers)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;
}
