// Stands in for Microsoft.Extensions.ServiceDiscovery.ServiceEndpointQuery (package Microsoft.Extensions.ServiceDiscovery.Abstractions).

using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>What is asked for: <c>[scheme[+scheme…]://][_endpoint.]service[:port]</c>.</summary>
public sealed class ServiceEndpointQuery
{
    private readonly string _text;

    private ServiceEndpointQuery(string text, Uri uri, string[] schemes)
    {
        _text = text;
        IncludedSchemes = schemes;
        (EndpointName, ServiceName) = SplitHost(uri.Host);
        Port = uri.Port;
    }

    /// <summary>The schemes asked for, the preferred first; empty when none is named.</summary>
    public IReadOnlyList<string> IncludedSchemes { get; }

    /// <summary>The endpoint's name, from a host such as <c>_admin.orders</c>; <see langword="null"/> when none is named.</summary>
    public string? EndpointName { get; }

    /// <summary>The service's name.</summary>
    public string ServiceName { get; }

    internal int Port { get; }

    /// <summary>Reads a query.</summary>
    /// <param name="input">The text.</param>
    /// <param name="query">The query, when the text is one.</param>
    public static bool TryParse(string input, [NotNullWhen(true)] out ServiceEndpointQuery? query)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        query = EndPointText.TryParseUri(input, out var uri, out var hasScheme)
            ? new ServiceEndpointQuery(input, uri, hasScheme ? uri.Scheme.Split('+') : [])
            : null;
        return query is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static (string? EndpointName, string ServiceName) SplitHost(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return host.StartsWith('_') && dot > 1 && !host.EndsWith('.') ? (host[1..dot], host[(dot + 1)..]) : (null, host);
    }
}
