// Stands in for Microsoft.Extensions.ServiceDiscovery.UriEndPoint (package Microsoft.Extensions.ServiceDiscovery.Abstractions).

using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>An endpoint given as a URI, with its scheme and perhaps a path.</summary>
public class UriEndPoint(Uri uri) : EndPoint
{
    /// <summary>The URI of the endpoint.</summary>
    public Uri Uri { get; } = uri ?? throw new ArgumentNullException(nameof(uri));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UriEndPoint other && Uri.Equals(other.Uri);

    /// <inheritdoc/>
    public override int GetHashCode() => Uri.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Uri.ToString();
}
