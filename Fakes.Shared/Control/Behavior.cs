using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Fakes.Shared.Control;

/// <summary>When the connection is closed on the client.</summary>
internal enum AbortPoint
{
    BeforeHeaders,
    MidBody,
}

/// <summary>How the fake is to misbehave. What is left out is as in the normal response.</summary>
internal sealed record Behavior
{
    public int? Status { get; init; }
    public FaultBody? Body { get; init; }
    public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();
    public TimeSpan Delay { get; init; }
    public int? FailNext { get; init; }
    public int? EveryNth { get; init; }
    public AbortPoint? Abort { get; init; }
    public bool Hang { get; init; }
    public TimeSpan Trickle { get; init; }
    public string PathPrefix { get; init; } = "";

    /// <summary>The keys as they were put, as GET shows them.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Source { get; init; }

    /// <summary>
    /// The body to send instead of the normal one. A status alone makes an error its
    /// <c>{"detail":…}</c>, leaves a redirect empty, and keeps the normal body under any other success.
    /// </summary>
    public FaultBody? ReplacementBody => Status switch
    {
        StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified => FaultBody.Empty,
        _ when Body is not null => Body,
        >= 400 => FaultBody.Detail(ReasonPhrases.GetReasonPhrase(Status.Value)),
        >= 300 => FaultBody.Empty,
        _ => null,
    };
}
