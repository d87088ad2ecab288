using Microsoft.IdentityModel.Tokens;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>A JWKS file, read anew when it was written. A file that does not parse leaves the last good keys in force.</summary>
internal sealed class KeyFile(string path)
{
    private readonly Lock _lock = new();
    private DateTime _writtenAt;
    private IReadOnlyList<SecurityKey> _keys = [];

    public IReadOnlyList<SecurityKey> Current()
    {
        lock (_lock)
        {
            var writtenAt = File.GetLastWriteTimeUtc(path);
            if (writtenAt == _writtenAt)
                return _keys;
            try
            {
                _keys = [.. Parse(path).GetSigningKeys()];
                _writtenAt = writtenAt;
            }
            catch (Exception exception) when (exception is IOException or ArgumentException)
            {
                // Being written just now, or broken: the next token looks again.
            }

            return _keys;
        }
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">It is no JWKS.</exception>
    public static JsonWebKeySet Parse(string path) => new(File.ReadAllText(path));
}
