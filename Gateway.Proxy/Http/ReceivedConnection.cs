using System.Net;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Http;

/// <summary>A request's connection and forwarding fields: as they were received, while the request has those that the framework made of them, or the reverse.</summary>
internal sealed class ReceivedConnection
{
    private readonly string[] _names;
    private readonly StringValues[] _fields;
    private (IPAddress? Address, int Port) _remote;
    private string _scheme;

    // Otherwise the request has what was received.
    private bool _hasReceived = true;

    private ReceivedConnection(HttpContext context, string[] names)
    {
        _remote = RemoteOf(context.Connection);
        _scheme = context.Request.Scheme;
        _names = names;
        _fields = Array.ConvertAll(names, name => context.Request.Headers[name]);
    }

    /// <summary>Keeps what was received, before anything changes it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="names">The header fields that may be changed.</param>
    public static void Keep(HttpContext context, string[] names) => context.Features.Set(new ReceivedConnection(context, names));

    /// <summary>Exchanges what is kept, if anything, with what the request has.</summary>
    public static void Exchange(HttpContext context) => context.Features.Get<ReceivedConnection>()?.ExchangeWith(context);

    /// <summary>What was received, while the request has other fields; null while the request has it.</summary>
    public static ReceivedConnection? Behind(HttpContext context) => context.Features.Get<ReceivedConnection>() is { _hasReceived: true } kept ? kept : null;

    /// <summary>The received lines of a field; false for a field that nothing changes.</summary>
    public bool TryGet(string name, out StringValues lines)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                lines = _fields[i];
                return true;
            }
        }

        lines = default;
        return false;
    }

    private void ExchangeWith(HttpContext context)
    {
        var (connection, request) = (context.Connection, context.Request);
        var (remote, scheme) = (_remote, _scheme);
        (_remote, _scheme) = (RemoteOf(connection), request.Scheme);
        (connection.RemoteIpAddress, connection.RemotePort) = remote;
        request.Scheme = scheme;
        for (var i = 0; i < _names.Length; i++)
            (request.Headers[_names[i]], _fields[i]) = (_fields[i], request.Headers[_names[i]]);
        _hasReceived = !_hasReceived;
    }

    private static (IPAddress?, int) RemoteOf(ConnectionInfo connection) => (connection.RemoteIpAddress, connection.RemotePort);
}
