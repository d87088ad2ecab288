using Gateway.Proxy.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Matching;

/// <summary>The parts of a request that conditions look at. The last field is kept: many routes on one path usually ask for the same one.</summary>
/// <remarks>Allocates only for a field with several values, and for encoded parts of the query.</remarks>
/// <param name="context">The request.</param>
/// <param name="received">What was received, if the request has other fields.</param>
internal ref struct RequestFields(HttpContext context, ReceivedConnection? received)
{
    private readonly HttpRequest _request = context.Request;
    private readonly ReceivedConnection? _received = received;
    private FieldSource _source;
    private string? _name;
    private bool _found;
    private List<string>? _others;

    /// <summary>As it was sent: <c>HttpRequest.Host</c> decodes the xn-- form of an international name, and throws if it is not one.</summary>
    public readonly ReadOnlySpan<char> Host => HostPattern.WithoutPort(Lines(HeaderNames.Host).ToString());

    /// <summary>The first value of the field that <see cref="Find"/> has found.</summary>
    public ReadOnlySpan<char> First { get; private set; }

    /// <summary>Its other values.</summary>
    public readonly ReadOnlySpan<string> Others => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_others);

    public static StringComparison Comparison(FieldSource source) => source == FieldSource.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>False when the request does not have the field.</summary>
    public bool Find(FieldSource source, string name)
    {
        if (_name is not null && source == _source && name.Equals(_name, Comparison(source)))
            return _found;
        (_source, _name, _found, _others) = (source, name, false, null);
        switch (source)
        {
            case FieldSource.Header:
                foreach (var line in Lines(name))
                    Take(line);
                break;
            case FieldSource.Cookie:
                FindCookies(_request.Headers.Cookie, name);
                break;
            case FieldSource.Query:
                FindInQuery(name);
                break;
            default:
                Take(Host);
                break;
        }

        return _found;
    }

    private readonly StringValues Lines(string name) => _received is not null && _received.TryGet(name, out var lines) ? lines : _request.Headers[name];

    private void FindCookies(StringValues lines, string name)
    {
        foreach (var line in lines)
        {
            CookiePairs pairs = new(line);
            while (pairs.TryRead(out var cookie, out var value))
            {
                if (cookie.SequenceEqual(name))
                    Take(value);
            }
        }
    }

    private void FindInQuery(string name)
    {
        if (!_request.QueryString.HasValue)
            return;
        foreach (var pair in new QueryStringEnumerable(_request.QueryString.Value))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
                Take(pair.DecodeValue().Span);
        }
    }

    private void Take(ReadOnlySpan<char> value)
    {
        if (_found)
            (_others ??= []).Add(value.ToString());
        else
            First = value;
        _found = true;
    }
}
