using System.Security.Cryptography;

namespace Gateway.Proxy.Sessions;

/// <summary>Random ids of sessions: 128 bits as 32 hexadecimal digits, which nobody can guess.</summary>
internal static class SessionId
{
    public const int Length = 2 * Bytes;

    private const int Bytes = 16;

    // The random generator costs 0.7 µs a call, whatever the length.
    private const int Batch = 64 * Bytes;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    /// <summary>Writes a new id.</summary>
    public static void Write(Span<char> id)
    {
        if (_random is null || _used == Batch)
        {
            _random ??= new byte[Batch];
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        Convert.TryToHexStringLower(_random.AsSpan(_used, Bytes), id, out _);
        _used += Bytes;
    }
}
