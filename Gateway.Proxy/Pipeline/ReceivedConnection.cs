using System.Net;
using Gateway.Proxy.Http;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Pipeline;

/// <summary>A request's connection and forwarding fields: as they were received, while the request has those that the framework made of them, or the reverse.</summary>
internal sealed class ReceivedConnection
{
    private static readonly string[] Fields =
    [
        ForwardedFields.For, ForwardedFields.Proto, ForwardedFields.Host, ForwardedFields.Prefix,
        "X-Original-For", "X-Original-Proto", "X-Original-Host", "X-Original-Prefix",
    ];

    private readonly StringValues[] _fields = new StringValues[Fields.Length];
    private (IPAddress? Address, int Port) _remote;
    private (string Scheme, HostString Host) _url;

    private ReceivedConnection(HttpContext context)
    {
        _remote = RemoteOf(context.Connection);
        _url = UrlOf(context.Request);
        for (var i = 0; i < Fields.Length; i++)
            _fields[i] = context.Request.Headers[Fields[i]];
    }

    /// <summary>Keeps what was received, before anything changes it.</summary>
    public static void Keep(HttpContext context) => context.Features.Set(new ReceivedConnection(context));

    /// <summary>Exchanges what is kept, if anything, with what the request has.</summary>
    public static void Exchange(HttpContext context) => context.Features.Get<ReceivedConnection>()?.ExchangeWith(context);

    private void ExchangeWith(HttpContext context)
    {
        var (connection, request) = (context.Connection, context.Request);
        var (remote, url) = (_remote, _url);
        (_remote, _url) = (RemoteOf(connection), UrlOf(request));
        (connection.RemoteIpAddress, connection.RemotePort) = remote;
        (request.Scheme, request.Host) = url;
        for (var i = 0; i < Fields.Length; i++)
            (request.Headers[Fields[i]], _fields[i]) = (_fields[i], request.Headers[Fields[i]]);
    }

    private static (IPAddress?, int) RemoteOf(ConnectionInfo connection) => (connection.RemoteIpAddress, connection.RemotePort);

    private static (string, HostString) UrlOf(HttpRequest request) => (request.Scheme, request.Host);
}
