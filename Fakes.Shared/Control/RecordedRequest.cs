using Microsoft.AspNetCore.Http.Features;

namespace Fakes.Shared.Control;

/// <summary>A request as it came over the wire; its body's length grows while the body is read.</summary>
internal sealed class RecordedRequest
{
    private long _bodyLength;

    public required string Method { get; init; }
    public required string Path { get; init; }
    public required string Query { get; init; }
    public required IReadOnlyDictionary<string, string?[]> Headers { get; init; }
    public long BodyLength => Interlocked.Read(ref _bodyLength);
    public required DateTimeOffset At { get; init; }

    public static RecordedRequest From(HttpContext context, DateTimeOffset at)
    {
        // The raw target, because the parsed path no longer shows what was percent-encoded.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new RecordedRequest
        {
            Method = context.Request.Method,
            Path = question < 0 ? target : target[..question],
            Query = question < 0 ? "" : target[(question + 1)..],
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToArray()),
            At = at,
        };
    }

    public void CountBody(int bytes) => Interlocked.Add(ref _bodyLength, bytes);
}
