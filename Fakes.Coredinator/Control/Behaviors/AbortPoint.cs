namespace Fakes.Control.Behaviors;

/// <summary>When the connection is closed on the client.</summary>
internal enum AbortPoint
{
    BeforeHeaders,
    MidBody,
}
