namespace Gateway.Proxy.Transforms;

/// <summary>The names that a target may use for itself in a response.</summary>
/// <param name="Endpoint">The address that the request was sent to.</param>
/// <param name="Configured">The target's address before service discovery.</param>
/// <param name="Host">The <c>Host</c> that was sent, when it is not the endpoint's.</param>
internal readonly record struct TargetNames(Uri Endpoint, Uri Configured, string? Host)
{
    /// <summary>The path of the target's address, without a slash at its end.</summary>
    public string Path => Endpoint.AbsolutePath.TrimEnd('/');

    /// <summary>Whether an authority is the target's.</summary>
    public bool Has(ReadOnlySpan<char> scheme, ReadOnlySpan<char> authority)
    {
        if (Host is not null && authority.Equals(Host, StringComparison.OrdinalIgnoreCase))
            return true;
        return Uri.TryCreate($"{(scheme.IsEmpty ? Endpoint.Scheme : scheme)}://{authority}/", UriKind.Absolute, out var named) && (IsAt(named, Endpoint) || IsAt(named, Configured));
    }

    /// <summary>Whether a cookie's domain is the target's. One above it may be the gateway's, too.</summary>
    public bool HasDomain(ReadOnlySpan<char> domain)
    {
        domain = domain.TrimStart('.');
        return domain.Equals(Endpoint.Host, StringComparison.OrdinalIgnoreCase) || domain.Equals(Configured.Host, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAt(Uri named, Uri own) => named.Port == own.Port && named.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase);
}
